"""Calendars (.ics, or a zip of them): what was in them with other people, as activities.

Skipped are events that were cancelled, declined, last all day or more, or of which nothing says networking and that
nobody was in but colleagues, or nobody else at all. What is written in UTC counts in the calendar's own time zone.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar import events
from netroi_core.importers.calendar.attendees import Circle, Company, own_addresses
from netroi_core.importers.calendar.events import Calendar, Event, Occurrence
from netroi_core.importers.matching.joining import together
from netroi_core.importers.matching.suggestions import Suggestion, suggestion
from netroi_core.importers.matching.trace import Trace
from netroi_core.importers.proposal import Draft, Place, Proposal, identifier
from netroi_core.importers.reading import files
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document, profile
from netroi_core.workspace.profile import ImportRule

Window = tuple[date, date]

USUAL_QUARTERS: Final = 8
"""Without a window: so many quarters up to the latest day in the file."""
OUTSIDE: Final = "It lies outside the quarters looked at."
LARGEST_CALENDARS: Final = files.LARGEST_FILE
"""The most bytes that all calendars of an archive may hold together."""
_LONGEST: Final = timedelta(days=1)


def read(
    raw: bytes,
    file_name: str,
    document: Document,
    window: Window | None = None,
    home: ZoneInfo | None = None,
    rules: Sequence[ImportRule] | None = None,
    own: Sequence[str] = (),
) -> Proposal:
    """What a calendar would add to a checked document; NotImportable if it is none.

    window: the first and last day that count (None: the last 8 quarters of the file). home: the time zone for what is
    written in UTC, where the file names none. rules: what the person said before (None: those of the profile). own:
    the person's e-mail addresses (none: the one that is in most events).
    """
    source = partial(traces, raw=raw, document=document, window=window, home=home, rules=rules, own=own)
    return together("calendar", file_name, document, [source])


def window_of(quarters: Sequence[Quarter], document: Document) -> Window:
    """The first and last day of quarters, by the fiscal year of a document."""
    start = profile(document).fiscal_year_start
    return min(quarters).first_day(start), max(quarters).last_day(start)


def traces(
    draft: Draft,
    raw: bytes,
    document: Document,
    file: str = "",
    window: Window | None = None,
    home: ZoneInfo | None = None,
    rules: Sequence[ImportRule] | None = None,
    own: Sequence[str] = (),
) -> list[Trace]:
    """The events of the window with others; ``file`` names the file among several."""
    calendars = _calendars(draft, raw, file, home)
    found = [event for calendar in calendars for event in calendar.events]
    days = window or _usual_window(calendars, document)
    if days is None:
        return []
    if window is None:
        draft.note(f"Read from {days[0]} to {days[1]}; choose quarters to see others.")
    mine = {address.lower() for address in own} or {each.own for each in calendars if each.own} or own_addresses(found)
    reading = _Reading(document, mine, profile(document).import_rules if rules is None else rules)
    lasting = [event for event in found if reading.is_to_follow(draft, event, days)]
    made = (reading.trace(draft, each) for each in events.occurrences(lasting, *days))
    return [trace for trace in made if trace is not None]


def _calendars(draft: Draft, raw: bytes, file: str, home: ZoneInfo | None) -> list[Calendar]:
    if not files.is_archive(raw):
        return [events.calendar(raw, file, draft, home)]
    members = files.members(raw, (".ics",))
    if not members:
        raise NotImportable("The archive holds no calendar; a calendar's file ends in .ics.")
    if sum(map(len, members.values())) > LARGEST_CALENDARS:
        raise NotImportable(f"The calendars hold more than {LARGEST_CALENDARS // 1024**2} MB; bring them one by one.")
    return [events.calendar(each, name, draft, home) for name, each in members.items()]


def _usual_window(calendars: Sequence[Calendar], document: Document) -> Window | None:
    """The last quarters up to the latest day that is named; to its quarter's end, if no day of writing is."""
    begun = [event.start.date() for calendar in calendars for event in calendar.events]
    stamps = [stamp for calendar in calendars for stamp in calendar.stamps]
    if not begun:
        return None
    start = profile(document).fiscal_year_start
    last = max(begun + stamps)
    quarter = Quarter.containing(last, start)
    first = quarter.shifted(1 - USUAL_QUARTERS).first_day(start)
    return first, last if stamps else quarter.last_day(start)


class _Reading:
    """How the events of one file are read: for whom, and by which rules."""

    def __init__(self, document: Document, own: set[str], rules: Sequence[ImportRule]) -> None:
        self._document, self._rules, self._circle = document, rules, Circle(document, own)
        self._skipped: set[Place] = set()
        self._read: dict[Place, tuple[Company, Suggestion]] = {}

    def is_to_follow(self, draft: Draft, event: Event, days: Window) -> bool:
        """Whether an event may count at all; if not, it is skipped. A changed time of a series always may."""
        if event.original is not None:
            return True
        reason = self._why_not(event)
        is_once = not (event.rules or event.extra)
        if event.start.date() > days[1] or (is_once and event.start.date() < days[0]):
            reason = OUTSIDE
        return not self._is_skipped(draft, event, reason)

    def trace(self, draft: Draft, occurrence: Occurrence) -> Trace | None:
        """What an occurrence tells; None, with the reason in the draft, if it does not count."""
        event = occurrence.event
        if event.place not in self._read:
            company = self._circle.company(event)
            heads = 0 if company.is_internal else company.heads
            said = suggestion(self._document, self._rules, event.summary, event.location, heads)
            self._read[event.place] = company, said
        company, suggested = self._read[event.place]
        reason = self._why_not(event)
        if suggested.approach is None:
            why = "only colleagues were there" if company.is_internal else suggested.reason
            reason = reason or f"It is not taken for networking: {why}."
        if self._is_skipped(draft, event, reason) or suggested.approach is None:
            return None
        return Trace(
            identifier("calendar", event.uid, occurrence.key),
            event.place,
            occurrence.start.date(),
            event.summary,
            suggested.approach,
            suggested.reason,
            begin=occurrence.start.time(),
            length=event.duration,
            people=company.people,
            strangers=company.strangers,
            venue=suggested.venue,
            source="calendar",
        )

    def _why_not(self, event: Event) -> str:
        if event.is_cancelled:
            return "It was cancelled."
        if event.is_all_day:
            return "It lasts all day."
        if event.duration > _LONGEST:
            return "It lasts longer than a day; log it by hand."
        return "It was declined." if self._circle.has_declined(event) else ""

    def _is_skipped(self, draft: Draft, event: Event, reason: str) -> bool:
        """Whether there is a reason to skip an event; it is given once, however often the event repeats."""
        if reason and event.place not in self._skipped:
            self._skipped.add(event.place)
            draft.skip(event.place, reason)
        return bool(reason)
