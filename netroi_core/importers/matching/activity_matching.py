"""What belongs together: which activity of its day an entry or a charge is of, and what it adds to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from netroi_core.importers.matching.trace import Charge, Trace
from netroi_core.importers.proposal import Place
from netroi_core.importers.rules import words
from netroi_core.importers.statements.merchants import is_time_for, meal
from netroi_core.wording.wording import listed
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.search import bare

AROUND: Final = timedelta(hours=1)
"""A charge so long before or after an entry may still be of it."""
_AT_AN_EVENT: Final = frozenset({"breakfast", "coffee", "lunch", "drinks", "dinner", "parking", "event_fee", "travel"})


@dataclass
class Paid:
    """A cost of an activity by its place among them: what tells the merchant, and which of the files told of it."""

    place: int
    amount: Decimal
    merchant: str
    files: set[str] = field(default_factory=set)


@dataclass
class Known:
    """An activity that traces may join: as it would be stored, where it comes from, and when it took place.

    place: the first line that adds to it, None as long as none does. entry and merchant: what a calendar or a time
    sheet calls it, and whom a statement says was paid.
    """

    record: RecordDict
    is_stored: bool
    place: Place | None = None
    span: tuple[datetime, datetime] | None = None
    entry: str = ""
    merchant: str = ""
    remarks: list[str] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)

    @classmethod
    def stored(cls, record: RecordDict) -> "Known":
        """One that is in the document."""
        costs = enumerate(record.get("costs", ()))
        paid = [Paid(place, Decimal(cost.get("amount", "0")), record.get("title", "")) for place, cost in costs]
        return cls(record, is_stored=True, paid=paid)

    @property
    def is_paid_alone(self) -> bool:
        """Whether all that is known of it is what it cost."""
        record = self.record
        is_brought = record.get("source") == "import" and bool(record.get("costs"))
        return is_brought and not any(record.get("hours", {}).values())

    def claim(self, trace: Trace) -> None:
        """Note that a file told of one of its costs, so that another line of that file does not mean the same."""
        if trace.charge and (mine := [each for each in self.paid if _is_as_much(trace, each)]):
            mine[0].files.add(trace.place.file)

    def recognise(self, trace: Trace) -> None:
        """Take a charge for one that is there already, and with it who bore it."""
        paid = next(each for each in self.paid if _is_of(trace, each))
        paid.files.add(trace.place.file)
        self._note(trace)
        costs = list(self.record.get("costs", ()))
        cost = costs[paid.place]
        if trace.charge and trace.charge.reimbursed != "0" and not Decimal(cost.get("reimbursed", "0")):
            costs[paid.place] = {**cost, "reimbursed": trace.charge.reimbursed}
            self.record = {**self.record, "costs": costs}
            self.remarks.append("reimbursed")
        self.remarks.append("you have this charge already" if self.is_stored else "the same charge in two files")

    def join(self, trace: Trace) -> None:
        """Take what a trace adds; what is there stays."""
        self._note(trace)
        record = dict(self.record)
        if trace.charge:
            at = self.span[0].time() if self.span else None
            record["costs"] = [*record.get("costs", ()), _cost(trace.charge, trace.begin or at)]
            self.paid.append(_paid(trace, len(record["costs"]) - 1))
        if people := [key for key in trace.people if key not in record.get("people", ())]:
            record["people"] = [*record.get("people", ()), *people]
        if trace.hours and not any(record.get("hours", {}).values()):
            record["hours"] = {**record.get("hours", {}), "attending": trace.hours}
        if trace.venue and not record.get("venue"):
            record["venue"] = trace.venue
        self.record = record
        self.remarks += [_joined_words(trace, self), *words_of(trace)]

    def _note(self, trace: Trace) -> None:
        self.record = {**self.record, "keys": [*self.record.get("keys", ()), trace.key]}
        self.place = self.place or trace.place
        if trace.charge:
            self.merchant = self.merchant or trace.title
        else:
            self.entry, self.span = self.entry or trace.title, self.span or trace.span


def alone(trace: Trace) -> Known:
    """The activity of a trace that joins nothing."""
    record = {
        "id": trace.key,
        "date": trace.day.isoformat(),
        "approach": trace.approach,
        "title": trace.title,
        "source": trace.source,
        "venue": trace.venue,
        "hours": {"attending": trace.hours} if trace.hours else None,
        "costs": [_cost(trace.charge, trace.begin)] if trace.charge else None,
        "people": list(trace.people),
    }
    made = Known({key: value for key, value in record.items() if value}, is_stored=False, place=trace.place)
    if trace.charge:
        made.merchant, made.paid = trace.title, [_paid(trace, 0)]
    else:
        made.entry, made.span = trace.title, trace.span
    return made


def same(trace: Trace, others: Sequence[Known]) -> Known | None:
    """What another file or the journal tells of the same activity; None if nothing does, or more than one might."""
    found = [each for each in others if _is_same(trace, each)]
    waiting = [each for each in others if each.is_paid_alone and _is_at(each, trace)]
    return found[0] if found else waiting[0] if len(waiting) == 1 and trace.approach != "social_media" else None


def same_charge(trace: Trace, others: Sequence[Known]) -> Known | None:
    """The activity that a charge is a cost of already, as another file told: as much, and the same merchant."""
    return next((each for each in others if any(_is_of(trace, paid) for paid in each.paid)), None)


def paid_at(trace: Trace, others: Sequence[Known]) -> Known | None:
    """What a charge was paid at: by the hour, where both are known, else by the day, if only one thing fits."""
    there = [
        each
        for each in others
        if each.record["approach"] != "social_media" and each.record.get("source") != "quiz" and not each.is_paid_alone
    ]
    if trace.begin is not None:
        at = datetime.combine(trace.day, trace.begin)
        timely = [each for each in there if each.span and each.span[0] - AROUND <= at <= each.span[1] + AROUND]
        if timely:
            return min(timely, key=lambda each: abs(each.span[0] - at) if each.span else timedelta.max)
        there = [each for each in there if each.span is None]
    named = [each for each in there if set(words(trace.title)) & set(words(each.record.get("title", "")))]
    if len(named) == 1:
        return named[0]
    category = trace.charge.category if trace.charge else None
    fitting = [each for each in there if is_time_for(category, each.span[0].time() if each.span else None)]
    return fitting[0] if len(fitting) == 1 and category in (*_AT_AN_EVENT, None) else None


def is_paid(charge: Charge, others: Iterable[Known]) -> bool:
    """Whether as much is stored as paid that day already."""
    return Decimal(charge.amount) in (paid.amount for each in others if each.is_stored for paid in each.paid)


def words_of(trace: Trace) -> list[str]:
    """What a label says of a trace."""
    said = [trace.reason]
    if trace.hours:
        said.insert(0, f"{trace.hours:g} h")
    if trace.charge:
        paid = f"{trace.title} {trace.charge.amount}"
        said.insert(0, f"{paid}, reimbursed" if trace.charge.reimbursed != "0" else paid)
    if trace.strangers:
        said.append(f"not among your contacts: {listed(list(trace.strangers))}")
    return said


def _is_same(trace: Trace, activity: Known) -> bool:
    record = activity.record
    if record.get("source", "journal") in ("quiz", trace.source) or activity.is_paid_alone:
        return False
    if trace.span and activity.span:
        begin, end = max(trace.span[0], activity.span[0]), min(trace.span[1], activity.span[1])
        return end - begin > min(trace.length, activity.span[1] - activity.span[0]) / 2
    shared = set(trace.people) & set(record.get("people", ()))
    named = bare(record.get("title", "")) == bare(trace.title)
    return record["approach"] == trace.approach and bool(shared or named)


def _is_at(activity: Known, trace: Trace) -> bool:
    return activity.record["approach"] != "social_media" and all(
        cost.get("category") in _AT_AN_EVENT and is_time_for(cost["category"], trace.begin)
        for cost in activity.record.get("costs", ())
    )


def _is_as_much(trace: Trace, paid: Paid) -> bool:
    """Whether a charge may be this cost; a file that told of it means another one by another line."""
    is_told = trace.place.file in paid.files
    return trace.charge is not None and not is_told and Decimal(trace.charge.amount) == paid.amount


def _is_of(trace: Trace, paid: Paid) -> bool:
    """Whether a charge is this cost: as much, and all words of the shorter name of the merchant in the longer one."""
    if not _is_as_much(trace, paid):
        return False
    one, other = set(words(trace.title)), set(words(paid.merchant))
    return bool(one and other) and (one <= other or other <= one)


def _paid(trace: Trace, place: int) -> Paid:
    return Paid(place, Decimal(trace.charge.amount if trace.charge else 0), trace.title, {trace.place.file})


def _cost(charge: Charge, at: time | None) -> RecordDict:
    cost: RecordDict = {"category": charge.category or meal(at), "amount": charge.amount}
    return cost if charge.reimbursed == "0" else {**cost, "reimbursed": charge.reimbursed}


def _joined_words(trace: Trace, activity: Known) -> str:
    if trace.charge:
        return "joined by its cost"
    return "joins what you have already" if activity.is_stored else "the same in two files"
