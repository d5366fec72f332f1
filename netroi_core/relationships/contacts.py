"""The people in a network: the last contact with each, whom to follow up with, whom to revive and whom to let go.

Every function reads the plain document, as of a day: what lies after it is known, but was no contact yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, Removal, found, put

How = Literal["done", "two_weeks", "next_quarter"]

AHEAD_DAYS: Final = 7
"""A follow-up is due this many days ahead, so that there is time to arrange it."""
RELEVANT, WEAK, IRRELEVANT = 4, 2, 2
WEAK_QUIET_DAYS, QUIET_DAYS, INACTIVE_DAYS = 90, 180, 365


@dataclass(frozen=True)
class Tie:
    """A contact, the day of the last contact and the day to be in touch again; None where there is none."""

    contact: RecordDict
    last: date | None
    due: date | None

    @property
    def is_kept_up(self) -> bool:
        """Whether a follow-up is waited for: never with those pruned, with those dormant if it was planned."""
        status = _status(self.contact)
        return status == "active" or (status == "dormant" and bool(self.contact.get("follow_up")))


@dataclass(frozen=True)
class FollowUps:
    """Whom to follow up with, the longest due first: ``overdue`` since before the day, ``due`` on it or soon after."""

    overdue: tuple[Tie, ...]
    due: tuple[Tie, ...]


@dataclass(frozen=True)
class MetAgain:
    """How many people were met for the first time, and with how many of them there was contact on a later day."""

    met: int
    again: int

    @property
    def share(self) -> float | None:
        """The share of those met who were met again; None if nobody was met."""
        return self.again / self.met if self.met else None


def ties(document: Document, on: date) -> list[Tie]:
    """Every contact with its last contact and the day to be in touch again.

    A follow-up that was planned is done once there was contact on its day or later; then the cadence counts.
    """
    latest = last_contacts(document, on)
    return [_tie(contact, latest.get(contact["id"])) for contact in document.get("contacts", ())]


def tie_of(document: Document, contact: RecordDict, on: date) -> Tie:
    """One contact with its last contact and the day to be in touch again."""
    return _tie(contact, last_contacts(document, on).get(contact["id"]))


def last_contacts(document: Document, on: date) -> dict[str, date]:
    """The day of the last contact by id: the latest of met, activities with the person, and exchanges."""
    latest: dict[str, str] = {}
    for key, day in _touches(document):
        if latest.get(key, "") < day <= on.isoformat():
            latest[key] = day
    return {key: date.fromisoformat(day) for key, day in latest.items()}


def follow_ups(document: Document, on: date) -> FollowUps:
    """Whom to follow up with by a day and in the week after it; those pruned never, those dormant if it was planned."""
    waiting = [
        (tie.due, tie)
        for tie in ties(document, on)
        if tie.due is not None and tie.due < on + timedelta(days=AHEAD_DAYS) and tie.is_kept_up
    ]
    waiting.sort(key=lambda each: each[0])
    overdue = tuple(tie for day, tie in waiting if day < on)
    return FollowUps(overdue, tuple(tie for _, tie in waiting[len(overdue) :]))


def followed_up(contact: RecordDict, on: date, how: How, fiscal_year_start: int = 1) -> RecordDict:
    """The contact after a follow-up: done (the next by the cadence, if there is one), or put off.

    The next quarter is thirteen weeks away, so that it is not next week at a quarter's end.
    """
    if how == "next_quarter":
        following = Quarter.containing(on, fiscal_year_start).shifted(1).first_day(fiscal_year_start)
        day = max(on + timedelta(weeks=13), following)
    elif how == "two_weeks":
        day = on + timedelta(weeks=2)
    elif cadence := contact.get("cadence_days"):
        day = on + timedelta(days=cadence)
    else:
        return {key: value for key, value in contact.items() if key != "follow_up"}
    return {**contact, "follow_up": day.isoformat()}


def dormant(document: Document, on: date) -> list[Tie]:
    """Ties worth reviving, best first: relevant, quiet for half a year (a weak one for a quarter), nothing planned.

    The more relevant come first, then the weaker: weak ties bring new things. A tie that is marked dormant is quiet.
    """

    def is_quiet(tie: Tie) -> bool:
        quiet = _quiet_days(tie, on)
        is_weak = (tie.contact.get("closeness") or 0) <= WEAK
        return _status(tie.contact) == "dormant" or quiet > (WEAK_QUIET_DAYS if is_weak else QUIET_DAYS)

    kept = [
        tie
        for tie in ties(document, on)
        if _status(tie.contact) != "pruned"
        and (tie.contact.get("relevance") or 0) >= RELEVANT
        and is_quiet(tie)
        and not _is_planned(tie, on)
    ]
    return sorted(kept, key=lambda tie: (-tie.contact["relevance"], tie.contact.get("closeness") or 0, _last(tie)))


def prunable(document: Document, on: date) -> list[Tie]:
    """Whom to let go, the quietest first: neither close nor relevant, quiet for a year, no part in an outcome."""
    helped = {
        step.get("contact") for outcome in document.get("outcomes", ()) for step in outcome.get("touchpoints", ())
    }
    kept = [
        tie
        for tie in ties(document, on)
        if _status(tie.contact) != "pruned"
        and (tie.contact.get("relevance") or 0) <= IRRELEVANT
        and (tie.contact.get("closeness") or 0) <= WEAK
        and _quiet_days(tie, on) > INACTIVE_DAYS
        and not _is_planned(tie, on)
        and tie.contact["id"] not in helped
    ]
    return sorted(kept, key=_last)


def pruned(document: Document, keys: Iterable[str]) -> tuple[Document, Removal]:
    """The document with these contacts pruned: kept, but out of the way. The Removal takes it back."""
    changed = []
    for key in keys:
        if contact := found(document, "contacts", key):
            after = {**contact, "status": "pruned"}
            changed.append(("contacts", contact, after))
            put(document, "contacts", after)
    return document, Removal((), tuple(changed))


def follow_up_share(document: Document, since: date, until: date) -> MetAgain:
    """Of those met for the first time in a period, with how many there was an activity or exchange on a later day."""
    first = {contact["id"]: contact["met"]["date"] for contact in document.get("contacts", ()) if contact.get("met")}
    met = {key for key, day in first.items() if since.isoformat() <= day <= until.isoformat()}
    return MetAgain(len(met), len({key for key, day in _touches(document) if key in met and day > first[key]}))


def parties(exchange: RecordDict) -> set[str]:
    """Everybody named in an exchange: who gave or got it, and both ends of an introduction."""
    return {key for key in (exchange.get("contact"), *exchange.get("between", ())) if key}


def _touches(document: Document) -> Iterator[tuple[str, str]]:
    """Every (contact, day) on which there was contact."""
    for contact in document.get("contacts", ()):
        if contact.get("met"):
            yield contact["id"], contact["met"]["date"]
    for activity in document.get("activities", ()):
        for key in activity.get("people", ()):
            yield key, activity["date"]
    for exchange in document.get("exchanges", ()):
        for key in parties(exchange):
            yield key, exchange["date"]


def _tie(contact: RecordDict, last: date | None) -> Tie:
    planned, cadence = contact.get("follow_up"), contact.get("cadence_days")
    if planned and (last is None or last.isoformat() < planned):
        return Tie(contact, last, date.fromisoformat(planned))
    return Tie(contact, last, last + timedelta(days=cadence) if last and cadence else None)


def _status(contact: RecordDict) -> str:
    return str(contact.get("status", "active"))


def _last(tie: Tie) -> date:
    return tie.last or date.min


def _quiet_days(tie: Tie, on: date) -> int:
    return (on - _last(tie)).days


def _is_planned(tie: Tie, on: date) -> bool:
    return tie.due is not None and tie.due > on
