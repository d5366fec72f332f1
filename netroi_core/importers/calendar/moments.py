"""Dates, times and durations of an iCalendar file, each in its time zone or floating."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import vDuration
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from netroi_core.importers.calendar.ical import IcalProperty

# A date for all day, a time in its own zone, or a floating time without one.
Moment = datetime | date

_DATETIME: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_ZONE_NAME: Final = re.compile(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
_UTC_NAMES: Final = ("UTC", "GMT", "Z", "ETC/UTC")
_UTC_ZONE: Final = ZoneInfo("UTC")


@dataclass(frozen=True)
class Zones:
    """The time zones of a file: ``home`` for times in UTC, and the ``own`` ones that it defines, by normalized name."""

    home: tzinfo | None = None
    own: Mapping[str, tzinfo] = field(default_factory=dict)

    def find(self, name: str) -> tzinfo | None:
        """Return the time zone of a name, None if it is unknown."""
        return find_zone(name) or self.own.get(zone_key(name))


def zone_key(name: str) -> str:
    r"""Return a zone's name without the escapes, quotes and spaces in which programs differ.

    >>> zone_key('"(UTC+01:00) Bern, Rome"') == zone_key("(UTC+01:00) Bern\\, Rome")
    True
    """
    return " ".join(name[:200].replace("\\", "").replace('"', "").split()).casefold()


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
    """Return True if it is a date without a time; some programs call a time VALUE=DATE."""
    return len(prop.value.strip()) == len("20260714")


def parse_datetime(prop: IcalProperty, zones: Zones) -> datetime:
    """Return a date or time in its time zone, a floating one without; raise ValueError if it can't be read."""
    match = _DATETIME.fullmatch(prop.value.strip())
    if match is None or not 1900 <= int(match[1]) <= 2199:
        raise ValueError(f"“{prop.value[:40]}” isn’t a date or time from 1900 to 2199, like 20260714T090000")
    year, month, day, hour, minute, second = (int(match[group] or 0) for group in range(1, 7))
    try:
        floating = datetime(year, month, day, hour, minute, min(second, 59))  # 60 is a leap second
    except ValueError:
        raise ValueError(f"“{prop.value[:40]}” is a date or time that doesn’t exist") from None
    # Of a zone and a Z the zone counts: such programs write local times, and a Z behind each.
    zone = zones.find(prop.parameters.get("TZID", ""))
    # The day of an event is the day in its own time zone, which a time in UTC does not name: that of the calendar is
    # used.
    if zone is _UTC_ZONE or (match[7] and zone is None):
        return floating.replace(tzinfo=UTC).astimezone(zones.home or UTC)
    # A floating time, or one in an unknown time zone, is taken as written.
    return floating.replace(tzinfo=zone)


def to_local(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a time as the clock shows it in a time zone; a floating time stays as it is."""
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None, fold=0)


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Return the time between two moments, also over a change to or from daylight saving time."""
    if start.tzinfo is None or end.tzinfo is None:
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    # Python subtracts times of one zone by the clock.
    return end.astimezone(UTC) - start.astimezone(UTC)


def instant(moment: Moment, zone: tzinfo | None) -> Moment:
    """Return a moment so that equal ones are the same point in time: in UTC, or floating if the zone is unknown.

    ``zone`` is that of floating times; a date stays a date.
    """
    if not isinstance(moment, datetime):
        return moment
    if zone is None:
        return moment.replace(tzinfo=None, fold=0)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


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


def parse_until(text: str, zone: tzinfo | None, zones: Zones) -> datetime:
    """Return the UNTIL of a rule as local time; of a date its end."""
    prop = IcalProperty({}, text)
    end_of_day = timedelta(days=1, seconds=-1) if is_date(prop) else timedelta()
    return to_local(parse_datetime(prop, zones), zone) + end_of_day


def parse_moments(prop: IcalProperty, zones: Zones) -> list[tuple[Moment, timedelta | None]]:
    """Return a list of dates and times; a period has its duration, the others None."""
    return [_moment(IcalProperty(prop.parameters, text), zones) for text in prop.value.split(",") if text.strip()]


def _moment(prop: IcalProperty, zones: Zones) -> tuple[Moment, timedelta | None]:
    begin, slash, end = prop.value.partition("/")
    start_prop = IcalProperty(prop.parameters, begin)
    start = parse_datetime(start_prop, zones)
    if is_date(start_prop):
        return start.date(), None
    if not slash:
        return start, None
    if end.strip().upper().startswith("P"):
        return start, parse_duration(end)
    return start, max(elapsed(start, parse_datetime(IcalProperty(prop.parameters, end), zones)), timedelta())
