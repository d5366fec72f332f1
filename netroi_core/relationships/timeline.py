"""A contact's timeline: meetings, favors, outcomes and stories; and sentences on contacts and their follow-ups.

Names are as they were typed; whoever displays a sentence escapes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships.contacts import Relationship, participants
from netroi_core.wording.wording import (
    APPROACH_NAMES,
    KIND_NAMES,
    Words,
    join_words,
    pluralize,
    quarter_name,
    status_name,
)
from netroi_core.workspace.fields import Purpose
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Contact, Exchange, Outcome, guessed_quarter
from netroi_core.workspace.workspace import Workspace

# The kinds of exchange inside a sentence: you gave advice.
EXCHANGE_PHRASES: Final = {
    "introduction": "an introduction",
    "referral": "a referral",
    "advice": "advice",
    "information": "information",
    "endorsement": "an endorsement",
    "support": "support",
    "other": "a favor",
}
MET_PHRASES: Final = {
    "group_events": "at a group event",
    "one_on_one": "one-on-one",
    "social_media": "on social media",
}
# For each unit the days from which on it is used, and those it has.
_UNITS: Final = ((730, 365, "year"), (60, 30, "month"), (14, 7, "week"))


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a timeline; of an outcome with a value also the contact's ``share`` of its ``value``.

    ``counted_percent`` is how much of the recorded value counts: the margin, without what would have come anyway.
    ``chance`` is the likelihood of an open outcome, by which its value is weighted.
    ``quarter`` is set where only the quarter is known, and not the day.
    """

    day: date
    kind: Literal["met", "activity", "given", "received", "outcome", "story"]
    text: str
    share: float | None = None
    value: float | None = None
    quarter: Quarter | None = None
    counted_percent: float = 100
    chance: float | None = None


@dataclass(frozen=True)
class Timeline:
    """The history of one contact, the newest entry first, counts of favors, and the share of value of outcomes."""

    entries: tuple[TimelineEntry, ...]
    given: int
    received: int
    outcomes: int
    value: float


def timeline(ledger: Ledger, relationship: Relationship) -> Timeline:
    """Return the timeline of a contact of a ledger's workspace.

    An introduction given counts for both contacts who were introduced; one received for the contact who made it.
    """
    workspace, contact = ledger.workspace, relationship.contact
    exchanges = [exchange for exchange in workspace.exchanges if contact.id in participants(exchange)]
    outcomes = list(_outcomes(ledger, contact))
    entries = [*_meetings(workspace, contact), *outcomes]
    entries += [_favor(workspace, exchange, contact) for exchange in exchanges]
    entries += [
        TimelineEntry(story.date, "story", story.text) for story in workspace.stories if story.contact == contact.id
    ]
    shares = [entry.share for entry in outcomes if entry.share]
    return Timeline(
        tuple(sorted(entries, key=lambda entry: entry.day, reverse=True)),
        sum(exchange.direction == "given" for exchange in exchanges),
        sum(exchange.direction == "received" and exchange.contact == contact.id for exchange in exchanges),
        len(shares),
        sum(shares),
    )


def people_headline(people: int, follow_ups: int) -> str:
    """Return how many contacts there are, and how many of them to follow up with.

    >>> people_headline(1, 0), people_headline(1200, 2), people_headline(0, 0)
    ('1 contact', '1,200 contacts, 2 to follow up with this week', 'No active contacts')
    """
    if not people:
        return "No active contacts"
    contacts = pluralize(people, "contact")
    return f"{contacts}, {follow_ups:,} to follow up with this week" if follow_ups else contacts


def follow_ups_headline(follow_ups: int) -> str:
    """Return how many contacts to follow up with now or in the week ahead.

    >>> follow_ups_headline(0), follow_ups_headline(1)
    ('No planned follow-up is due this week', '1 person to follow up with this week')
    """
    people = pluralize(follow_ups, "person", "people")
    return f"{people} to follow up with this week" if follow_ups else "No planned follow-up is due this week"


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
    return f"{relationship.contact.name}, {last_contact(relationship, on)}"


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
    exchange = "No favors given or received yet."
    if timeline.given or timeline.received:
        exchange = f"Favors: {timeline.given} given, {timeline.received} received."
    if not timeline.outcomes:
        return exchange
    part = f"They played a part in {pluralize(timeline.outcomes, 'outcome')} with a value"
    chances = [entry.chance for entry in timeline.entries if entry.share and entry.chance is not None]
    of_one = f", at {words.share(chances[0])} likely," if chances and timeline.outcomes == 1 else ""
    of_some = ", and open outcomes count by their likelihood" if chances and not of_one else ""
    share = f"their share is {words.money(timeline.value)}{of_one}"
    return f"{exchange} {part}; {share} when every step gets equal credit{of_some}."


def follow_up_plan(relationship: Relationship, on: date, words: Words) -> str:
    """Return when to follow up."""
    due = relationship.follow_up_due
    if due is None:
        return "No follow-up is planned."
    if due < on:
        return f"Follow-up was due on {words.day(due)} ({relative_day(due, on)})."
    return f"Follow up {relative_day(due, on)}, on {words.day(due)}." if due > on else "Follow up today."


def follow_up_delay(relationship: Relationship, on: date) -> str:
    """Return for how long a follow-up is overdue, or when it is due."""
    due = relationship.follow_up_due or on
    return f"{duration((on - due).days)} overdue" if due < on else f"due {relative_day(due, on)}"


def last_contact(relationship: Relationship, on: date) -> str:
    """Return when the last contact was."""
    day = relationship.last_contact
    if relationship.met_in is not None:
        return f"met in {quarter_name(relationship.met_in)}"
    if relationship.known_quarter is not None:
        return f"last in touch in {quarter_name(relationship.known_quarter)}"
    return "not in touch yet" if day is None else f"last in touch {relative_day(day, on)}"


def first_meeting(contact: Contact, profile: Profile, words: Words) -> str:
    """Return when a contact was met, or empty text where that is not known."""
    if contact.met is None:
        return ""
    quarter = guessed_quarter(contact.id, contact.met.date, profile.fiscal_year_start)
    return f"met {'in ' if quarter else ''}{day_or_quarter(contact.met.date, quarter, words)}"


def next_follow_up(relationship: Relationship, on: date) -> str:
    """Return when the next follow-up is due or for how long it is overdue; empty if none is planned."""
    if relationship.follow_up_due is None or not relationship.is_tracked:
        return ""
    if relationship.follow_up_due < on:
        return f"follow-up {follow_up_delay(relationship, on)}"
    return f"follow up {relative_day(relationship.follow_up_due, on)}"


def day_or_quarter(day: date, quarter: Quarter | None, words: Words) -> str:
    """Return a day, or the quarter if there is one: then the day is not known."""
    return quarter_name(quarter) if quarter else words.day(day)


def timeline_line(entry: TimelineEntry, words: Words) -> str:
    """Return the text of an entry, of an outcome with the contact's share."""
    if entry.share is None or entry.value is None:
        return entry.text
    value = words.money(entry.value)
    share = value if entry.share == entry.value else f"{words.money(entry.share)} of {value}"
    reasons = [f"{words.percent(entry.counted_percent)} of its value counts"] if entry.counted_percent < 100 else []
    reasons += [f"it is {words.share(entry.chance)} likely"] if entry.chance is not None else []
    part = f" ({join_words(reasons)})" if reasons else ""
    return f"{entry.text}; their share: {share}{part}"


def follow_up_rate_sentence(met: int, met_again: int, words: Words) -> str:
    """Return how many of the contacts met in the last twelve months were contacted again."""
    if not met:
        return ""
    # The quiz counts everybody met; here it is only those who were saved.
    them = "them" if met == 1 else "both" if met == 2 else f"all {met:,} of them"
    first = f"You first met {met:,} of your saved contacts in the last 12 months"
    if not met_again:
        # Whoever was named in a quiz a minute ago is no neglected contact.
        return f"{first}. No later contact with {'them' if met == 1 else 'any of them'} is on record yet."
    if met_again == met:
        again = f"got back in touch with {them}"
    else:
        again = f"got back in touch with {met_again:,} of them ({words.percent(100 * met_again / met)})"
    return f"{first} and {again}."


def _meetings(workspace: Workspace, contact: Contact) -> Iterator[TimelineEntry]:
    if met := contact.met:
        venue = workspace.venues_by_id[met.venue].name if met.venue else ""
        location = f" at {venue}" if venue else f" {MET_PHRASES[met.approach]}" if met.approach else ""
        quarter = guessed_quarter(contact.id, met.date, workspace.profile.fiscal_year_start)
        yield TimelineEntry(met.date, "met", f"You met{location}", quarter=quarter)
    for activity in workspace.activities:
        if contact.id in activity.people and activity.source == "quiz":
            quarter = Quarter.containing(activity.date, workspace.profile.fiscal_year_start)
            yield TimelineEntry(activity.date, "activity", f"You met {MET_PHRASES[activity.approach]}", quarter=quarter)
        elif contact.id in activity.people:
            yield TimelineEntry(activity.date, "activity", activity.title or APPROACH_NAMES[activity.approach])


def _favor(workspace: Workspace, exchange: Exchange, contact: Contact) -> TimelineEntry:
    people = workspace.contacts_by_id
    is_given = exchange.direction == "given"
    introduced = [people[person].name for person in exchange.between if person != contact.id]
    if not is_given and exchange.contact != contact.id:
        text = f"You were introduced by {people[exchange.contact].name if exchange.contact else 'somebody'}"
    elif exchange.kind == "introduction" and introduced:
        text = f"{'You introduced them' if is_given else 'They introduced you'} to {join_words(introduced)}"
    else:
        text = f"You {'gave' if is_given else 'received'} {EXCHANGE_PHRASES[exchange.kind]}"
    return TimelineEntry(exchange.date, exchange.direction, f"{text}: {exchange.note}" if exchange.note else text)


def _outcomes(ledger: Ledger, contact: Contact) -> Iterator[TimelineEntry]:
    # The ledger's value, so that a contact's share adds up with the results.
    expected = dict(ledger.outcomes.select("outcome", "expected").iter_rows())
    purposes = ledger.profile.purposes
    for index, outcome in enumerate(ledger.workspace.outcomes):
        if any(step.contact == contact.id for step in outcome.touchpoints):
            quarter = guessed_quarter(outcome.id, outcome.date, ledger.workspace.profile.fiscal_year_start)
            yield replace(_outcome(outcome, contact, expected[index], purposes), quarter=quarter)


def _outcome(outcome: Outcome, contact: Contact, value: float, purposes: Sequence[Purpose]) -> TimelineEntry:
    """Return the entry of an outcome, credited in equal parts to its touchpoints up to its day."""
    name = f"{KIND_NAMES[outcome.kind]}, {status_name(outcome, purposes).lower().removeprefix('it ')}"
    text = f"{outcome.title} ({name})" if outcome.title else name
    credited = [step.contact == contact.id for step in outcome.touchpoints if step.date <= outcome.date]
    if not credited or not value:
        return TimelineEntry(outcome.date, "outcome", text)
    share, counted = value * sum(credited) / len(credited), 100 * outcome.margin * outcome.incrementality
    chance = outcome.probability if outcome.status == "open" else None
    return TimelineEntry(outcome.date, "outcome", text, share, value, counted_percent=counted, chance=chance)
