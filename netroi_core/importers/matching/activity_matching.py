"""Matching: the activity of the same day that an entry or a charge belongs to, and what it adds to that activity."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, Literal

from netroi_core.importers.matching.meals import is_named, may_cost, meal_paid
from netroi_core.importers.proposal import SourceLine
from netroi_core.importers.rules import significant_words
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import Approach, Channel, CostCategory, format_amount, normalize_text
from netroi_core.workspace.records import Activity, Cost

# The ``file_kind`` of files with rows and columns, in whatever layout.
TABLE: Final = "table"
# A charge this long before or after an entry may still belong to it.
CHARGE_MARGIN: Final = timedelta(hours=1)
_EVENT_CATEGORIES: Final = ("breakfast", "coffee", "lunch", "drinks", "dinner", "parking", "event_fee", "travel")


@dataclass(frozen=True)
class Charge:
    """The cost on one line of a statement; without a category it is a meal, named by the time it was paid at."""

    amount: Decimal
    category: CostCategory | None
    reimbursed: Decimal = Decimal(0)


@dataclass(frozen=True)
class SourceEntry:
    """One entry of a calendar, time sheet, statement or export, before entries of several files are joined.

    It becomes an activity with the id ``key`` if it joins no other. ``people`` are ids of contacts, ``strangers`` names
    of others; an unknown ``begin`` is None, an unknown ``length`` zero. Unless ``is_sure``, it counts only if it joins
    an activity; ``is_by_place``: only the kind of merchant speaks for networking. ``file_kind`` is that of a
    charge's file.
    """

    key: str
    source_line: SourceLine
    day: date
    title: str
    approach: Approach
    reason: str
    begin: time | None = None
    length: timedelta = timedelta()
    charge: Charge | None = None
    people: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    venue: str | None = None
    channel: Channel | None = None
    is_sure: bool = True
    is_by_place: bool = False
    source: Literal["calendar", "import"] = "import"
    file_kind: str = ""

    @property
    def hours(self) -> float:
        """The duration in hours."""
        return round(self.length.total_seconds() / 3600, 2)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """The start and end, None if the time is unknown."""
        if self.begin is None:
            return None
        start = datetime.combine(self.day, self.begin)
        return start, start + self.length

    @property
    def remarks(self) -> list[str]:
        """The parts of a label that say what the entry adds, and why."""
        remarks = [self.reason]
        if self.hours:
            remarks.insert(0, f"{self.hours:g} h")
        if self.charge:
            paid = f"{self.title} {format_amount(self.charge.amount)}"
            remarks.insert(0, f"{paid}, reimbursed" if self.charge.reimbursed else paid)
        if self.strangers:
            remarks.append(f"not among your contacts: {join_words(list(self.strangers))}")
        return remarks


@dataclass
class MatchedCost:
    """A cost of an activity: its merchant, and the files that it was read from."""

    amount: Decimal
    merchant: str
    files: set[str] = field(default_factory=set)

    def may_be(self, entry: SourceEntry) -> bool:
        """Return True if the amount is the same and the cost was not read from another line of the same file."""
        return bool(entry.charge and entry.charge.amount == self.amount and entry.source_line.file not in self.files)

    def is_same(self, entry: SourceEntry) -> bool:
        """Return True if amounts are equal and all words of the shorter merchant name occur in the longer one."""
        return self.may_be(entry) and are_alike(entry.title, self.merchant)


@dataclass
class JoinedActivity:
    """An activity that entries may join, as it would be stored, with its names in a calendar and on a statement.

    ``source_line`` is the first line that adds to it, None as long as none does. ``remarks`` say what was joined and
    why; ``costs`` are in the order of the record's; ``overlap`` says where it is counted already.
    """

    record: Activity
    is_stored: bool
    source_line: SourceLine | None = None
    span: tuple[datetime, datetime] | None = None
    entry: str = ""
    merchant: str = ""
    remarks: list[str] = field(default_factory=list)
    costs: list[MatchedCost] = field(default_factory=list)
    overlap: str = ""

    @classmethod
    def from_stored(cls, record: Activity) -> "JoinedActivity":
        """Wrap an activity of the workspace."""
        return cls(record, is_stored=True, costs=[MatchedCost(cost.amount, record.title) for cost in record.costs])

    @classmethod
    def from_entry(cls, entry: SourceEntry) -> "JoinedActivity":
        """Make a new activity of an entry that joins no other."""
        # Not validated before the draft does it, which turns an error into a rejected line.
        record = Activity.model_construct(
            id=entry.key, date=entry.day, approach=entry.approach, title=entry.title, source=entry.source
        )
        activity = cls(record, is_stored=False, remarks=entry.remarks)
        activity._fill_in(entry)
        return activity

    @property
    def is_charge_only(self) -> bool:
        """True if nothing is known of it but what it cost."""
        return self.record.source == "import" and bool(self.record.costs) and not self.record.hours.total

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
        if cost := next((cost for cost in self.costs if cost.may_be(entry)), None):
            cost.files.add(entry.source_line.file)

    def merge_charge(self, entry: SourceEntry, charge: Charge) -> None:
        """Merge a charge with the equal cost that is here already, and take over its reimbursement."""
        index = next(index for index, cost in enumerate(self.costs) if cost.is_same(entry))
        self.costs[index].files.add(entry.source_line.file)
        self._add_key(entry)
        costs = list(self.record.costs)
        if charge.reimbursed and not costs[index].reimbursed:
            costs[index] = costs[index].model_copy(update={"reimbursed": charge.reimbursed})
            self._change(costs=tuple(costs))
            self.remarks.append("reimbursed")
        self.remarks.append("you already have this charge" if self.is_stored else "the same charge is in two files")

    def join(self, entry: SourceEntry) -> None:
        """Add what an entry knows more; everything that is here already stays."""
        self._add_key(entry)
        self._fill_in(entry)
        same = "added to an activity you already have" if self.is_stored else "the same event is in two files"
        self.remarks += ["cost added" if entry.charge else same, *entry.remarks]

    def _add_key(self, entry: SourceEntry) -> None:
        self._change(keys=(*self.record.keys, entry.key))
        self._note_source(entry)

    def _note_source(self, entry: SourceEntry) -> None:
        self.source_line = self.source_line or entry.source_line
        if entry.charge:
            self.merchant = self.merchant or entry.title
        else:
            self.entry, self.span = self.entry or entry.title, self.span or entry.span

    def _fill_in(self, entry: SourceEntry) -> None:
        self._note_source(entry)
        if entry.charge:
            self._add_charge(entry, entry.charge)
        record = self.record
        if people := tuple(key for key in entry.people if key not in record.people):
            self._change(people=(*record.people, *people))
        if entry.hours and not record.hours.total:
            self._change(hours=record.hours.model_copy(update={"attending": entry.hours}))
        for name in ("venue", "channel"):
            if getattr(entry, name) and not getattr(record, name):
                self._change(**{name: getattr(entry, name)})

    def _add_charge(self, entry: SourceEntry, charge: Charge) -> None:
        category = charge.category or meal_paid(self.record.title, entry.title, entry.begin or self.start)
        self._change(costs=(*self.record.costs, _cost(charge, category)))
        self.costs.append(MatchedCost(charge.amount, entry.title, {entry.source_line.file}))

    def _change(self, **fields: Any) -> None:
        self.record = self.record.model_copy(update=fields)


def are_alike(merchant: str, other_merchant: str) -> bool:
    """Return True if all words of the shorter name of two merchants occur in the longer one."""
    name, other_name = set(significant_words(merchant)), set(significant_words(other_merchant))
    return bool(name and other_name) and (name <= other_name or other_name <= name)


def find_same_activity(entry: SourceEntry, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    """Return the activity that another file or the journal has of the same event, None if that is unclear."""
    if same := next((activity for activity in activities if _is_same(entry, activity)), None):
        return same
    charges = [activity for activity in activities if activity.is_charge_only and _may_be_paid_at(activity, entry)]
    return charges[0] if len(charges) == 1 and entry.approach != "social_media" else None


def find_same_charge(entry: SourceEntry, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    """Return the activity that has this charge already from another file: the same amount and merchant."""
    return next((activity for activity in activities if any(cost.is_same(entry) for cost in activity.costs)), None)


def find_paid_activity(
    entry: SourceEntry, charge: Charge, activities: Sequence[JoinedActivity]
) -> JoinedActivity | None:
    """Return the activity that a charge was paid at, None if that is unclear.

    It goes by the meal that an activity names, then by the hour where both hours are known, then by common words, then
    by what is had at that time of day.
    """
    candidates = [activity for activity in activities if activity.may_be_paid_for]
    meals = [activity for activity in candidates if is_named(activity.record.title, charge.category, entry.begin)]
    if len(meals) == 1:
        return meals[0]
    if entry.begin is not None:
        if nearest := _nearest_activity(datetime.combine(entry.day, entry.begin), candidates):
            return nearest
        candidates = [activity for activity in candidates if activity.span is None]
    words = set(significant_words(entry.title))
    named = [activity for activity in candidates if words & set(significant_words(activity.record.title))]
    return named[0] if len(named) == 1 else _plausible_activity(charge, candidates)


def _plausible_activity(charge: Charge, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    """Return the one activity at whose time of day such a charge is made."""
    if charge.category not in (*_EVENT_CATEGORIES, None):
        return None
    plausible = [
        activity for activity in activities if may_cost(activity.record.title, activity.start, charge.category)
    ]
    return plausible[0] if len(plausible) == 1 else None


def _nearest_activity(paid_at: datetime, activities: Sequence[JoinedActivity]) -> JoinedActivity | None:
    distances = [
        (abs(activity.span[0] - paid_at), activity)
        for activity in activities
        if activity.span and activity.span[0] - CHARGE_MARGIN <= paid_at <= activity.span[1] + CHARGE_MARGIN
    ]
    return min(distances, key=lambda pair: pair[0])[1] if distances else None


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
        cost.category in _EVENT_CATEGORIES and may_cost(entry.title, entry.begin, cost.category)
        for cost in activity.record.costs
    )


def _cost(charge: Charge, category: CostCategory) -> Cost:
    reimbursed: dict[str, Any] = {"reimbursed": charge.reimbursed} if charge.reimbursed else {}
    return Cost.model_construct(category=category, amount=charge.amount, **reimbursed)
