"""A contact's timeline: meetings, favors, outcomes and stories, with the share of value that is credited to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.contacts import Relationship, participants
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, STATUS_NAMES, join_words
from netroi_core.workspace.records import Contact, Exchange, Outcome
from netroi_core.workspace.workspace import Workspace

# The kinds of exchange inside a sentence: you gave advice.
EXCHANGE_PHRASES: Final = {
    "introduction": "an introduction",
    "referral": "a referral",
    "advice": "advice",
    "information": "information",
    "endorsement": "an endorsement",
    "support": "support",
    "other": "a favour",
}
MET_PHRASES: Final = {
    "group_events": "at a group event",
    "one_on_one": "one-on-one",
    "social_media": "on social media",
}


@dataclass(frozen=True)
class TimelineEntry:
    """One line of a timeline; of an outcome of worth also the contact's ``share`` of its ``value``."""

    day: date
    kind: Literal["met", "activity", "given", "received", "outcome", "story"]
    text: str
    share: float | None = None
    value: float | None = None


@dataclass(frozen=True)
class Timeline:
    """The history of one contact, the newest entry first.

    ``given`` and ``received`` count favors; ``value`` is their share of the value of ``outcomes`` outcomes.
    """

    relationship: Relationship
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
    stories = [
        TimelineEntry(story.date, "story", story.text) for story in workspace.stories if story.contact == contact.id
    ]
    favors = [_favor(workspace, exchange, contact) for exchange in exchanges]
    entries = [*_meetings(workspace, contact), *outcomes, *favors, *stories]
    shares = [entry.share for entry in outcomes if entry.share]
    return Timeline(
        relationship,
        tuple(sorted(entries, key=lambda entry: entry.day, reverse=True)),
        sum(exchange.direction == "given" for exchange in exchanges),
        sum(exchange.direction == "received" and exchange.contact == contact.id for exchange in exchanges),
        len(shares),
        sum(shares),
    )


def _meetings(workspace: Workspace, contact: Contact) -> Iterator[TimelineEntry]:
    if met := contact.met:
        venue = workspace.venues_by_id[met.venue].name if met.venue else ""
        location = f" at {venue}" if venue else f" {MET_PHRASES[met.approach]}" if met.approach else ""
        yield TimelineEntry(met.date, "met", f"You met{location}")
    for activity in workspace.activities:
        if contact.id in activity.people:
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
    for index, outcome in enumerate(ledger.workspace.outcomes):
        if any(step.contact == contact.id for step in outcome.touchpoints):
            yield _outcome(outcome, contact, expected[index])


def _outcome(outcome: Outcome, contact: Contact, value: float) -> TimelineEntry:
    """Return the entry of an outcome, credited in equal parts to its touchpoints up to its day."""
    name = f"{KIND_NAMES[outcome.kind]}, {STATUS_NAMES[outcome.status].lower()}"
    text = f"{outcome.title} ({name})" if outcome.title else name
    credited = [step.contact == contact.id for step in outcome.touchpoints if step.date <= outcome.date]
    if not credited or not value:
        return TimelineEntry(outcome.date, "outcome", text)
    return TimelineEntry(outcome.date, "outcome", text, value * sum(credited) / len(credited), value)
