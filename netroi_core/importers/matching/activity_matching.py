"""Matching: the activity of the same day that an entry or a charge belongs to, and what it adds to that activity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from netroi_core.importers.matching.source_entry import Charge, SourceEntry
from netroi_core.importers.proposal import SourceLine
from netroi_core.importers.rules import significant_words
from netroi_core.importers.statements.merchants import is_plausible_time, meal_at
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import HOUR_PARTS, format_amount
from netroi_core.workspace.records import Activity, Cost, Hours
from netroi_core.workspace.search import normalize_text

# A charge this long before or after an entry may still belong to it.
CHARGE_MARGIN: Final = timedelta(hours=1)
_EVENT_CATEGORIES: Final = (
    *("breakfast", "coffee", "lunch", "drinks", "dinner", "parking", "event_fee", "travel"),
)  # fmt: skip


@dataclass
class MatchedCost:
    """A cost of an activity: its merchant, and the files that it was read from."""

    amount: Decimal
    merchant: str
    files: set[str] = field(default_factory=set)


@dataclass
class JoinedActivity:
    """An activity that entries may join.

    Attributes:
        record: The activity as it would be stored.
        source_line: The first line that adds to it, None as long as none does.
        span: Its start and end, if known.
        entry: Its title in a calendar or time sheet.
        merchant: Its name on a statement.
        remarks: What was joined and why, for the label.
        costs: One for each of the record's costs, in the same order.
    """

    record: Activity
    is_stored: bool
    source_line: SourceLine | None = None
    span: tuple[datetime, datetime] | None = None
    entry: str = ""
    merchant: str = ""
    remarks: list[str] = field(default_factory=list)
    costs: list[MatchedCost] = field(default_factory=list)

    @classmethod
    def from_stored(cls, record: Activity) -> "JoinedActivity":
        """Wrap an activity of the workspace."""
        return cls(record, is_stored=True, costs=[MatchedCost(cost.amount, record.title) for cost in record.costs])

    @classmethod
    def from_entry(cls, entry: SourceEntry) -> "JoinedActivity":
        """Make a new activity of an entry that joins no other."""
        optional: dict[str, Any] = {
            "venue": entry.venue,
            "hours": Hours.model_construct(attending=entry.hours) if entry.hours else None,
            "costs": (_cost(entry.charge, entry.begin),) if entry.charge else (),
            "people": entry.people,
        }
        # Not validated before the draft does it, which turns an error into a rejected line.
        record = Activity.model_construct(
            id=entry.key,
            date=entry.day,
            approach=entry.approach,
            title=entry.title,
            source=entry.source,
            **{name: value for name, value in optional.items() if value},
        )
        if entry.charge:
            costs = [_matched_cost(entry, entry.charge)]
            return cls(record, is_stored=False, source_line=entry.source_line, merchant=entry.title, costs=costs)
        return cls(record, is_stored=False, source_line=entry.source_line, entry=entry.title, span=entry.span)

    @property
    def is_charge_only(self) -> bool:
        """True if nothing is known of it but what it cost."""
        return self.record.source == "import" and bool(self.record.costs) and not _has_hours(self.record)

    @property
    def start(self) -> time | None:
        """The time when it starts, if known."""
        return self.span[0].time() if self.span else None

    @property
    def may_be_paid_for(self) -> bool:
        """True if a charge may belong to it: a meeting or an event, and no quiz's sum of them."""
        is_online = self.record.approach == "social_media"
        return not (is_online or self.record.source == "quiz" or self.is_charge_only)

    def claim_cost(self, entry: SourceEntry) -> None:
        """Mark a cost as read from the entry's file, so that an equal line of that file is a second charge."""
        if cost := next((cost for cost in self.costs if _may_be_cost(entry, cost)), None):
            cost.files.add(entry.source_line.file)

    def merge_charge(self, entry: SourceEntry, charge: Charge) -> None:
        """Merge a charge with the equal cost that is here already, and take over its reimbursement."""
        index = next(index for index, cost in enumerate(self.costs) if _is_cost(entry, cost))
        self.costs[index].files.add(entry.source_line.file)
        self._add_key(entry)
        costs = list(self.record.costs)
        if charge.reimbursed and not costs[index].reimbursed:
            costs[index] = costs[index].model_copy(update={"reimbursed": charge.reimbursed})
            self._change(costs=tuple(costs))
            self.remarks.append("reimbursed")
        self.remarks.append("you have this charge already" if self.is_stored else "the same charge in two files")

    def join(self, entry: SourceEntry) -> None:
        """Add what an entry knows more; everything that is here already stays."""
        self._add_key(entry)
        record = self.record
        if entry.charge:
            self._change(costs=(*record.costs, _cost(entry.charge, entry.begin or self.start)))
            self.costs.append(_matched_cost(entry, entry.charge))
        if people := tuple(key for key in entry.people if key not in record.people):
            self._change(people=(*record.people, *people))
        if entry.hours and not _has_hours(record):
            self._change(hours=record.hours.model_copy(update={"attending": entry.hours}))
        if entry.venue and not record.venue:
            self._change(venue=entry.venue)
        self.remarks += [_join_remark(entry, self), *entry_remarks(entry)]

    def _add_key(self, entry: SourceEntry) -> None:
        self._change(keys=(*self.record.keys, entry.key))
        self.source_line = self.source_line or entry.source_line
        if entry.charge:
            self.merchant = self.merchant or entry.title
        else:
            self.entry, self.span = self.entry or entry.title, self.span or entry.span

    def _change(self, **fields: Any) -> None:
        self.record = self.record.model_copy(update=fields)


def find_same_activity(entry: SourceEntry, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    """Return the activity that another file or the journal has of the same event, None if that is unclear."""
    if same := next((activity for activity in activities if _is_same(entry, activity)), None):
        return same
    charges = [activity for activity in activities if activity.is_charge_only and _may_be_paid_at(activity, entry)]
    return charges[0] if len(charges) == 1 and entry.approach != "social_media" else None


def find_same_charge(entry: SourceEntry, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    """Return the activity that has this charge already from another file: the same amount and merchant."""
    return next(
        (activity for activity in activities if any(_is_cost(entry, cost) for cost in activity.costs)), None
    )  # fmt: skip


def find_paid_activity(
    entry: SourceEntry, charge: Charge, activities: Sequence[JoinedActivity]
) -> JoinedActivity | None:
    """Return the activity that a charge was paid at, None if that is unclear.

    It goes by the hour where both hours are known, then by common words, then by what is had at that time of day.
    """
    candidates = [activity for activity in activities if activity.may_be_paid_for]
    if entry.begin is not None:
        if nearest := _nearest_activity(datetime.combine(entry.day, entry.begin), candidates):
            return nearest
        candidates = [activity for activity in candidates if activity.span is None]
    words = set(significant_words(entry.title))
    named = [activity for activity in candidates if words & set(significant_words(activity.record.title))]
    if len(named) == 1:
        return named[0]
    plausible = [activity for activity in candidates if is_plausible_time(charge.category, activity.start)]
    return plausible[0] if len(plausible) == 1 and charge.category in (*_EVENT_CATEGORIES, None) else None


def _nearest_activity(paid_at: datetime, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    distances = [
        (abs(activity.span[0] - paid_at), activity)
        for activity in activities
        if activity.span and activity.span[0] - CHARGE_MARGIN <= paid_at <= activity.span[1] + CHARGE_MARGIN
    ]
    return min(distances, key=lambda pair: pair[0])[1] if distances else None


def is_amount_stored(charge: Charge, activities: Iterable[JoinedActivity]) -> bool:
    """Return True if one of the stored activities has a cost of the same amount."""
    return any(
        charge.amount == cost.amount for activity in activities if activity.is_stored for cost in activity.costs
    )  # fmt: skip


def entry_remarks(entry: SourceEntry) -> list[str]:
    """Return what a label says of an entry."""
    remarks = [entry.reason]
    if entry.hours:
        remarks.insert(0, f"{entry.hours:g} h")
    if entry.charge:
        paid = f"{entry.title} {format_amount(entry.charge.amount)}"
        remarks.insert(0, f"{paid}, reimbursed" if entry.charge.reimbursed else paid)
    if entry.strangers:
        remarks.append(f"not among your contacts: {join_words(list(entry.strangers))}")
    return remarks


def _is_same(entry: SourceEntry, activity: JoinedActivity) -> bool:
    record = activity.record
    if record.source in ("quiz", entry.source) or activity.is_charge_only:
        return False
    if entry.span and activity.span:
        overlap = min(entry.span[1], activity.span[1]) - max(entry.span[0], activity.span[0])
        return overlap > min(entry.length, activity.span[1] - activity.span[0]) / 2
    has_same_title = normalize_text(record.title) == normalize_text(entry.title)
    return record.approach == entry.approach and (has_same_title or not set(entry.people).isdisjoint(record.people))


def _may_be_paid_at(activity: JoinedActivity, entry: SourceEntry) -> bool:
    return activity.record.approach != "social_media" and all(
        cost.category in _EVENT_CATEGORIES and is_plausible_time(cost.category, entry.begin)
        for cost in activity.record.costs
    )


def _may_be_cost(entry: SourceEntry, cost: MatchedCost) -> bool:
    """Return True if the amount is the same and the cost was not read from another line of the same file."""
    return entry.charge is not None and entry.charge.amount == cost.amount and entry.source_line.file not in cost.files


def _is_cost(entry: SourceEntry, cost: MatchedCost) -> bool:
    """Return True if amounts are equal and all words of the shorter merchant name occur in the longer one."""
    if not _may_be_cost(entry, cost):
        return False
    name, other_name = set(significant_words(entry.title)), set(significant_words(cost.merchant))
    return bool(name and other_name) and (name <= other_name or other_name <= name)


def _matched_cost(entry: SourceEntry, charge: Charge) -> MatchedCost:
    return MatchedCost(charge.amount, entry.title, {entry.source_line.file})


def _cost(charge: Charge, paid_at: time | None) -> Cost:
    reimbursed: dict[str, Any] = {"reimbursed": charge.reimbursed} if charge.reimbursed else {}
    return Cost.model_construct(category=charge.category or meal_at(paid_at), amount=charge.amount, **reimbursed)


def _has_hours(activity: Activity) -> bool:
    return any(getattr(activity.hours, part) for part in HOUR_PARTS)


def _join_remark(entry: SourceEntry, activity: JoinedActivity) -> str:
    if entry.charge:
        return "joined by its cost"
    return "joins what you have already" if activity.is_stored else "the same in two files"
