"""Joining: a coffee on the card, the entry in the calendar and the people in it become one activity.

Readers return entries. Entries with hours come first, then the charges; each joins the activity of its day that it
belongs to, stored or proposed, or else becomes an activity of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from netroi_core.importers.matching.activity_matching import (
    JoinedActivity,
    entry_remarks,
    find_paid_activity,
    find_same_activity,
    find_same_charge,
    is_amount_stored,
)
from netroi_core.importers.matching.source_entry import SourceEntry
from netroi_core.importers.proposal import Draft, Proposal, SourceText
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.records import Activity
from netroi_core.workspace.workspace import Workspace

# On a day with more activities than this nothing is joined: each entry would be compared with all of them.
MOST_A_DAY: Final = 100

# Returns the entries of one file; skips and rejects lines in the draft.
EntryReader = Callable[[Draft], Sequence[SourceEntry]]


def read_and_join(kind: ImportKind, file_name: str, workspace: Workspace, readers: Iterable[EntryReader]) -> Proposal:
    """Return what files would change together; raise NotImportable if one of them can't be read."""
    draft = Draft(kind, file_name, workspace)
    join(draft, workspace, [entry for read in readers for entry in read(draft)])
    return draft.proposal()


def join(draft: Draft, workspace: Workspace, entries: Sequence[SourceEntry]) -> None:
    """Draft the activities of entries, joined with each other and with the stored ones of their days."""
    joiner = _Joiner(workspace, entries)
    for entry in sorted(entries, key=_reading_order):
        joiner.take(draft, entry)
    joiner.propose(draft)


class _Joiner:
    """The activities on the days of some entries."""

    def __init__(self, workspace: Workspace, entries: Sequence[SourceEntry]) -> None:
        self._activities: dict[date, list[JoinedActivity]] = defaultdict(list)
        self._by_key: dict[str, JoinedActivity] = {}
        self._calendar_days = {record.date for record in workspace.activities if record.source == "calendar"}
        self._calendar_days |= {entry.day for entry in entries if entry.source == "calendar"}
        days = {entry.day for entry in entries}
        for record in workspace.activities:
            activity = JoinedActivity.from_stored(record)
            self._by_key.update(dict.fromkeys((record.id, *record.keys), activity))
            if record.date in days:
                self._activities[record.date].append(activity)

    def take(self, draft: Draft, entry: SourceEntry) -> None:
        """Join an entry to its activity, or make it one of its own; skip it if it is known or not networking."""
        if stored := self._by_key.get(entry.key):
            stored.span = stored.span or entry.span
            stored.claim_cost(entry)
            draft.skip(entry.source_line, "It is known already.")
        elif activity := self._joined(entry) or self._new(draft, entry):
            self._by_key[entry.key] = activity

    def propose(self, draft: Draft) -> None:
        """Draft every activity that an entry made or joined."""
        for activity in (activity for day in self._activities.values() for activity in day):
            if activity.source_line is None:
                continue
            record = activity.record
            label = f"{record.title or record.date}: {'; '.join(activity.remarks)}"
            text = SourceText(activity.entry, activity.merchant, "; ".join(dict.fromkeys(activity.remarks)))
            if activity.is_stored:
                draft.update(record, activity.source_line, label, text)
            else:
                draft.add(Activity, as_row(record), activity.source_line, label, text)

    def _candidates(self, day: date) -> list[JoinedActivity]:
        activities = self._activities[day]
        return activities if len(activities) <= MOST_A_DAY else []

    def _joined(self, entry: SourceEntry) -> JoinedActivity | None:
        candidates = self._candidates(entry.day)
        if entry.charge and (activity := find_same_charge(entry, candidates)):
            activity.merge_charge(entry, entry.charge)
            return activity
        activity = (
            find_paid_activity(entry, entry.charge, candidates)
            if entry.charge
            else find_same_activity(entry, candidates)
        )
        if activity:
            hint = self._hint(entry)
            activity.join(entry)
            activity.remarks += hint
        return activity

    def _new(self, draft: Draft, entry: SourceEntry) -> JoinedActivity | None:
        if not entry.is_sure:
            draft.skip(entry.source_line, "Nothing says that it was networking; mark it if it was.")
            return None
        if entry.is_by_place and self._is_free(entry.day):
            draft.skip(entry.source_line, "Your calendar tells of nobody on that day; mark it if it was networking.")
            return None
        activity = JoinedActivity.from_entry(entry)
        activity.remarks += [*entry_remarks(entry), *self._hint(entry)]
        self._activities[entry.day].append(activity)
        return activity

    def _is_free(self, day: date) -> bool:
        """Return True if the calendar has entries before and after a day, but none on it."""
        days = self._calendar_days
        return bool(days) and min(days) < day < max(days) and day not in days

    def _hint(self, entry: SourceEntry) -> list[str]:
        """Return a question if the same amount is stored on that day already, though nothing else matches."""
        is_twice = entry.charge is not None and is_amount_stored(entry.charge, self._candidates(entry.day))
        return ["that much was paid on that day already: is it the same?"] if is_twice else []


def _reading_order(entry: SourceEntry) -> tuple[bool, bool]:
    # Known hours go before assumed ones, and both before the charges that join them.
    return entry.charge is not None, entry.charge is None and entry.begin is None
