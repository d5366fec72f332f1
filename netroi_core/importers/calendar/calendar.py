"""Calendars (.ics, a zip of them, or a calendar's CSV): events with other people become activities.

Canceled, declined and all-day events are skipped, and so are those that nobody or only colleagues attended, unless
their words indicate networking. Times in UTC count in the calendar's own time zone.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar import calendar_csv
from netroi_core.importers.calendar.attendees import Attendee
from netroi_core.importers.calendar.events import CalendarEvent, CalendarFile, read_events
from netroi_core.importers.calendar.series import CANCELED, Occurrence, occurrences
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.contact_matching import (
    ContactIndex,
    Participants,
    are_colleagues,
    email_key,
    first_name_first,
    most_frequent,
)
from netroi_core.importers.proposal import Draft, SourceLine, identifier
from netroi_core.importers.reading import files
from netroi_core.importers.rules import Suggestion, suggest_approach
from netroi_core.quarters import Quarter
from netroi_core.relationships.mentions import FullNames
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace

# The first and last day that count.
Window = tuple[date, date]

DEFAULT_QUARTERS: Final = 8
OUTSIDE_WINDOW: Final = "It isn’t in the selected quarters."
# The most bytes of all calendars in an archive.
LARGEST_CALENDARS: Final = files.LARGEST_FILE

_LONGEST: Final = timedelta(days=1)
# The least headcount of an event that a mailing list was invited to.
_GROUP_SIZE: Final = 3


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
    """Return the events that are networking and skip the others in the draft; raise NotImportable for no calendar.

    Without a ``window`` the last 8 quarters of the file count; without ``own_addresses`` the person's own is the one in
    most events. ``home`` is the time zone for times in UTC, if the file names none.
    """
    calendars = _calendars(draft, raw, file, home)
    events = [event for calendar in calendars for event in calendar.events]
    if not events:
        return []
    window = window or _default_window(draft, calendars)
    names = own_addresses or [calendar.owner for calendar in calendars if calendar.owner]
    own = {address.lower() for address in names} or _likely_own_addresses(events)
    return _EventReader(draft, draft.workspace, own).entries(events, window)


def _calendars(draft: Draft, raw: bytes, file: str, home: ZoneInfo | None) -> list[CalendarFile]:
    if not files.is_archive(raw):
        is_table = calendar_csv.is_calendar(raw)
        return [calendar_csv.read_events(raw, file, draft) if is_table else read_events(raw, file, draft, home)]
    members = files.read_members(raw, (".ics",))
    if not members:
        raise NotImportable("There is no calendar in the archive. Calendar files end in .ics.")
    if sum(map(len, members.values())) > LARGEST_CALENDARS:
        raise NotImportable(
            f"The calendars are larger than {LARGEST_CALENDARS // 1024**2} MB together. Import them one by one."
        )
    return [read_events(content, name, draft, home) for name, content in members.items()]


def _default_window(draft: Draft, calendars: Sequence[CalendarFile]) -> Window:
    """Return the last quarters of the calendars, to the day they were written, else to the end of the last quarter."""
    fiscal_year_start = draft.stored.profile.fiscal_year_start
    stamps = [stamp for calendar in calendars for stamp in calendar.stamps]
    last = max([event.start.date() for calendar in calendars for event in calendar.events] + stamps)
    quarter = Quarter.containing(last, fiscal_year_start)
    first = quarter.shifted(1 - DEFAULT_QUARTERS).first_day(fiscal_year_start)
    last = last if stamps else quarter.last_day(fiscal_year_start)
    day = Words.of(draft.stored.profile).day
    draft.note(f"The calendar was read from {day(first)} to {day(last)}. To see other dates, select quarters.")
    return first, last


def _likely_own_addresses(events: Sequence[CalendarEvent]) -> set[str]:
    """Return the address, or without addresses the name, in most events, if that is clear."""
    counts, invited_alone, served = Counter[str](), set[str](), Counter[str]()
    for event in events:
        addresses = {attendee.key for attendee in _invited(event) if attendee.kind in ("person", "mailbox")}
        counts.update(addresses)
        if len(addresses) != 1:
            continue
        if event.organizer is None:
            # Nobody invites only themselves, so this is somebody else.
            invited_alone |= addresses
        elif event.organizer.kind == "nobody":
            # A flight or a ticket is in the calendar of the one who booked it.
            served.update(addresses)
    frequent = Counter({key: count for key, count in counts.items() if key not in invited_alone})
    address = most_frequent(frequent, 2) or most_frequent(served)
    return {address} if address else set()


class _EventReader:
    """Turns events into entries for one person and their rules, or skips them in a draft."""

    def __init__(self, draft: Draft, workspace: Workspace, own_addresses: set[str]) -> None:
        self._draft, self._workspace = draft, workspace
        self._matcher = _AttendeeMatcher(workspace, own_addresses)
        self._skipped: set[SourceLine] = set()
        self._suggestions: dict[SourceLine, tuple[Participants, Suggestion]] = {}

    def entries(self, events: Sequence[CalendarEvent], window: Window) -> list[SourceEntry]:
        """Return the entries of all occurrences within a window that are networking."""
        all_of_them = occurrences(events, *window, partial(self._is_eligible, window=window), self._skip)
        return [entry for occurrence in all_of_them if (entry := self._entry(occurrence))]

    def _is_eligible(self, event: CalendarEvent, window: Window) -> bool:
        day = event.start.date()
        is_outside = day > window[1] or (day < window[0] and not event.is_series)
        return not self._skip(event, OUTSIDE_WINDOW if is_outside else self._skip_reason(event, event.duration))

    def _entry(self, occurrence: Occurrence) -> SourceEntry | None:
        event = occurrence.event
        participants, suggestion = self._suggestion(event)
        reason = self._skip_reason(event, occurrence.duration)
        if suggestion.approach is None:
            reason = reason or f"It doesn’t count as networking: {participants.remark or suggestion.reason}."
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
            length=occurrence.duration,
            people=participants.people,
            strangers=participants.strangers,
            venue=suggestion.venue,
            channel=event.channel,
            source="calendar",
        )

    def _suggestion(self, event: CalendarEvent) -> tuple[Participants, Suggestion]:
        # Once for all occurrences of a series.
        if event.source_line not in self._suggestions:
            participants = self._matcher.participants(event)
            # A description may name a site for any reason: it counts only where nobody was invited.
            sites = event.sites or (() if participants.outsiders else event.mentioned_sites)
            suggestion = suggest_approach(
                self._workspace, event.summary, event.location, participants.outsiders, next(iter(sites), "")
            )
            self._suggestions[event.source_line] = participants, suggestion
        return self._suggestions[event.source_line]

    def _skip_reason(self, event: CalendarEvent, duration: timedelta) -> str:
        if event.is_canceled:
            return CANCELED
        if event.is_all_day:
            return "It lasts all day."
        if duration > _LONGEST:
            return "It lasts longer than a day. Log it by hand."
        return "You declined it." if self._matcher.is_declined(event) else ""

    def _skip(self, event: CalendarEvent, reason: str) -> bool:
        """Skip an event if there is a reason to, once for all occurrences; return True if there is."""
        if reason and event.source_line not in self._skipped:
            self._skipped.add(event.source_line)
            self._draft.skip(event.source_line, reason)
        return bool(reason)


class _AttendeeMatcher:
    """Matches attendees with the person's own e-mail addresses and the contacts of a workspace."""

    def __init__(self, workspace: Workspace, own_addresses: set[str]) -> None:
        self._own_addresses = own_addresses
        self._contacts = ContactIndex(workspace)
        self._full_names = FullNames(workspace.contacts)

    def is_declined(self, event: CalendarEvent) -> bool:
        """Return True if the person declined, or everybody else did."""
        own = [attendee for attendee in event.attendees if attendee.key in self._own_addresses]
        guests = [attendee for attendee in event.attendees if attendee.kind == "person" and attendee not in own]
        have_all_declined = bool(guests) and all(attendee.has_declined for attendee in guests)
        return have_all_declined or any(attendee.has_declined for attendee in own)

    def participants(self, event: CalendarEvent) -> Participants:
        """Return the people at an event."""
        contacts = {attendee: self._contact_of(attendee) for attendee in self._others(event)}
        attendees = [attendee for attendee, key in contacts.items() if attendee.kind == "person" or key]
        strangers = tuple(attendee.name or attendee.address for attendee in attendees if not contacts[attendee])
        people = tuple(dict.fromkeys([*filter(None, contacts.values()), *self._full_names.ids_in(event.summary)]))
        headcount = self._headcount(attendees, len(people))
        has_nobody = bool(contacts) and not headcount
        if headcount and any(attendee.kind == "list" for attendee in contacts):
            headcount = max(headcount, _GROUP_SIZE)
        is_internal = are_colleagues([attendee.address for attendee in attendees], self._own_addresses)
        return Participants(people, strangers, headcount, is_internal, has_nobody)

    def _others(self, event: CalendarEvent) -> Iterator[Attendee]:
        """Yield who was invited besides the person, and didn't decline."""
        for attendee in _invited(event):
            if attendee.key not in self._own_addresses and not attendee.has_declined:
                yield attendee

    def _contact_of(self, attendee: Attendee) -> str | None:
        """Return the contact that an attendee is; a shared mailbox may be one, a service is none."""
        if attendee.kind not in ("person", "mailbox"):
            return None
        return self._contacts.id_of(email_key(attendee.address), first_name_first(attendee.name))

    def _headcount(self, attendees: list[Attendee], contact_count: int) -> int:
        headcount = max(len(attendees), contact_count)
        # If the person's own address is unknown, one of several attendees is taken to be the person.
        is_person_among_them = not self._own_addresses and len(attendees) > 1
        return headcount + 1 if headcount and not is_person_among_them else headcount


def _invited(event: CalendarEvent) -> list[Attendee]:
    """Return everybody and everything invited, and the organizer, each once."""
    attendees = (*event.attendees, *((event.organizer,) if event.organizer else ()))
    return list({attendee.key: attendee for attendee in reversed(attendees)}.values())[::-1]
