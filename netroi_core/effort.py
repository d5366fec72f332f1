"""What a quarter took, by the key of the quiz's answer that it would be."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from netroi_core.document import Document
from netroi_core.edits import RecordDict
from netroi_core.quarters import Quarter


def journalled(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """What the journal already holds of a quarter, by the key of the answer that it would be."""
    return _effort(document, quarter, lambda activity: activity.get("source", "journal") != "quiz")


def all_effort(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """What journal and quiz together hold of a quarter, by the key of the answer that it would be."""
    return _effort(document, quarter, lambda _: True)


def habits(document: Document, quarter: Quarter) -> dict[str, Decimal]:
    """What the quarter before took, by the key of the answer that would repeat it; dues are asked for elsewhere."""
    return all_effort(document, quarter.shifted(-1))


def _effort(document: Document, quarter: Quarter, counts: Callable[[RecordDict], bool]) -> dict[str, Decimal]:
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    first, last = quarter.first_day(start).isoformat(), quarter.last_day(start).isoformat()
    sums: dict[str, Decimal] = {}

    def add(key: str, amount: Any) -> None:
        if amount and Decimal(str(amount)):
            sums[key] = sums.get(key, Decimal(0)) + Decimal(str(amount))

    for activity in document.get("activities", ()):
        if first <= activity["date"] <= last and counts(activity):
            approach = activity["approach"]
            for part, hours in activity.get("hours", {}).items():
                add(f"{approach}.hours.{part}", hours)
            for cost in activity.get("costs", ()):
                add(f"{approach}.costs.{cost.get('category', 'other')}", cost.get("amount"))
                add(f"{approach}.reimbursed", cost.get("reimbursed"))
            add(f"{approach}.new_contacts", activity.get("new_contacts"))
            add(f"{approach}.meaningful", activity.get("meaningful"))
    return sums
