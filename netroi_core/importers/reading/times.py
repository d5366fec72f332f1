"""Read durations, such as 1:30, 1h 30m or a bare number, and timestamps: local, in UTC, or as seconds since 1970."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from netroi_core.importers.reading.values import one_line, parse_amount, parse_date, parse_time
from netroi_core.workspace.fields import DayOrder, normalize_text

_CLOCK: Final = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,6})?)?", re.ASCII)
_UNITS: Final = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{1,2})?)(?:h|hrs?|hours?|std))?(?:(\d{1,4})(?:m|mins?|minutes?))?"
    r"(?:(\d{1,5})(?:s|secs?|seconds?))?",
    re.IGNORECASE | re.ASCII,
)
_HOUR, _MINUTE, _SECOND, _MILLISECOND = (
    timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1), timedelta(milliseconds=1),
)  # fmt: skip
# Parts of a column's name, then whole words of it.
_NAME_PARTS: Final = (
    (_MILLISECOND, ("millisec", "millisek")),
    (_SECOND, ("second", "sekund", "segundo", "secondi")),
    (_MINUTE, ("minut",)),
    (_HOUR, ("hour", "stund", "heure", "hora", "uren", "decimal")),
)
_NAME_WORDS: Final = {
    **dict.fromkeys(("ms",), _MILLISECOND), **dict.fromkeys(("s", "sec", "secs", "sek"), _SECOND),
    **dict.fromkeys(("min", "mins"), _MINUTE), **dict.fromkeys(("h", "hr", "hrs", "std", "ore"), _HOUR),
}  # fmt: skip
_WORD: Final = re.compile(r"[a-z]+")
_LONGEST_TEXT: Final = 40
_LONGEST: Final = timedelta(days=1)
_PLAUSIBLE_HOURS: Final = 24
_LARGEST_NUMBER: Final = Decimal(10**9)  # of milliseconds, which are more than a day
_EPOCH: Final = re.compile(r"\d{10}(\d{3})?", re.ASCII)
_WITH_ZONE: Final = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S{0,20}?) ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)", re.ASCII)
_IN_UTC: Final = re.compile(r" ?(?:UTC|GMT|Z)$")


def duration_unit(column: str, cells: Iterable[str]) -> timedelta:
    """Return the unit of bare numbers in a column of durations, by its name, else by the size of its numbers.

    >>> duration_unit("Time Spent (seconds)", ["5"]).total_seconds(), duration_unit("Duration", ["30"]).total_seconds()
    (1.0, 60.0)
    """
    name = normalize_text(column[:_LONGEST_TEXT])
    if unit := next((unit for unit, parts in _NAME_PARTS if any(part in name for part in parts)), None):
        return unit
    named = (_NAME_WORDS.get(word) for word in _WORD.findall(column[:_LONGEST_TEXT].lower()))
    return next(filter(None, named), None) or _unit_of_numbers([number for cell in cells if (number := _number(cell))])


def parse_duration(cell: str, unit: timedelta = _HOUR, *, is_of_call: bool = False) -> timedelta:
    """Return the duration in a cell; raise ValueError if there is none, or if it is longer than a day.

    Args:
        cell: The text, such as 1:30, 01:30:00, 1h 30m or 1.5.
        unit: The unit of a bare number.
        is_of_call: True if 1:30 means minutes and seconds.
    """
    text = cell.strip()[:_LONGEST_TEXT]
    duration = _clock_duration(text, is_of_call)
    if duration is None:
        duration = _named_duration(text)
    if duration is None and (number := _number(text)) is not None and number >= 0:
        duration = float(min(number, _LARGEST_NUMBER)) * unit
    if duration is None:
        raise ValueError(f"“{one_line(cell, 40)}” isn’t a duration. Write it like 01:30:00.")
    if duration > _LONGEST:
        raise ValueError("It lasts longer than a day. Log it by hand.")
    return duration


def parse_timestamp(cell: str, order: DayOrder, home: ZoneInfo | None) -> tuple[date, time | None]:
    """Return the day and the time in a cell, None for no time; raise ValueError if there is none.

    >>> parse_timestamp("2026-03-05T10:11:12.000Z", "month_first", ZoneInfo("Europe/Berlin"))
    (datetime.date(2026, 3, 5), datetime.time(11, 11))
    >>> parse_timestamp("3/5/2026 2:00 PM", "month_first", None)
    (datetime.date(2026, 3, 5), datetime.time(14, 0))
    """
    if (local := _local_time(cell, home)) is None:
        return parse_date(cell, order), parse_time(cell)
    at = local.time().replace(second=0, microsecond=0)
    return parse_date(local.date().isoformat()), at if at != time() else None


def _clock_duration(text: str, is_of_call: bool) -> timedelta | None:
    """Return the duration in a text like 1:30 or 01:30:00."""
    if (match := _CLOCK.fullmatch(text)) is None:
        return None
    first, second = int(match[1]), int(match[2])
    if is_of_call and match[3] is None:
        return first * _MINUTE + second * _SECOND
    return first * _HOUR + second * _MINUTE + int(match[3] or 0) * _SECOND


def _named_duration(text: str) -> timedelta | None:
    """Return the duration in a text that names its units, like 1h 30m."""
    match = _UNITS.fullmatch("".join(text.split()))
    if not text or match is None:
        return None
    hours = float((match[1] or "0").replace(",", "."))
    return hours * _HOUR + int(match[2] or 0) * _MINUTE + int(match[3] or 0) * _SECOND


def _number(cell: str) -> Decimal | None:
    with suppress(ValueError):
        return parse_amount(cell)
    return None


def _unit_of_numbers(numbers: list[Decimal]) -> timedelta:
    largest = max(numbers, default=Decimal(0))
    is_whole = all(number == int(number) for number in numbers)
    # Meetings take 15 or 30 minutes, and hours are seldom all multiples of five.
    if largest <= _PLAUSIBLE_HOURS and not (numbers and is_whole and all(number % 5 == 0 for number in numbers)):
        return _HOUR
    if largest <= _LONGEST / _MINUTE:
        return _MINUTE
    return _SECOND if largest <= _LONGEST / _SECOND else _MILLISECOND


def _local_time(cell: str, home: ZoneInfo | None) -> datetime | None:
    """Return the time of an instant in a zone, else in its own; None if the cell names no instant."""
    # Of a year at the end of the calendar, the local time may not exist.
    with suppress(ValueError, OverflowError):
        instant = None
        if _EPOCH.fullmatch(cell):
            instant = datetime.fromtimestamp(int(cell[:10]), UTC)
        elif match := _WITH_ZONE.fullmatch(cell):
            instant = datetime.fromisoformat(_IN_UTC.sub("+00:00", match[0]))
        return instant.astimezone(home) if instant and home else instant
    return None
