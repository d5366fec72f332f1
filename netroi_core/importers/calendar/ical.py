"""The calendar and the events of an iCalendar file (RFC 5545), with only the properties that are needed.

Components inside events (alarms) and beside them (time zones, tasks) are skipped: icalendar's own `Calendar.from_ical`
parses all of them, and takes longer than everything here up to the preview.
"""

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import vDuration
from icalendar.parser import Contentline
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from netroi_core.errors import NotImportable
from netroi_core.importers.calendar.channels import text_channel
from netroi_core.importers.proposal import Progress
from netroi_core.importers.reading import files
from netroi_core.importers.reading.values import one_line
from netroi_core.workspace.fields import Channel

LONGEST_LINE: Final = 20_000
MOST_EVENTS: Final = 50_000

_PROPERTIES: Final = frozenset({
    *("UID", "SEQUENCE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS"),
    *("SUMMARY", "LOCATION", "ORGANIZER", "ATTENDEE", "DTSTAMP", "LAST-MODIFIED", "X-WR-TIMEZONE", "X-WR-CALNAME"),
})  # fmt: skip
# Texts and links of an event, of which only the channel is read; they may be long, and may break the format.
_TEXTS: Final = frozenset({
    *("DESCRIPTION", "URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
})  # fmt: skip
_NAME: Final = re.compile(r"[A-Za-z-]+(?=[;:])")
_DATETIME: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_ZONE_NAME: Final = re.compile(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
_UTC_NAMES: Final = ("UTC", "GMT", "Z", "ETC/UTC")


@dataclass(frozen=True)
class IcalProperty:
    """A property: its parameters by upper-case name, and its value."""

    parameters: dict[str, str]
    value: str


@dataclass(frozen=True)
class IcalComponent:
    """A component: the line where it begins, its properties by upper-case name, and why it can't be read, if so.

    ``channels`` are those that its texts and links tell.
    """

    line: int
    properties: defaultdict[str, list[IcalProperty]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)
    channels: set[Channel] = field(default_factory=set)

    def add(self, name: str, text: str) -> None:
        """Add the property in an unfolded line, or a fault if it can't be read."""
        try:
            if len(text) > LONGEST_LINE:
                raise ValueError
            _, parameters, value = Contentline(text).parts()  # type: ignore[no-untyped-call]  # icalendar's has no types
        except (ValueError, IndexError, KeyError, TypeError):
            self.faults.append(f"its {name} can’t be read: “{one_line(text[:200], 60)}”")
            return
        by_name = {
            key.upper(): values if isinstance(values, str) else ",".join(values) for key, values in parameters.items()
        }
        self.properties[name].append(IcalProperty(by_name, value))

    def first(self, name: str) -> IcalProperty | None:
        """Return the first property of a name, None if there is none."""
        return self.properties[name][0] if name in self.properties else None

    def text(self, name: str) -> str:
        """Return the value of the first property of a name, empty if there is none."""
        prop = self.first(name)
        return prop.value if prop else ""


def read_components(raw: bytes, progress: Progress) -> tuple[IcalComponent, list[IcalComponent]]:
    """Return the calendar itself and its events; raise NotImportable if it is none, or has too many."""
    parser = _Parser()
    for number, text in progress.through(_unfolded_lines(raw)):
        parser.add_line(number, text)
    if not parser.is_calendar:
        raise NotImportable("The file isn’t a calendar: the line BEGIN:VCALENDAR is missing. Export it as .ics.")
    return parser.calendar, parser.events


class _Parser:
    """Collects the properties of a calendar and of its events, line by line."""

    def __init__(self) -> None:
        self.is_calendar = False
        self.calendar, self.events = IcalComponent(1), list[IcalComponent]()
        # A stack instead of recursion: a hostile file may nest components as deep as it likes.
        self._path: list[str] = []

    def add_line(self, number: int, text: str) -> None:
        """Add an unfolded line, which begins at this line of the file."""
        match = _NAME.match(text)
        name = match[0].upper() if match else ""
        if name == "BEGIN":
            self._begin(number, text.partition(":")[2].strip().upper()[:40])
        elif name == "END":
            del self._path[-1:]
        elif name in _PROPERTIES:
            if self._path == ["VCALENDAR"]:
                self.calendar.add(name, text)
            elif self._path == ["VCALENDAR", "VEVENT"]:
                self.events[-1].add(name, text)
        elif name in _TEXTS and self._path == ["VCALENDAR", "VEVENT"] and (channel := text_channel(text)):
            self.events[-1].channels.add(channel)

    def _begin(self, number: int, kind: str) -> None:
        # Calendars don't nest: one that begins inside another follows a file that was cut off.
        if kind == "VCALENDAR":
            self._path.clear()
            self.is_calendar = True
        self._path.append(kind)
        if self._path == ["VCALENDAR", "VEVENT"]:
            self.events.append(IcalComponent(number))
            if len(self.events) > MOST_EVENTS:
                raise NotImportable(f"The file has more than {MOST_EVENTS:,} events. Export a shorter period.")


def _unfolded_lines(raw: bytes) -> list[tuple[int, str]]:
    """Return every line with the number of the line where it begins."""
    plain = files.decode_text(raw)
    if b"\0" in raw[:1024]:
        raw = plain.encode("utf-8", "replace")
    # By bytes: some programs fold a line within a letter of UTF-8.
    numbers, lines = list[int](), list[bytearray]()
    for number, line in enumerate(raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), 1):
        if lines and line[:1] in (b" ", b"\t"):
            lines[-1] += line[1:]
        else:
            numbers.append(number)
            lines.append(bytearray(line))
    return list(zip(numbers, files.decode_text(b"\n".join(lines)).split("\n"), strict=True))


@lru_cache(maxsize=256)
def find_zone(name: str) -> ZoneInfo | None:
    """Return the time zone of a name, also of Windows or with a path before it; None if it is unknown."""
    parts = name.strip().strip('"').strip("/").split("/")
    for candidate in ("/".join(parts[-count:]) for count in (len(parts), 3, 2)):
        iana_name = "UTC" if candidate.upper() in _UTC_NAMES else WINDOWS_TO_OLSON.get(candidate) or candidate
        # ZoneInfo opens a file of this name.
        if _ZONE_NAME.fullmatch(iana_name[:100]):
            with suppress(ZoneInfoNotFoundError, ValueError, OSError):
                return ZoneInfo(iana_name)
    return None


def is_date(prop: IcalProperty) -> bool:
    """Return True if it is a date without a time."""
    return prop.parameters.get("VALUE", "").upper() == "DATE" or len(prop.value.strip()) == len("20260714")


def parse_datetime(prop: IcalProperty, home: ZoneInfo | None) -> datetime:
    """Return a date or time in its time zone, a floating one without; raise ValueError if it can't be read.

    ``home`` is the time zone for times in UTC.
    """
    match = _DATETIME.fullmatch(prop.value.strip())
    if match is None or not 1900 <= int(match[1]) <= 2199:
        raise ValueError(f"“{prop.value[:40]}” isn’t a date or time from 1900 to 2199, like 20260714T090000")
    year, month, day, hour, minute, second = (int(match[group] or 0) for group in range(1, 7))
    try:
        floating = datetime(year, month, day, hour, minute, min(second, 59))  # 60 is a leap second
    except ValueError:
        raise ValueError(f"“{prop.value[:40]}” is a date or time that doesn’t exist") from None
    # The day of an event is the day in its own time zone, which a time in UTC does not name: that of the calendar is
    # used.
    if match[7]:
        return floating.replace(tzinfo=UTC).astimezone(home or UTC)
    # A floating time, or one in an unknown time zone, is taken as written.
    return floating.replace(tzinfo=find_zone(prop.parameters.get("TZID", "")))


def to_local(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a time as the clock shows it in a time zone; a floating time stays as it is."""
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time between two moments, also over a change to or from daylight saving time."""
    if start.tzinfo is None or end.tzinfo is None:
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    # Python subtracts times of one zone by the clock.
    return end.astimezone(UTC) - start.astimezone(UTC)


def parse_duration(text: str) -> timedelta:
    """Return a DURATION; raise ValueError if it can't be read.

    >>> parse_duration("PT1H30M")
    datetime.timedelta(seconds=5400)
    """
    try:
        duration: timedelta = vDuration.from_ical(text.strip().upper())  # type: ignore[no-untyped-call]
    except ValueError:
        raise ValueError(f"“{text[:40]}” isn’t a duration, like PT1H30M") from None
    return duration


def parse_until(text: str, zone: tzinfo | None, home: ZoneInfo | None) -> datetime:
    """Return the UNTIL of a rule as local time; of a date its end."""
    prop = IcalProperty({}, text)
    end_of_day = timedelta(days=1, seconds=-1) if is_date(prop) else timedelta()
    return to_local(parse_datetime(prop, home), zone) + end_of_day


def parse_datetimes(prop: IcalProperty, zone: tzinfo | None, home: ZoneInfo | None) -> list[datetime | date]:
    """Return a list of dates and local times; of a period its start."""
    moments: list[datetime | date] = []
    for text in prop.value.split(","):
        part = IcalProperty(prop.parameters, text.partition("/")[0])
        moment = to_local(parse_datetime(part, home), zone)
        moments.append(moment.date() if is_date(part) else moment)
    return moments
