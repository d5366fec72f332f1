"""What a quarter took, by the key of the quiz's answer that it would be, and where that is known from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict

_TELLS_NO_COST: Final = {"calendar", "time"}


def journalled(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """What the journal already holds of a quarter, by the key of the answer that it would be."""
    return _effort(document, quarter, lambda activity: activity.get("source", "journal") != "quiz")


def all_effort(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """What journal and quiz together hold of a quarter, by the key of the answer that it would be."""
    return _effort(document, quarter, lambda _: True)


def habits(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """What the quarter before took, by the key of the answer that would repeat it; dues are asked for elsewhere."""
    return all_effort(document, quarter.shifted(-1))


def exchanged(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """How often records tell of help given and received, by the key of the answer; without what the quiz wrote."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for exchange in _within(document, quarter, "exchanges"):
        if not exchange["id"].startswith(f"quiz-{quarter}-"):
            sums[f"{exchange['direction']}.{exchange.get('kind', 'other')}"] += 1
    return dict(sums)


def met(document: Document, quarter: Quarter) -> dict[str, int]:
    """How many of the people on record were met in a quarter, by the key of the answer that counts new contacts.

    They are a hint, no answer: a connection on LinkedIn may be somebody who was met before, and elsewhere.
    """
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    first, last = quarter.first_day(start).isoformat(), quarter.last_day(start).isoformat()
    ways = [contact["met"] for contact in document.get("contacts", ()) if contact.get("met")]
    approaches = (way["approach"] for way in ways if way.get("approach") and first <= way.get("date", "") <= last)
    return {f"{approach}.new_contacts": count for approach, count in Counter(approaches).items()}


def brought(document: Document, quarter: Quarter) -> list[RecordDict]:
    """The activities of a quarter that accepted files added, or told more of."""
    keys = {
        key
        for acceptance in document.get("imports", ())
        for did in ("added", "updated")
        for key in acceptance.get(did, {}).get("activities", ())
    }
    return [each for each in _within(document, quarter, "activities") if each["id"] in keys]


def sources(document: Document, quarter: Quarter) -> dict[str, set[str]]:
    """Where the journal has each part of ``journalled`` from.

    A source is ``journal``, or what the ids of its records begin with: ``calendar``, ``expense``, …
    An activity that several files tell of has its time from one and its costs from another.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for activity in _within(document, quarter, "activities"):
        if activity.get("source", "journal") != "quiz":
            own = _own_source(activity)
            told = {own, *map(_teller, activity.get("keys", ()))}
            of_costs = told & {"expense", "journal"} or {own} - _TELLS_NO_COST or {"journal"}
            for key, _ in _parts(activity):
                found[key] |= of_costs if ".costs." in key or key.endswith(".reimbursed") else told - {"expense"}
    return dict(found)


def _effort(document: Document, quarter: Quarter, counts: Callable[[RecordDict], bool]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for activity in filter(counts, _within(document, quarter, "activities")):
        for key, amount in _parts(activity):
            sums[key] += amount
    return dict(sums)


def _within(document: Document, quarter: Quarter, name: str) -> Iterator[RecordDict]:
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    first, last = quarter.first_day(start).isoformat(), quarter.last_day(start).isoformat()
    return (record for record in document.get(name, ()) if first <= record["date"] <= last)


def _parts(activity: RecordDict) -> Iterator[tuple[str, Decimal]]:
    """What an activity took, part by part; what is nothing is left out."""
    approach = activity["approach"]
    parts: list[tuple[str, Any]] = [(f"hours.{part}", hours) for part, hours in activity.get("hours", {}).items()]
    for cost in activity.get("costs", ()):
        parts.append((f"costs.{cost.get('category', 'other')}", cost.get("amount")))
        parts.append(("reimbursed", cost.get("reimbursed")))
    parts += [(name, activity.get(name)) for name in ("new_contacts", "meaningful")]
    return ((f"{approach}.{key}", Decimal(str(amount))) for key, amount in parts if amount and Decimal(str(amount)))


def _own_source(activity: RecordDict) -> str:
    """What an activity itself comes from, apart from what was joined to it."""
    source: str = activity.get("source", "journal")
    return _teller(activity["id"]) if source == "import" else source


def _teller(key: str) -> str:
    """The kind of file that a record or an entry that was joined to it has its key from."""
    return key.partition("-")[0]
