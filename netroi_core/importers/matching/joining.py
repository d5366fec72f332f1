"""Joining: a coffee on the card, the entry in the calendar and the people in it become one activity.

Entries with hours come first, then the charges; each joins the activity of its day that it belongs to, stored or
proposed, or else becomes an activity of its own.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from netroi_core.importers.matching.activity_matching import (
    JoinedActivity,
    SourceEntry,
    find_paid_activity,
    find_same_activity,
    find_same_charge,
)
from netroi_core.importers.matching.overlaps import OVERLAP, accruing_venue, find_likely_duplicates
from netroi_core.importers.proposal import Draft, SourceText
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.records import Activity

# On a day with more activities than this nothing is joined: each entry would be compared with all of them.
MOST_A_DAY: Final = 100


def join(draft: Draft, entries: Sequence[SourceEntry]) -> None:
    """Draft the activities of entries, joined with each other and with the stored ones of their days."""
    joiner = _Joiner(draft, entries)
    for entry in sorted(entries, key=_reading_order):
        joiner.take(entry)
    joiner.propose()


class _Joiner:
    """The activities on the days of some entries."""

    def __init__(self, draft: Draft, entries: Sequence[SourceEntry]) -> None:
        self._draft = draft
        self._duplicates = find_likely_duplicates(entries, draft.stored)
        self._activities: dict[date, list[JoinedActivity]] = defaultdict(list)
        self._by_key: dict[str, JoinedActivity] = {}
        stored = draft.stored.activities
        self._calendar_days = {record.date for record in stored if record.source == "calendar"}
        self._calendar_days |= {entry.day for entry in entries if entry.source == "calendar"}
        days = {entry.day for entry in entries}
        for record in stored:
            activity = JoinedActivity.from_stored(record)
            self._by_key.update(dict.fromkeys((record.id, *record.keys), activity))
            if record.date in days:
                self._activities[record.date].append(activity)

    def take(self, entry: SourceEntry) -> None:
        """Join an entry to its activity, or make it one of its own; skip it if it is known or not networking."""
        if stored := self._by_key.get(entry.key):
            stored.span = stored.span or entry.span
            stored.claim_cost(entry)
            self._draft.skip(entry.source_line, "It was already imported.")
        elif activity := self._joined(entry) or self._new(entry):
            self._by_key[entry.key] = activity

    def propose(self) -> None:
        """Draft every activity that an entry made or joined."""
        for activity in (activity for day in self._activities.values() for activity in day):
            if activity.source_line is None:
                continue
            record, remarks = activity.record, activity.remarks
            label = f"{record.title or record.date}: {'; '.join(remarks)}"
            text = SourceText(activity.entry, activity.merchant, "; ".join(dict.fromkeys(remarks)))
            if activity.is_stored:
                self._draft.update(record, activity.source_line, label, text)
            else:
                self._draft.add(Activity, as_row(record), activity.source_line, label, text, activity.overlap)

    def _candidates(self, day: date) -> list[JoinedActivity]:
        activities = self._activities[day]
        return activities if len(activities) <= MOST_A_DAY else []

    def _joined(self, entry: SourceEntry) -> JoinedActivity | None:
        candidates = self._candidates(entry.day)
        if entry.charge is None:
            activity = find_same_activity(entry, candidates)
        elif activity := find_same_charge(entry, candidates):
            activity.merge_charge(entry, entry.charge)
            return activity
        elif entry.key in self._duplicates or accruing_venue(entry, self._draft.stored.venues):
            return None
        else:
            activity = find_paid_activity(entry, entry.charge, candidates)
        if activity:
            hint = self._hint(entry)
            activity.join(entry)
            activity.remarks += hint
        return activity

    def _new(self, entry: SourceEntry) -> JoinedActivity | None:
        if not entry.is_sure:
            self._draft.skip(entry.source_line, "It doesn’t look like networking. Mark it if it was.")
            return None
        if entry.is_by_place and self._is_free(entry.day):
            reason = "Your calendar shows nobody else on that day. Mark it if it was networking."
            self._draft.skip(entry.source_line, reason)
            return None
        activity = JoinedActivity.from_entry(entry)
        if venue := accruing_venue(entry, self._draft.stored.venues):
            activity.overlap = f"already counted in your dues for {one_line(venue.name)}"
            activity.remarks.insert(0, activity.overlap)
        elif remark := self._duplicates.get(entry.key):
            activity.overlap = OVERLAP
            activity.remarks.insert(0, remark)
        activity.remarks += self._hint(entry)
        self._activities[entry.day].append(activity)
        return activity

    def _is_free(self, day: date) -> bool:
        """Return True if the calendar has entries before and after a day, but none on it."""
        days = self._calendar_days
        return bool(days) and min(days) < day < max(days) and day not in days

    def _hint(self, entry: SourceEntry) -> list[str]:
        """Return a question if the same amount is stored on that day already, though nothing else matches."""
        stored = (cost for activity in self._candidates(entry.day) if activity.is_stored for cost in activity.costs)
        is_twice = entry.charge is not None and any(cost.amount == entry.charge.amount for cost in stored)
        return ["you already have this amount on that day: is it the same charge?"] if is_twice else []


def _reading_order(entry: SourceEntry) -> tuple[bool, bool]:
    # Known hours go before assumed ones, and both before the charges that join them.
    return entry.charge is not None, entry.charge is None and entry.begin is None
