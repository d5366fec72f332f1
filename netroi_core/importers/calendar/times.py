"""The dates and times of a calendar file in local time, whatever zone they are written in.

An event's own zone is the one that its day counts in. What is written in UTC counts in the zone of the calendar; what
floats, or stands in a zone that nobody knows, is taken as it stands.
"""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from netroi_core.importers.calendar.ical import Property

_MOMENT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?", re.ASCII | re.IGNORECASE)
_LENGTH: Final = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?", re.ASCII
)
_ZONE: Final = re.compile(r"[A-Za-z0-9_+\-]+(/[A-Za-z0-9_+\-]+){0,2}", re.ASCII)
_SPELLED: Final = {"UTC": "UTC", "GMT": "UTC", "Z": "UTC", "ETC/UTC": "UTC"}


def zone(name: str) -> ZoneInfo | None:
    """The zone of a name, also as Windows calls it or with a path before it; None if nobody knows it."""
    parts = name.strip().strip('"').strip("/").split("/")
    tried = ["/".join(parts), *("/".join(parts[-count:]) for count in (3, 2))]
    return next((found for each in tried if (found := _zone(each[:100]))), None)


def is_day(given: Property) -> bool:
    """Whether it is a day without a time."""
    return given.parameters.get("VALUE", "").upper() == "DATE" or len(given.value.strip()) == len("20260714")


def moment(given: Property, home: ZoneInfo | None) -> datetime:
    """A date or time with its zone, without one where it floats; ValueError if it can't be read."""
    match = _MOMENT.fullmatch(given.value.strip())
    if match is None or not 1900 <= int(match[1]) <= 2199:
        raise ValueError(f"“{given.value[:40]}” is no day or time from 1900 to 2199, like 20260714T090000")
    numbers = [int(match[place] or 0) for place in range(1, 7)]
    try:
        naive = datetime(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], min(numbers[5], 59))
    except ValueError:
        raise ValueError(f"“{given.value[:40]}” is a day or time that does not exist") from None
    if match[7]:
        return naive.replace(tzinfo=UTC).astimezone(home or UTC)
    return naive.replace(tzinfo=zone(given.parameters.get("TZID", "")))


def local(given: datetime, there: tzinfo | None) -> datetime:
    """A moment as the clock shows it in a zone, without that zone; what floats stays as it is."""
    if given.tzinfo is not None and there is not None:
        given = given.astimezone(there)
    return given.replace(tzinfo=None)


def between(start: datetime, end: datetime) -> timedelta:
    """The time that passes from one moment to another, also over a change of the clock."""
    if start.tzinfo is None or end.tzinfo is None:
        return end.replace(tzinfo=None) - start.replace(tzinfo=None)
    return end.astimezone(UTC) - start.astimezone(UTC)


def length(text: str) -> timedelta:
    """A DURATION; ValueError if it can't be read."""
    match = _LENGTH.fullmatch(text.strip().upper())
    if match is None:
        raise ValueError(f"“{text[:40]}” is no duration, like PT1H30M")
    weeks, days, hours, minutes, seconds = (int(match[place] or 0) for place in range(2, 7))
    whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if match[1] == "-" else whole


def named(text: str, there: tzinfo | None, home: ZoneInfo | None) -> datetime:
    """The UNTIL of a rule as local time; of a day its end."""
    given = Property({}, text)
    end = timedelta(days=1, seconds=-1) if is_day(given) else timedelta()
    return local(moment(given, home), there) + end


def moments(given: Property, there: tzinfo | None, home: ZoneInfo | None) -> list[datetime | date]:
    """All of a list of dates or times, as local time; of periods their beginnings, of days the day."""
    found: list[datetime | date] = []
    for text in given.value.split(","):
        each = Property(given.parameters, text.partition("/")[0])
        at = local(moment(each, home), there)
        found.append(at.date() if is_day(each) else at)
    return found


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo | None:
    known = _SPELLED.get(name.upper()) or WINDOWS_TO_OLSON.get(name) or name
    if not _ZONE.fullmatch(known):
        return None
    try:
        return ZoneInfo(known)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
