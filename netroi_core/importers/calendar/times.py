"""The dates and times of a calendar file in local time, whatever time zone they are written in."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from netroi_core.importers.calendar.ical import IcalProperty

_DATETIME: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_DURATION: Final = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.ASCII
)
_ZONE_NAME: Final = re.compile(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
_UTC_NAMES: Final = ("UTC", "GMT", "Z", "ETC/UTC")


def find_zone(name: str) -> ZoneInfo | None:
    """Return the time zone of a name, also of Windows or with a path before it; None if it is unknown."""
    parts = name.strip().strip('"').strip("/").split("/")
    candidates = ["/".join(parts), *("/".join(parts[-count:]) for count in (3, 2))]
    return next((zone for candidate in candidates if (zone := _zone(candidate[:100]))), None)


def is_date(prop: IcalProperty) -> bool:
    """Return True if it is a date without a time."""
    return prop.parameters.get("VALUE", "").upper() == "DATE" or len(prop.value.strip()) == len("20260714")


def parse_datetime(prop: IcalProperty, home: ZoneInfo | None) -> datetime:
    """Return a date or time in its time zone, a floating one without; raise ValueError if it can't be read.

    Args:
        prop: The property.
        home: The time zone for times in UTC.
    """
    match = _DATETIME.fullmatch(prop.value.strip())
    if match is None or not 1900 <= int(match[1]) <= 2199:
        raise ValueError(f"“{prop.value[:40]}” is no day or time from 1900 to 2199, like 20260714T090000")
    year, month, day, hour, minute, second = (int(match[group] or 0) for group in range(1, 7))
    try:
        floating = datetime(year, month, day, hour, minute, min(second, 59))  # 60 is a leap second
    except ValueError:
        raise ValueError(f"“{prop.value[:40]}” is a day or time that does not exist") from None
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
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None:
        raise ValueError(f"“{text[:40]}” is no duration, like PT1H30M")
    weeks, days, hours, minutes, seconds = (int(match[group] or 0) for group in range(2, 7))
    duration = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -duration if match[1] == "-" else duration


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


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo | None:
    iana_name = "UTC" if name.upper() in _UTC_NAMES else WINDOWS_TO_OLSON.get(name) or name
    # ZoneInfo opens a file of this name.
    if not _ZONE_NAME.fullmatch(iana_name):
        return None
    try:
        return ZoneInfo(iana_name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
