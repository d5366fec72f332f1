"""What is known of people as sentences."""

from datetime import date
from typing import Final

from netroi_core.relationships.contacts import FollowUps, MetAgain, Tie
from netroi_core.relationships.timeline import Card, Entry
from netroi_core.wording.wording import Words, counted, listed
from netroi_core.workspace.edits import RecordDict

NOBODY: Final = "Who is in your network?"
_LONG_DAYS: Final = ((730, 365, "year"), (60, 30, "month"), (14, 7, "week"))


def headline(people: int, follow_ups: FollowUps) -> str:
    """How many people there are, and with how many of them to follow up."""
    waiting = len(follow_ups.overdue) + len(follow_ups.due)
    return f"{counted(people, 'person', 'people')}, {f'{waiting:,}' if waiting else 'none'} to follow up with"


def span(days: int) -> str:
    """A number of days as people say it: 5 days, 3 weeks, 7 months, 2 years."""
    for least, unit, name in _LONG_DAYS:
        if days >= least:
            return counted(days // unit, name)
    return counted(days, "day")


def ago(day: date, on: date) -> str:
    """When a day was: today, yesterday, 3 weeks ago; one that is to come: in 5 days."""
    days = (on - day).days
    if days < 0:
        return "tomorrow" if days == -1 else f"in {span(-days)}"
    return ("today", "yesterday")[days] if days < 2 else f"{span(days)} ago"


def name(card: Card, on: date) -> str:
    """The finding of a card: who it is, and when the last contact was."""
    if card.tie.last is None:
        return f"{card.tie.contact['name']}, not in touch yet"
    return f"{card.tie.contact['name']}, last in touch {ago(card.tie.last, on)}"


def position(contact: RecordDict) -> str:
    """What a person does and where, like Category manager at Larkmere Grocers; empty if neither is known."""
    role, organisation = contact.get("role"), contact.get("organisation")
    return f"{role}, {organisation}" if role and organisation else role or organisation or ""


def standing(contact: RecordDict) -> str:
    """How close and how relevant a person is, and for what; empty if nothing of it is known."""
    parts = [f"{key} {contact[key]} of 5" for key in ("closeness", "relevance") if contact.get(key)]
    if contact.get("expertise"):
        parts.append(f"knows about {listed(contact['expertise'])}")
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def balance(card: Card, words: Words) -> str:
    """What went to and fro, and what it helped to bring."""
    if not card.given and not card.received:
        said = "Nothing given or received is on record."
    else:
        said = f"You gave {_times(card.given)} and received {_times(card.received)}."
    if not card.outcomes:
        return said
    worth = counted(card.outcomes, "outcome")
    return f"{said} They had a part in {worth} of worth: {words.money(card.value)} is theirs, each step counting alike."


def planned(tie: Tie, on: date, words: Words) -> str:
    """When to be in touch again."""
    if tie.due is None:
        return "No follow-up is planned."
    if tie.due < on:
        return f"Follow-up overdue since {words.day(tie.due)}."
    return f"Follow up {ago(tie.due, on)}, on {words.day(tie.due)}." if tie.due > on else "Follow up today."


def waits(tie: Tie, on: date) -> str:
    """In short, for how long a follow-up is overdue or when it is due."""
    if tie.due is None:
        return ""
    return f"{span((on - tie.due).days)} overdue" if tie.due < on else f"due {ago(tie.due, on)}"


def quiet(tie: Tie, on: date) -> str:
    """In short, how long there was no contact."""
    return "never in touch" if tie.last is None else f"last in touch {ago(tie.last, on)}"


def line(entry: Entry, words: Words) -> str:
    """A line of a timeline after its day."""
    if entry.share is None or entry.worth is None:
        return entry.text
    whole = words.money(entry.worth)
    theirs = whole if entry.share == entry.worth else f"{words.money(entry.share)} of {whole}"
    return f"{entry.text}; theirs: {theirs}"


def met_again(met: MetAgain, words: Words) -> str:
    """With how many of the people met in the last twelve months there was a second contact."""
    if met.share is None:
        return ""
    people, share = counted(met.met, "person", "people"), words.percent(100 * met.share)
    return f"You met {people} in the last 12 months; with {met.again} you were in touch again since ({share})."


def _times(count: int) -> str:
    return ("nothing", "once", "twice")[count] if count < 3 else f"{count} times"
