"""The events of a calendar file, and each time that they took place within a window of days.

Of two events with the same UID, the one with the latest SEQUENCE counts; one with a RECURRENCE-ID replaces that
occurrence of the series.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar import ical
from netroi_core.importers.calendar.channels import event_channel
from netroi_core.importers.calendar.ical import IcalComponent, IcalProperty
from netroi_core.importers.calendar.recurrence import Recurrence, expand, parse_rule
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.fields import Channel

# The most days that expanding the rules of a file may look at; that many take 2 to 5 seconds.
MOST_DAYS: Final = 1_000_000
MOST_OCCURRENCES: Final = 20_000


@dataclass(frozen=True)
class Attendee:
    """Somebody or something invited; ``is_person`` is false for rooms and resources, ``is_group`` true for lists."""

    name: str
    address: str
    is_person: bool
    has_declined: bool
    is_group: bool


@dataclass(frozen=True)
class CalendarEvent:
    """An event as written in the file, in local time.

    It takes place at the ``extra`` dates and times besides those of its rules, but not at the ``excluded`` ones. A
    changed occurrence of a series replaces the one at ``original``.
    """

    source_line: SourceLine
    uid: str
    sequence: int
    summary: str
    location: str
    channel: Channel | None
    is_canceled: bool
    is_all_day: bool
    start: datetime
    duration: timedelta
    rules: tuple[Recurrence, ...]
    extra: tuple[datetime | date, ...]
    excluded: frozenset[datetime | date]
    original: datetime | date | None
    organizer: Attendee | None
    attendees: tuple[Attendee, ...]

    @property
    def is_series(self) -> bool:
        """True if it may take place more than once."""
        return bool(self.rules or self.extra)


@dataclass(frozen=True)
class Occurrence:
    """One time that an event took place; ``key`` identifies it within a series and is empty outside one."""

    event: CalendarEvent
    start: datetime
    key: str


@dataclass(frozen=True)
class CalendarFile:
    """The events of a file, the days on which they were written, and the address that it is named after, if any."""

    events: tuple[CalendarEvent, ...]
    stamps: tuple[date, ...]
    owner: str


def read_events(raw: bytes, file: str, draft: Draft, home: ZoneInfo | None = None) -> CalendarFile:
    """Return the events of a file and reject the unreadable ones; ``home`` is for UTC times, if it names no zone."""
    calendar, components = ical.read_components(raw, draft.progress.part(0, 0.7))
    home = ical.find_zone(calendar.text("X-WR-TIMEZONE")) or home
    events, stamps = list[CalendarEvent](), list[date]()
    for component in draft.progress.part(0.7, 0.9).through(components):
        source_line = SourceLine(component.line, file)
        try:
            events.append(_event(component, source_line, home))
            stamps += _stamps(component, home)
        except ValueError as error:
            draft.reject(source_line, f"“{_summary(component)}” can’t be read: {error}.")
    name = calendar.text("X-WR-CALNAME").strip().lower()
    return CalendarFile(tuple(events), tuple(stamps), name if "@" in name else "")


def occurrences(events: Sequence[CalendarEvent], first: date, last: date) -> Iterator[Occurrence]:
    """Yield every time that the events took place from one day to another; raise NotImportable if they are too many."""
    # Of two events with one UID the latest SEQUENCE counts: sorted, it comes last and replaces the others.
    latest = {(event.uid, event.original): event for event in sorted(events, key=lambda event: event.sequence)}
    # Estimated before anything is expanded, since it is the expanding that takes the time.
    days = (rule.days(event.start, last) for event in latest.values() if not event.original for rule in event.rules)
    if sum(days) > MOST_DAYS:
        raise NotImportable("The events in the file repeat over too long a time. Select fewer quarters.")
    for count, occurrence in enumerate(_all_occurrences(latest, first, last), 1):
        if count > MOST_OCCURRENCES:
            raise NotImportable(
                f"There are more than {MOST_OCCURRENCES:,} events in this period. Select fewer quarters."
            )
        yield occurrence


def _all_occurrences(
    latest: Mapping[tuple[str, datetime | date | None], CalendarEvent], first: date, last: date
) -> Iterator[Occurrence]:
    for (uid, original), event in latest.items():
        if original is not None:
            if first <= event.start.date() <= last:
                yield Occurrence(event, event.start, original.isoformat())
            continue
        for start in _starts(event, first, last):
            if (uid, start) not in latest and (uid, start.date()) not in latest:
                yield Occurrence(event, start, start.isoformat() if event.is_series else "")


def _starts(event: CalendarEvent, first: date, last: date) -> list[datetime]:
    starts = {event.start}
    for rule in event.rules:
        starts.update(expand(rule, event.start, first, last))
    for extra in event.extra:
        starts.add(extra if isinstance(extra, datetime) else datetime.combine(extra, event.start.time()))
    return sorted(
        start
        for start in starts
        if first <= start.date() <= last and start not in event.excluded and start.date() not in event.excluded
    )


def _event(component: IcalComponent, source_line: SourceLine, home: ZoneInfo | None) -> CalendarEvent:
    if component.faults:
        raise ValueError(component.faults[0])
    begin = component.first("DTSTART")
    if begin is None:
        raise ValueError("it has no start date")
    zoned_start = ical.parse_datetime(begin, home)
    zone, start = zoned_start.tzinfo, ical.to_local(zoned_start, None)
    summary, sequence = _summary(component), component.text("SEQUENCE")
    location = one_line(component.text("LOCATION"))
    organizer = component.first("ORGANIZER")
    parse_until = partial(ical.parse_until, zone=zone, home=home)
    return CalendarEvent(
        source_line=source_line,
        uid=component.text("UID").strip() or f"{summary} {start.isoformat()}",
        sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0,
        summary=summary,
        location=location,
        # Of a link and a number the link counts: with a link, the number is there to dial in.
        channel=event_channel(summary, location, max(component.channels, default=None)),
        is_canceled=component.text("STATUS").strip().upper() == "CANCELLED",
        is_all_day=ical.is_date(begin),
        start=start,
        duration=_duration(component, zoned_start, home),
        rules=tuple(parse_rule(prop.value, parse_until) for prop in component.properties["RRULE"]),
        extra=_datetimes(component, "RDATE", zone, home),
        excluded=frozenset(_datetimes(component, "EXDATE", zone, home)),
        original=_original(component, zone, home),
        organizer=_attendee(organizer) if organizer else None,
        attendees=tuple(_attendee(prop) for prop in component.properties["ATTENDEE"]),
    )


def _stamps(component: IcalComponent, home: ZoneInfo | None) -> list[date]:
    props = [prop for name in ("DTSTAMP", "LAST-MODIFIED") for prop in component.properties[name]]
    try:
        return [ical.parse_datetime(prop, home).date() for prop in props]
    except ValueError:
        return []


def _summary(component: IcalComponent) -> str:
    return one_line(component.text("SUMMARY")) or "Untitled"


def _duration(component: IcalComponent, start: datetime, home: ZoneInfo | None) -> timedelta:
    if end := component.first("DTEND"):
        duration = ical.elapsed(start, ical.parse_datetime(end, home))
    else:
        prop = component.first("DURATION")
        duration = ical.parse_duration(prop.value) if prop else timedelta()
    if duration < timedelta():
        raise ValueError("it ends before it starts")
    return duration


def _datetimes(
    component: IcalComponent, name: str, zone: tzinfo | None, home: ZoneInfo | None
) -> tuple[datetime | date, ...]:  # fmt: skip
    return tuple(moment for prop in component.properties[name] for moment in ical.parse_datetimes(prop, zone, home))


def _original(component: IcalComponent, zone: tzinfo | None, home: ZoneInfo | None) -> datetime | date | None:
    prop = component.first("RECURRENCE-ID")
    if prop is None:
        return None
    if prop.parameters.get("RANGE"):
        raise ValueError("it changes all later events of a series at once; log those by hand")
    return ical.parse_datetimes(prop, zone, home)[0]


def _attendee(prop: IcalProperty) -> Attendee:
    parameters = prop.parameters
    kind = parameters.get("CUTYPE", "INDIVIDUAL").upper()
    return Attendee(
        name=one_line(parameters.get("CN", "")),
        address=prop.value.strip().lower().removeprefix("mailto:"),
        is_person=kind not in ("ROOM", "RESOURCE"),
        has_declined=parameters.get("PARTSTAT", "").upper() == "DECLINED",
        is_group=kind == "GROUP",
    )
