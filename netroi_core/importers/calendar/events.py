"""The events of a calendar file, each as it is written: its time, its rules, who was invited, and what became of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from typing import Final, TypeVar

from netroi_core.importers.calendar import ical
from netroi_core.importers.calendar.attendees import Attendee, parse_attendee
from netroi_core.importers.calendar.event_texts import event_channel, find_site, is_canceled_title, product_site
from netroi_core.importers.calendar.ical import IcalComponent, IcalProperty
from netroi_core.importers.calendar.moments import (
    Moment,
    Zones,
    elapsed,
    is_date,
    parse_datetime,
    parse_duration,
    parse_moments,
    parse_until,
    to_local,
)
from netroi_core.importers.calendar.recurrence import Recurrence, parse_rule
from netroi_core.importers.calendar.zones import file_zones
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.fields import Channel

T = TypeVar("T")

# Of the day on which daylight saving time begins, without its last minute.
_SHORTEST_DAY: Final = timedelta(hours=22, minutes=59)
_MINUTE: Final = timedelta(minutes=1)
_LATEST_MIDNIGHT: Final = time(0, 1)
_ALL_DAY_MARKS: Final = (
    "X-MICROSOFT-CDO-ALLDAYEVENT",
    "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
    "X-FUNAMBOL-ALLDAY",
)


@dataclass(frozen=True)
class CalendarEvent:
    """An event as written in the file; ``start`` is the local time in its ``zone``, None if that is unknown.

    It takes place by its ``rules`` and at the ``extra`` times, some with durations of their own, but not by the
    ``excluding_rules`` and at the ``excluded`` times. A changed occurrence of a series replaces the one at
    ``original``, and moves all later ones by as much if it ``moves_later``.

    Attributes:
        version: Orders versions of one event: the sequence, then the day and time of the last change.
        sites: The event sites that it comes from; ``mentioned_sites``: those that its description names.
    """

    source_line: SourceLine
    uid: str
    version: tuple[int, str]
    summary: str
    location: str
    channel: Channel | None
    is_canceled: bool
    is_all_day: bool
    start: datetime
    zone: tzinfo | None
    duration: timedelta
    rules: tuple[Recurrence, ...] = ()
    excluding_rules: tuple[Recurrence, ...] = ()
    extra: tuple[tuple[Moment, timedelta | None], ...] = ()
    excluded: tuple[Moment, ...] = ()
    original: Moment | None = None
    moves_later: bool = False
    organizer: Attendee | None = None
    attendees: tuple[Attendee, ...] = ()
    sites: tuple[str, ...] = ()
    mentioned_sites: tuple[str, ...] = ()

    @property
    def is_series(self) -> bool:
        """True if it may take place more than once."""
        return bool(self.rules or self.extra)

    @property
    def has_exceptions(self) -> bool:
        """True if some of its times are taken out."""
        return bool(self.excluding_rules or self.excluded)

    @property
    def sequence(self) -> int:
        """The number of times that the organizer revised it."""
        return self.version[0]


@dataclass(frozen=True)
class CalendarFile:
    """The events of a file, the days on which they were written, and the address that it is named after, if any."""

    events: tuple[CalendarEvent, ...]
    stamps: tuple[date, ...] = ()
    owner: str = ""


def read_events(raw: bytes, file: str, draft: Draft, home: tzinfo | None = None) -> CalendarFile:
    """Return the events of a file and reject the unreadable ones; ``home`` is for UTC times, if it names no zone."""
    content = ical.read_components(raw, draft.progress.part(0, 0.7))
    own_zones = file_zones(content.zones)
    events, stamps = list[CalendarEvent](), list[date]()
    for component in draft.progress.part(0.7, 0.9).through(content.events):
        reader = _ComponentReader(component, SourceLine(component.line, file), own_zones, home)
        try:
            events.append(reader.event())
            stamps += reader.stamps()
        except ValueError as error:
            draft.reject(reader.source_line, f"“{reader.summary}” can’t be read: {error}.")
        for reason in reader.unread:
            draft.reject(reader.source_line, f"“{reader.summary}” is read without some of its dates: {reason}.")
    return CalendarFile(tuple(events), tuple(stamps), next(map(_owner, content.events), ""))


def _owner(component: IcalComponent) -> str:
    name = _calendar_text(component, "X-WR-CALNAME").strip().lower()
    return name if "@" in name else ""


def _calendar_text(component: IcalComponent, name: str) -> str:
    return component.parent.text(name) if component.parent else ""


class _ComponentReader:
    """Reads one event; ``unread`` are the reasons why some of its dates can't be read, each a part of a sentence."""

    def __init__(
        self, component: IcalComponent, source_line: SourceLine, own_zones: dict[str, tzinfo], home: tzinfo | None
    ) -> None:
        self.source_line = source_line
        self.summary = one_line(component.text("SUMMARY")) or "Untitled"
        self.unread: list[str] = []
        self._component = component
        self._zones = Zones(home, own_zones)
        if zone := self._zones.find(_calendar_text(component, "X-WR-TIMEZONE")):
            self._zones = Zones(zone, own_zones)

    def event(self) -> CalendarEvent:
        """Return the event; raise ValueError with the reason if its own time can't be read."""
        component = self._component
        if component.faults:
            raise ValueError(component.faults[0])
        begin = component.first("DTSTART")
        if begin is None:
            raise ValueError("it has no start date")
        zoned_start = parse_datetime(begin, self._zones)
        zone, start = zoned_start.tzinfo, to_local(zoned_start, None)
        duration = self._duration(zoned_start)
        organizer = component.first("ORGANIZER")
        host = parse_attendee(organizer) if organizer else None
        location = one_line(component.text("LOCATION"))
        uid = component.text("UID").strip()
        original, moves_later = self._original()
        return CalendarEvent(
            source_line=self.source_line,
            uid=uid or f"{self.summary} {start.isoformat()}",
            version=self._version(),
            summary=self.summary,
            location=location,
            # Of a link and a number the link counts: with a link, the number is there to dial in.
            channel=event_channel(self.summary, location, max(component.channels, default=None)),
            is_canceled=self._is_canceled(),
            is_all_day=is_date(begin) or self._is_marked_all_day() or lasts_whole_days(zoned_start, duration),
            start=start,
            zone=zone,
            duration=duration,
            rules=self._rules("RRULE", zone),
            excluding_rules=self._rules("EXRULE", zone),
            extra=self._moments("RDATE"),
            excluded=tuple(moment for moment, _ in self._moments("EXDATE")),
            original=original,
            moves_later=moves_later,
            organizer=host,
            attendees=tuple(parse_attendee(prop) for prop in component.properties["ATTENDEE"]),
            sites=tuple(self._sites(uid, host)),
            mentioned_sites=(*component.mentioned_sites, *filter(None, [find_site(location)])),
        )

    def stamps(self) -> list[date]:
        """Return the days on which the event was written."""
        props = [prop for name in ("DTSTAMP", "LAST-MODIFIED") for prop in self._component.properties[name]]
        try:
            return [parse_datetime(prop, self._zones).date() for prop in props]
        except ValueError:
            return []

    def _original(self) -> tuple[Moment | None, bool]:
        """Return the occurrence that this is a change of, if any, and True if it changes all later ones, too."""
        original = self._component.first("RECURRENCE-ID")
        if original is None:
            return None, False
        is_for_later = original.parameters.get("RANGE", "").upper() == "THISANDFUTURE"
        return _only_moment(original, self._zones), is_for_later

    def _version(self) -> tuple[int, str]:
        sequence = self._component.text("SEQUENCE").strip()
        changed = self._component.text("LAST-MODIFIED") or self._component.text("DTSTAMP")
        return int(sequence) if sequence.isdecimal() and len(sequence) < 9 else 0, changed.strip()[:20]

    def _is_canceled(self) -> bool:
        is_withdrawn = _calendar_text(self._component, "METHOD").strip().upper() == "CANCEL"
        status = self._component.text("STATUS").strip().upper()
        return is_withdrawn or status in ("CANCELLED", "CANCELED") or is_canceled_title(self.summary)

    def _is_marked_all_day(self) -> bool:
        return any(self._component.text(mark).strip().upper() in ("TRUE", "1") for mark in _ALL_DAY_MARKS)

    def _duration(self, start: datetime) -> timedelta:
        if end := self._component.first("DTEND"):
            duration = elapsed(start, parse_datetime(end, self._zones))
        else:
            prop = self._component.first("DURATION")
            duration = parse_duration(prop.value) if prop else timedelta()
        if duration < timedelta():
            raise ValueError("it ends before it starts")
        return duration

    def _rules(self, name: str, zone: tzinfo | None) -> tuple[Recurrence, ...]:
        until = partial(parse_until, zone=zone, zones=self._zones)
        rules = (self._part(partial(parse_rule, prop.value, until), None) for prop in self._component.properties[name])
        return tuple(rule for rule in rules if rule)

    def _moments(self, name: str) -> tuple[tuple[Moment, timedelta | None], ...]:
        none: list[tuple[Moment, timedelta | None]] = []
        props = self._component.properties[name]
        return tuple(moment for prop in props for moment in self._part(partial(parse_moments, prop, self._zones), none))

    def _part(self, parse: Callable[[], T], default: T) -> T:
        """Return a part of the event's dates; without it, the event is still one event."""
        try:
            return parse()
        except ValueError as error:
            self.unread.append(str(error))
            return default

    def _sites(self, uid: str, host: Attendee | None) -> Iterator[str]:
        yield from self._component.sites
        product = _calendar_text(self._component, "PRODID")
        feed = _calendar_text(self._component, "X-ORIGINAL-URL")
        address = host.address if host and host.kind != "person" else ""
        yield from filter(None, [product_site(product), *map(find_site, (uid, feed, address))])


def _only_moment(prop: IcalProperty, zones: Zones) -> Moment:
    moments = parse_moments(prop, zones)
    if not moments:
        raise ValueError("it changes an event of a series, but not which one")
    return moments[0][0]


def lasts_whole_days(start: datetime, duration: timedelta) -> bool:
    """Return True if it lasts from midnight to midnight, in its own zone or in UTC, in which programs write it."""
    if duration < _SHORTEST_DAY:
        return False
    zone = start.tzinfo
    end = (start.astimezone(UTC) + duration).astimezone(zone) if zone else start + duration
    spans = [(start, end), (start.astimezone(UTC), end.astimezone(UTC))] if zone else [(start, end)]
    # Some programs let a whole day end at 23:59.
    return any(
        (begin.hour, begin.minute) == (0, 0) and (end + _MINUTE).time() <= _LATEST_MIDNIGHT for begin, end in spans
    )
