"""Evidence of several files joined: a coffee on the card, an entry of the calendar and who was there are one activity.

Readers leave traces. Those that tell of time come first, then the charges; each joins what it belongs to on its day, in
the document or in the same proposal, or else becomes an activity of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal

from netroi_core.document import Document
from netroi_core.edits import RecordDict
from netroi_core.fields import Approach, CostCategory, ImportKind
from netroi_core.importers.merchants import is_time_for, meal
from netroi_core.importers.proposal import Draft, Place, Proposal
from netroi_core.importers.rules import words
from netroi_core.search import bare
from netroi_core.wording import listed

AROUND: Final = timedelta(hours=1)
"""A charge so long before or after an entry may still be of it."""
MOST_A_DAY: Final = 100
"""On a day with more activities than this, nothing tells what belongs together, so nothing joins."""
_AT_AN_EVENT: Final = frozenset({"breakfast", "coffee", "lunch", "drinks", "dinner", "parking", "event_fee", "travel"})


@dataclass(frozen=True)
class Charge:
    """What one line of a statement cost; ``category`` None is a meal, which one its time or its company tells."""

    amount: str
    category: CostCategory | None
    reimbursed: str = "0"


@dataclass(frozen=True)
class Trace:
    """What one entry of a file tells of an activity; ``key`` is the id of what it becomes alone.

    day and begin are local; begin is None where the time is not known. is_sure: it was networking even if it joins
    nothing; reason: why that is suggested.
    """

    key: str
    place: Place
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
    is_sure: bool = True
    source: Literal["calendar", "import"] = "import"

    @property
    def hours(self) -> float:
        """How long it took, in hours."""
        return round(self.length.total_seconds() / 3600, 2)

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to when, if that is known."""
        if self.begin is None:
            return None
        begin = datetime.combine(self.day, self.begin)
        return begin, begin + self.length


Source = Callable[[Draft], list[Trace]]
"""Reads one file: its traces; what is skipped and rejected goes into the draft."""


@dataclass
class _Activity:
    """An activity that traces may join: as it would be stored, where it comes from, and when it took place."""

    record: RecordDict
    is_stored: bool
    place: Place | None = None
    span: tuple[datetime, datetime] | None = None
    remarks: list[str] = field(default_factory=list)


def together(
    kind: ImportKind, file_name: str, document: Document, sources: Iterable[Source], after: Sequence[str] = ()
) -> Proposal:
    """What files would add to a checked document, brought in one go; NotImportable if one of them can't be read.

    after: sentences on the whole.
    """
    draft = Draft(kind, file_name, document)
    traces = [trace for source in sources for trace in source(draft)]
    days = _Days(document, {trace.day for trace in traces})
    for trace in [each for each in traces if each.charge is None] + [each for each in traces if each.charge]:
        days.take(draft, trace)
    days.propose(draft)
    for sentence in after:
        draft.note(sentence)
    return draft.proposal()


class _Days:
    """The activities of the days that traces tell of."""

    def __init__(self, document: Document, days: set[date]) -> None:
        self._on: dict[str, list[_Activity]] = defaultdict(list)
        self._by_key: dict[str, _Activity] = {}
        wanted = {day.isoformat() for day in days}
        for record in document.get("activities", ()):
            activity = _Activity(record, is_stored=True)
            self._by_key.update(dict.fromkeys((record["id"], *record.get("keys", ())), activity))
            if record["date"] in wanted:
                self._on[record["date"]].append(activity)

    def take(self, draft: Draft, trace: Trace) -> None:
        """Let a trace join what it belongs to, or stand alone; skipped if it is known, or nothing says networking."""
        if known := self._by_key.get(trace.key):
            known.span = known.span or trace.span
            draft.skip(trace.place, "It is known already.")
            return
        there = self._on[trace.day.isoformat()]
        others = there if len(there) <= MOST_A_DAY else []
        is_paid_before = trace.charge is not None and _is_paid(trace.charge, others)
        found = _paid_at(trace, others) if trace.charge else _same(trace, others)
        if found is None and not trace.is_sure:
            draft.skip(trace.place, "Nothing says that it was networking; mark it if it was.")
            return
        if found is None:
            found = _Activity(_alone(trace), is_stored=False)
            there.append(found)
        else:
            found.record = _with(found, trace)
            found.remarks.append(_joined_words(trace, found))
        found.place = found.place or trace.place
        found.span = found.span or (None if trace.charge else trace.span)
        found.remarks += _words(trace)
        if is_paid_before:
            found.remarks.append("that much was paid on that day already: is it the same?")
        self._by_key[trace.key] = found

    def propose(self, draft: Draft) -> None:
        """Draft every activity that a trace made or joined."""
        for activity in (each for day in self._on.values() for each in day):
            if activity.place is not None:
                propose = draft.update if activity.is_stored else draft.add
                label = f"{activity.record.get('title') or activity.record['date']}: {'; '.join(activity.remarks)}"
                propose("activities", activity.record, activity.place, label)


def _same(trace: Trace, others: Sequence[_Activity]) -> _Activity | None:
    """What another file or the journal tells of the same activity; None if nothing does, or more than one might."""
    found = [each for each in others if _is_same(trace, each)]
    waiting = [each for each in others if _is_paid_alone(each) and _is_at(each, trace)]
    return found[0] if found else waiting[0] if len(waiting) == 1 and trace.approach != "social_media" else None


def _is_same(trace: Trace, activity: _Activity) -> bool:
    record = activity.record
    if record.get("source", "journal") in ("quiz", trace.source) or _is_paid_alone(activity):
        return False
    if trace.span and activity.span:
        begin, end = max(trace.span[0], activity.span[0]), min(trace.span[1], activity.span[1])
        return end - begin > min(trace.length, activity.span[1] - activity.span[0]) / 2
    shared = set(trace.people) & set(record.get("people", ()))
    named = bare(record.get("title", "")) == bare(trace.title)
    return record["approach"] == trace.approach and bool(shared or named)


def _is_paid_alone(activity: _Activity) -> bool:
    """Whether all that is known of an activity is what it cost."""
    record = activity.record
    return record.get("source") == "import" and bool(record.get("costs")) and not any(record.get("hours", {}).values())


def _is_at(activity: _Activity, trace: Trace) -> bool:
    return activity.record["approach"] != "social_media" and all(
        cost.get("category") in _AT_AN_EVENT and is_time_for(cost["category"], trace.begin)
        for cost in activity.record.get("costs", ())
    )


def _paid_at(trace: Trace, others: Sequence[_Activity]) -> _Activity | None:
    """What a charge was paid at: by the hour, where both are known, else by the day, if only one thing fits."""
    there = [
        each
        for each in others
        if each.record["approach"] != "social_media"
        and each.record.get("source") != "quiz"
        and not _is_paid_alone(each)
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


def _is_paid(charge: Charge, others: Iterable[_Activity]) -> bool:
    """Whether as much is stored as paid that day already: a card and an expense report may tell of one charge."""
    paid = (cost.get("amount", "0") for each in others if each.is_stored for cost in each.record.get("costs", ()))
    return Decimal(charge.amount) in map(Decimal, paid)


def _alone(trace: Trace) -> RecordDict:
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
    return {key: value for key, value in record.items() if value}


def _with(activity: _Activity, trace: Trace) -> RecordDict:
    """An activity with what a trace adds to it; what it holds stays."""
    record = {**activity.record, "keys": [*activity.record.get("keys", ()), trace.key]}
    if trace.charge:
        at = activity.span[0].time() if activity.span else None
        record["costs"] = [*record.get("costs", ()), _cost(trace.charge, trace.begin or at)]
    if people := [key for key in trace.people if key not in record.get("people", ())]:
        record["people"] = [*record.get("people", ()), *people]
    if trace.hours and not any(record.get("hours", {}).values()):
        record["hours"] = {**record.get("hours", {}), "attending": trace.hours}
    if trace.venue and not record.get("venue"):
        record["venue"] = trace.venue
    return record


def _cost(charge: Charge, at: time | None) -> RecordDict:
    cost: RecordDict = {"category": charge.category or meal(at), "amount": charge.amount}
    return cost if charge.reimbursed == "0" else {**cost, "reimbursed": charge.reimbursed}


def _words(trace: Trace) -> list[str]:
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


def _joined_words(trace: Trace, activity: _Activity) -> str:
    if trace.charge:
        return "joined by its cost"
    return "joins what you have already" if activity.is_stored else "the same in two files"
