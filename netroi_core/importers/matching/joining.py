"""Evidence of several files joined: a coffee on the card, an entry of the calendar and who was there are one activity.

Readers leave traces. Those that tell of time come first, then the charges; each joins what it belongs to on its day, in
the document or in the same proposal, or else becomes an activity of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from netroi_core.importers.matching.activity_matching import Known, alone, is_paid, paid_at, same, same_charge, words_of
from netroi_core.importers.matching.trace import Trace
from netroi_core.importers.proposal import Draft, Proposal, Told
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import ImportKind

MOST_A_DAY: Final = 100
"""On a day with more activities than this, nothing tells what belongs together, so nothing joins."""

Source = Callable[[Draft], Sequence[Trace]]
"""Reads one file: its traces; what is skipped and rejected goes into the draft."""


def together(kind: ImportKind, file_name: str, document: Document, sources: Iterable[Source]) -> Proposal:
    """What files would add to a checked document, brought in one go; NotImportable if one of them can't be read."""
    draft = Draft(kind, file_name, document)
    join(draft, document, [trace for source in sources for trace in source(draft)])
    return draft.proposal()


def join(draft: Draft, document: Document, traces: Sequence[Trace]) -> None:
    """Draft the activities that traces tell of, with what is stored in a document on their days."""
    days = _Days(document, traces)
    # Where the hours are known goes before where they are assumed, and both before what was paid there.
    for trace in sorted(traces, key=lambda each: (each.charge is not None, each.charge is None and each.begin is None)):
        days.take(draft, trace)
    days.propose(draft)


class _Days:
    """The activities of the days that traces tell of."""

    def __init__(self, document: Document, traces: Sequence[Trace]) -> None:
        self._on: dict[str, list[Known]] = defaultdict(list)
        self._by_key: dict[str, Known] = {}
        self._calendar = _calendar_days(document, traces)
        wanted = {trace.day.isoformat() for trace in traces}
        for record in document.get("activities", ()):
            activity = Known.stored(record)
            self._by_key.update(dict.fromkeys((record["id"], *record.get("keys", ())), activity))
            if record["date"] in wanted:
                self._on[record["date"]].append(activity)

    def take(self, draft: Draft, trace: Trace) -> None:
        """Let a trace join what it belongs to, or stand alone; skipped if it is known, or nothing says networking."""
        if known := self._by_key.get(trace.key):
            known.span = known.span or trace.span
            known.claim(trace)
            draft.skip(trace.place, "It is known already.")
            return
        there = self._on[trace.day.isoformat()]
        others = there if len(there) <= MOST_A_DAY else []
        if found := same_charge(trace, others):
            found.recognise(trace)
        elif found := paid_at(trace, others) if trace.charge else same(trace, others):
            hint = _hint(trace, others)
            found.join(trace)
            found.remarks += hint
        elif trace.is_sure and trace.is_by_place and self._is_free(trace.day):
            draft.skip(trace.place, "Your calendar tells of nobody on that day; mark it if it was networking.")
            return
        elif trace.is_sure:
            found = alone(trace)
            found.remarks += [*words_of(trace), *_hint(trace, others)]
            there.append(found)
        else:
            draft.skip(trace.place, "Nothing says that it was networking; mark it if it was.")
            return
        self._by_key[trace.key] = found

    def _is_free(self, day: date) -> bool:
        """Whether a calendar is known of the time around a day, and tells of nothing on it."""
        days = self._calendar
        return bool(days) and min(days) < day.isoformat() < max(days) and day.isoformat() not in days

    def propose(self, draft: Draft) -> None:
        """Draft every activity that a trace made or joined."""
        for activity in (each for day in self._on.values() for each in day):
            if activity.place is not None:
                propose = draft.update if activity.is_stored else draft.add
                label = f"{activity.record.get('title') or activity.record['date']}: {'; '.join(activity.remarks)}"
                told = Told(activity.entry, activity.merchant, "; ".join(dict.fromkeys(activity.remarks)))
                propose("activities", activity.record, activity.place, label, told)


def _calendar_days(document: Document, traces: Sequence[Trace]) -> set[str]:
    """The days that a calendar tells of, one that is being read or was read before."""
    stored = {each["date"] for each in document.get("activities", ()) if each.get("source") == "calendar"}
    return stored | {trace.day.isoformat() for trace in traces if trace.source == "calendar"}


def _hint(trace: Trace, others: Sequence[Known]) -> list[str]:
    """What to look at twice: as much was paid on that day, though nothing tells that it was the same."""
    twice = trace.charge is not None and is_paid(trace.charge, others)
    return ["that much was paid on that day already: is it the same?"] if twice else []
