"""A contact's timeline, follow-up and details as sentences."""

from datetime import date
from typing import Final

from netroi_core.relationships.contacts import FollowUpRate, FollowUps, Relationship
from netroi_core.relationships.timeline import Timeline, TimelineEntry
from netroi_core.wording.wording import Words, join_words, pluralize
from netroi_core.workspace.records import Contact

NO_PEOPLE: Final = "Who is in your network?"
# For each unit the days from which on it is used, and those it has.
_UNITS: Final = ((730, 365, "year"), (60, 30, "month"), (14, 7, "week"))


def people_headline(people: int, follow_ups: FollowUps) -> str:
    """Return how many people there are, and with how many of them to follow up."""
    pending = len(follow_ups.pending)
    return f"{pluralize(people, 'person', 'people')}, {f'{pending:,}' if pending else 'none'} to follow up with"


def duration(days: int) -> str:
    """Return a number of days in the unit that people use for it.

    >>> duration(13), duration(21), duration(800)
    ('13 days', '3 weeks', '2 years')
    """
    for threshold, length, unit in _UNITS:
        if days >= threshold:
            return pluralize(days // length, unit)
    return pluralize(days, "day")


def relative_day(day: date, on: date) -> str:
    """Return a day relative to another, such as today, yesterday, 3 weeks ago or in 5 days."""
    days = (on - day).days
    if days < 0:
        return "tomorrow" if days == -1 else f"in {duration(-days)}"
    return ("today", "yesterday")[days] if days < 2 else f"{duration(days)} ago"


def timeline_headline(relationship: Relationship, on: date) -> str:
    """Return the contact's name and the last contact."""
    name, last_contact = relationship.contact.name, relationship.last_contact
    return f"{name}, last in touch {relative_day(last_contact, on)}" if last_contact else f"{name}, not in touch yet"


def position(contact: Contact) -> str:
    """Return role and organization, as far as they are known."""
    return ", ".join(part for part in (contact.role, contact.organisation) if part)


def rating(contact: Contact) -> str:
    """Return closeness, relevance and expertise, as far as they are known."""
    ratings = {"closeness": contact.closeness, "relevance": contact.relevance}
    parts = [f"{name} {value} of 5" for name, value in ratings.items() if value]
    if contact.expertise:
        parts.append(f"knows about {join_words(list(contact.expertise))}")
    sentence = ", ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def exchange_summary(timeline: Timeline, words: Words) -> str:
    """Return the favors given and received, and the contact's share of outcomes."""
    if timeline.given or timeline.received:
        exchange = f"You gave {_times(timeline.given)} and received {_times(timeline.received)}."
    else:
        exchange = "Nothing given or received is on record."
    if not timeline.outcomes:
        return exchange
    part = f"They had a part in {pluralize(timeline.outcomes, 'outcome')} of worth"
    return f"{exchange} {part}: {words.money(timeline.value)} is theirs, each step counting alike."


def follow_up_plan(relationship: Relationship, on: date, words: Words) -> str:
    """Return when to follow up."""
    due = relationship.follow_up_due
    if due is None:
        return "No follow-up is planned."
    if due < on:
        return f"Follow-up overdue since {words.day(due)}."
    return f"Follow up {relative_day(due, on)}, on {words.day(due)}." if due > on else "Follow up today."


def follow_up_delay(relationship: Relationship, on: date) -> str:
    """Return for how long a follow-up is overdue, or when it is due."""
    due = relationship.follow_up_due
    if due is None:
        return ""
    return f"{duration((on - due).days)} overdue" if due < on else f"due {relative_day(due, on)}"


def last_contact(relationship: Relationship, on: date) -> str:
    """Return when the last contact was."""
    day = relationship.last_contact
    return "never in touch" if day is None else f"last in touch {relative_day(day, on)}"


def timeline_line(entry: TimelineEntry, words: Words) -> str:
    """Return the text of an entry, of an outcome with the contact's share."""
    if entry.share is None or entry.value is None:
        return entry.text
    value = words.money(entry.value)
    share = value if entry.share == entry.value else f"{words.money(entry.share)} of {value}"
    return f"{entry.text}; theirs: {share}"


def follow_up_rate(rate: FollowUpRate, words: Words) -> str:
    """Return with how many of the people met in the last twelve months there was a second contact."""
    if rate.share is None:
        return ""
    people, share = pluralize(rate.met, "person", "people"), words.percent(100 * rate.share)
    return f"You met {people} in the last 12 months; with {rate.met_again} you were in touch again since ({share})."


def _times(count: int) -> str:
    return ("nothing", "once", "twice")[count] if count < 3 else f"{count} times"
