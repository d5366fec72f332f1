"""Calendars (.ics, or a zip of them): events with other people become activities.

Cancelled, declined and all-day events are skipped, and so are those that nobody or only colleagues attended, unless
their words indicate networking. Times in UTC count in the calendar's own time zone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar.attendees import AttendeeMatcher, Participants, guess_own_addresses
from netroi_core.importers.calendar.events import CalendarEvent, CalendarFile, Occurrence, occurrences, read_events
from netroi_core.importers.matching.joining import read_and_join
from netroi_core.importers.matching.source_entry import SourceEntry
from netroi_core.importers.matching.suggestions import Suggestion, suggest_approach
from netroi_core.importers.proposal import Draft, Proposal, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.quarters import Quarter
from netroi_core.workspace.workspace import Workspace

# The first and last day that count.
Window = tuple[date, date]

DEFAULT_QUARTERS: Final = 8
OUTSIDE_WINDOW: Final = "It lies outside the quarters looked at."
# The most bytes of all calendars in an archive.
LARGEST_CALENDARS: Final = files.LARGEST_FILE
_LONGEST: Final = timedelta(days=1)


def read_calendar(
    raw: bytes,
    file_name: str,
    workspace: Workspace,
    window: Window | None = None,
    home: ZoneInfo | None = None,
    own_addresses: Sequence[str] = (),
) -> Proposal:
    """Return what a calendar would add; raise NotImportable if the file is none.

    Args:
        raw: The file.
        file_name: Its name.
        workspace: The workspace.
        window: The days that count; None: the last 8 quarters of the file.
        home: The time zone for times in UTC, if the file names none.
        own_addresses: The person's e-mail addresses; empty: the one in most events.
    """
    reader = partial(source_entries, raw=raw, window=window, home=home, own_addresses=own_addresses)
    return read_and_join("calendar", file_name, workspace, [reader])


def quarters_window(quarters: Sequence[Quarter], fiscal_year_start: int) -> Window:
    """Return the first and last day of some quarters, for a fiscal year that starts in this month."""
    return min(quarters).first_day(fiscal_year_start), max(quarters).last_day(fiscal_year_start)


def source_entries(
    draft: Draft,
    raw: bytes,
    file: str = "",
    window: Window | None = None,
    home: ZoneInfo | None = None,
    own_addresses: Sequence[str] = (),
) -> list[SourceEntry]:
    """Return the events that are networking and skip the others in the draft; ``file`` is the name among several.

    The options are those of `read_calendar`.
    """
    workspace = draft.workspace
    calendars = _calendars(draft, raw, file, home)
    days = window or _default_window(calendars, workspace.profile.fiscal_year_start)
    if days is None:
        return []
    if window is None:
        draft.note(f"Read from {days[0]} to {days[1]}; choose quarters to see others.")
    own = {address.lower() for address in own_addresses} or _own_addresses(calendars)
    reader = _EventReader(draft, workspace, own)
    eligible = [event for calendar in calendars for event in calendar.events if reader.is_eligible(event, days)]
    entries = (reader.entry(occurrence) for occurrence in occurrences(eligible, *days))
    return [entry for entry in entries if entry is not None]


def _calendars(draft: Draft, raw: bytes, file: str, home: ZoneInfo | None) -> list[CalendarFile]:
    if not files.is_archive(raw):
        return [read_events(raw, file, draft, home)]
    members = files.read_members(raw, (".ics",))
    if not members:
        raise NotImportable("The archive holds no calendar; a calendar's file ends in .ics.")
    if sum(map(len, members.values())) > LARGEST_CALENDARS:
        raise NotImportable(f"The calendars hold more than {LARGEST_CALENDARS // 1024**2} MB; bring them one by one.")
    return [read_events(content, name, draft, home) for name, content in members.items()]


def _own_addresses(calendars: Sequence[CalendarFile]) -> set[str]:
    owners = {calendar.owner for calendar in calendars if calendar.owner}
    return owners or guess_own_addresses([event for calendar in calendars for event in calendar.events])


def _default_window(calendars: Sequence[CalendarFile], fiscal_year_start: int) -> Window | None:
    """Return the last quarters of the calendars, up to the day they were written, else to the end of the last quarter.

    None if they have no events.
    """
    starts = [event.start.date() for calendar in calendars for event in calendar.events]
    stamps = [stamp for calendar in calendars for stamp in calendar.stamps]
    if not starts:
        return None
    last = max(starts + stamps)
    quarter = Quarter.containing(last, fiscal_year_start)
    first = quarter.shifted(1 - DEFAULT_QUARTERS).first_day(fiscal_year_start)
    return first, last if stamps else quarter.last_day(fiscal_year_start)


class _EventReader:
    """Turns events into entries for one person and their rules, or skips them in a draft."""

    def __init__(self, draft: Draft, workspace: Workspace, own_addresses: set[str]) -> None:
        self._draft = draft
        self._venues = workspace.venues
        self._rules = workspace.profile.import_rules
        self._matcher = AttendeeMatcher(workspace, own_addresses)
        self._skipped: set[SourceLine] = set()
        self._suggestions: dict[SourceLine, tuple[Participants, Suggestion]] = {}

    def is_eligible(self, event: CalendarEvent, window: Window) -> bool:
        """Return True if an event may count, and skip it if not."""
        # A changed occurrence always may: it takes the original out of its series.
        if event.original is not None:
            return True
        day = event.start.date()
        is_outside = day > window[1] or (day < window[0] and not event.is_series)
        return not self._skip(event, OUTSIDE_WINDOW if is_outside else self._skip_reason(event))

    def entry(self, occurrence: Occurrence) -> SourceEntry | None:
        """Return the entry of an occurrence, None if it was skipped."""
        event = occurrence.event
        participants, suggestion = self._suggestion(event)
        reason = self._skip_reason(event)
        if suggestion.approach is None:
            why = "only colleagues were there" if participants.is_internal else suggestion.reason
            reason = reason or f"It is not taken for networking: {why}."
        if self._skip(event, reason) or suggestion.approach is None:
            return None
        return SourceEntry(
            key=identifier("calendar", event.uid, occurrence.key),
            source_line=event.source_line,
            day=occurrence.start.date(),
            title=event.summary,
            approach=suggestion.approach,
            reason=suggestion.reason,
            begin=occurrence.start.time(),
            length=event.duration,
            people=participants.people,
            strangers=participants.strangers,
            venue=suggestion.venue,
            source="calendar",
        )

    def _suggestion(self, event: CalendarEvent) -> tuple[Participants, Suggestion]:
        # Once for all occurrences of a series.
        if event.source_line not in self._suggestions:
            participants = self._matcher.participants(event)
            headcount = 0 if participants.is_internal else participants.headcount
            suggestion = suggest_approach(self._venues, self._rules, event.summary, event.location, headcount)
            self._suggestions[event.source_line] = participants, suggestion
        return self._suggestions[event.source_line]

    def _skip_reason(self, event: CalendarEvent) -> str:
        if event.is_cancelled:
            return "It was cancelled."
        if event.is_all_day:
            return "It lasts all day."
        if event.duration > _LONGEST:
            return "It lasts longer than a day; log it by hand."
        return "It was declined." if self._matcher.is_declined(event) else ""

    def _skip(self, event: CalendarEvent, reason: str) -> bool:
        """Skip an event if there is a reason to, once for all occurrences; return True if there is."""
        if reason and event.source_line not in self._skipped:
            self._skipped.add(event.source_line)
            self._draft.skip(event.source_line, reason)
        return bool(reason)
