"""A person's card: the timeline of all that happened with them, what was given and received, what they helped to bring.

It reads the plain document, as of a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from netroi_core.relationships.contacts import Tie, parties, tie_of
from netroi_core.wording.wording import APPROACH_NAMES, KIND_NAMES, STATUS_NAMES, listed
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, found

FAVOURS: Final = {
    "introduction": "an introduction",
    "referral": "a referral",
    "advice": "advice",
    "information": "information",
    "endorsement": "an endorsement",
    "support": "support",
    "other": "a favour",
}
"""The kinds of exchange inside a sentence: you gave advice."""
MET: Final = {
    "group_events": "at a group event",
    "one_on_one": "one-on-one",
    "social_media": "on social media",
}


@dataclass(frozen=True)
class Entry:
    """A line of a timeline. Of an outcome: ``share`` is what the person is credited with, ``worth`` the whole."""

    day: date
    kind: Literal["met", "activity", "given", "received", "outcome", "story"]
    text: str
    share: Decimal | None = None
    worth: Decimal | None = None


@dataclass(frozen=True)
class Card:
    """What is known of one person: the timeline newest first, favours counted, and value that they helped to bring.

    ``value`` is the sum of their equal shares of the steps that led to ``outcomes`` outcomes of worth.
    """

    tie: Tie
    timeline: tuple[Entry, ...]
    given: int
    received: int
    outcomes: int
    value: Decimal


def card(document: Document, contact: RecordDict, on: date) -> Card:
    """The card of a contact of the document.

    An introduction given counts for both who were introduced; one received for whoever made it.
    """
    key = contact["id"]
    favours = [favour for favour in document.get("exchanges", ()) if key in parties(favour)]
    paths = [_of_outcome(outcome, key) for outcome in document.get("outcomes", ()) if _took_part(outcome, key)]
    timeline = [*_meetings(document, contact), *paths]
    timeline += [_of_favour(document, favour, key) for favour in favours]
    timeline += [
        Entry(_day(story), "story", story["text"])
        for story in document.get("stories", ())
        if story.get("contact") == key
    ]
    shares = [entry.share for entry in paths if entry.share]
    return Card(
        tie_of(document, contact, on),
        tuple(sorted(timeline, key=lambda entry: entry.day, reverse=True)),
        sum(favour["direction"] == "given" for favour in favours),
        sum(favour["direction"] == "received" and favour.get("contact") == key for favour in favours),
        len(shares),
        sum(shares, Decimal(0)),
    )


def _meetings(document: Document, contact: RecordDict) -> Iterator[Entry]:
    if met := contact.get("met"):
        venue = _name(document, "venues", met.get("venue"))
        where = f" at {venue}" if venue else f" {MET[met['approach']]}" if met.get("approach") else ""
        yield Entry(_day(met), "met", f"You met{where}")
    for activity in document.get("activities", ()):
        if contact["id"] in activity.get("people", ()):
            yield Entry(_day(activity), "activity", activity.get("title") or APPROACH_NAMES[activity["approach"]])


def _of_favour(document: Document, favour: RecordDict, key: str) -> Entry:
    kind, direction = favour.get("kind", "other"), favour["direction"]
    others = [name for other in favour.get("between", ()) if other != key
              and (name := _name(document, "contacts", other))]  # fmt: skip
    if kind == "introduction" and others:
        said = f"You introduced them to {listed(others)}"
        if direction == "received":
            said = f"They introduced you to {listed(others)}"
    else:
        said = f"You {'gave' if direction == 'given' else 'received'} {FAVOURS[kind]}"
    if direction == "received" and favour.get("contact") != key:
        connector = _name(document, "contacts", favour.get("contact")) or "somebody"
        said = f"You were introduced by {connector}"
    return Entry(_day(favour), direction, f"{said}: {favour['note']}" if favour.get("note") else said)


def _of_outcome(outcome: RecordDict, key: str) -> Entry:
    what = KIND_NAMES[outcome["kind"]]
    text = f"{outcome['title']} ({what}, {STATUS_NAMES[outcome['status']].lower()})" if outcome.get("title") else (
        f"{what}, {STATUS_NAMES[outcome['status']].lower()}"
    )  # fmt: skip
    counted = [step for step in outcome["touchpoints"] if step["date"] <= outcome["date"]]
    worth = _worth(outcome)
    theirs = sum(step.get("contact") == key for step in counted)
    share = worth * theirs / len(counted) if counted and worth else None
    return Entry(_day(outcome), "outcome", text, share, worth if share is not None else None)


def _took_part(outcome: RecordDict, key: str) -> bool:
    return any(step.get("contact") == key for step in outcome.get("touchpoints", ()))


def _worth(outcome: RecordDict) -> Decimal:
    """What an outcome is worth in expectation, in full figures."""
    if outcome["status"] == "lost" or not (value := outcome.get("value")):
        return Decimal(0)
    likely = Decimal(value.get("likely", "0"))
    low, high = (likely if value.get(end) is None else Decimal(value[end]) for end in ("low", "high"))
    chance = 1 if outcome["status"] == "won" else outcome.get("probability") or 0
    shares = [Decimal(str(share)) for share in (chance, outcome.get("margin", 1), outcome.get("incrementality", 1))]
    return shares[0] * shares[1] * shares[2] * (low + 4 * likely + high) / 6


def _name(document: Document, name: str, key: str | None) -> str | None:
    record = found(document, name, key) if key else None
    return record["name"] if record else None


def _day(record: RecordDict) -> date:
    return date.fromisoformat(record["date"])
