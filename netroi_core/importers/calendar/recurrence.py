"""Recurrence rules (RRULE and EXRULE of RFC 5545), expanded by dateutil within a window of days.

A file may be hostile: rules by the hour or below are refused, and a rule that never matches ends with the window.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from math import prod
from typing import Any, Final

from dateutil import rrule

# Parses a date or time of the file as local time; raises ValueError if it can't.
DateTimeParser = Callable[[str], datetime]

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LARGEST_INTERVAL: Final = 1000
# More than fit into any window, which ends the expansion: programs write such for “no end”.
LARGEST_COUNT: Final = 999_999_999
LAST_YEAR: Final = 2199
MOST_TIMES_A_DAY: Final = 8

# FREQ=SECONDLY exists in files, and rules without end are normal: unbounded ones were still running after 5 seconds.
_FREQUENCIES: Final = {"DAILY": rrule.DAILY, "WEEKLY": rrule.WEEKLY, "MONTHLY": rrule.MONTHLY, "YEARLY": rrule.YEARLY}
# The fewest days of a period.
_PERIOD_DAYS: Final = {rrule.DAILY: 1, rrule.WEEKLY: 7, rrule.MONTHLY: 28, rrule.YEARLY: 365}
_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL_YEAR: Final = re.compile(r"\d{4}(?=\d{4})", re.ASCII)
# Parts that change nothing: they name the usual calendar, and what it does with days that a month doesn't have.
_HARMLESS: Final = (("RSCALE", "GREGORIAN"), ("SKIP", "OMIT"))
_RANGES: Final = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-366, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}


@dataclass(frozen=True)
class Recurrence:
    """A recurrence rule; ``frequency`` is dateutil's constant, ``options`` the other arguments of its rrule."""

    frequency: int
    interval: int
    count: int | None
    until: datetime | None
    options: Mapping[str, Any]

    def periods(self, start: datetime, last: date) -> int:
        """Return how many periods at most there are from the start to the last day."""
        last = min(last, self.until.date()) if self.until else last
        # Two more: the first period may begin before the start, and the last is not a whole one.
        return max((last - start.date()).days, 0) // (_PERIOD_DAYS[self.frequency] * self.interval) + 2

    def days(self, start: datetime, last: date) -> int:
        """Return about how many days at most `expand` looks at."""
        return self.periods(start, last) * _PERIOD_DAYS[self.frequency]


def parse_rule(text: str, parse_datetime: DateTimeParser) -> Recurrence | None:
    """Return a recurrence rule, None for an empty one; raise ValueError with the reason if it can't be followed."""
    parts = _parts(text)
    if not parts:
        return None
    name = parts.pop("FREQ", "")
    if name not in _FREQUENCIES:
        raise ValueError(
            f"it repeats {name.lower()[:20] or 'without a FREQ'}; NetROI reads events that repeat daily, "
            "weekly, monthly or yearly"
        )
    frequency = _FREQUENCIES[name]
    recurrence = Recurrence(
        frequency,
        _whole_number("INTERVAL", parts.pop("INTERVAL", "1"), LARGEST_INTERVAL),
        _whole_number("COUNT", parts.pop("COUNT"), LARGEST_COUNT) if "COUNT" in parts else None,
        _until(parts.pop("UNTIL", ""), parse_datetime),
        _options(frequency, parts),
    )
    if parts:
        raise ValueError(f"its recurrence rule has an unknown part, {min(parts)[:20]}")
    return recurrence


def expand(recurrence: Recurrence, start: datetime, first: date, last: date) -> Iterator[datetime]:
    """Yield the local times of a rule from one day to another, among them the start only if the rule says so."""
    interval = _CountedInterval(recurrence.interval, recurrence.periods(start, last))
    rule = rrule.rrule(
        recurrence.frequency, dtstart=start, interval=interval, count=recurrence.count, **recurrence.options
    )
    with suppress(_PeriodsExhausted):
        for moment in rule:
            if moment.date() > last or (recurrence.until and moment > recurrence.until):
                return
            if moment.date() >= first:
                yield moment


class _PeriodsExhausted(Exception):
    """Raised once all periods of the window were looked at."""


# dateutil looks for the next match up to the year 9999: 3 million days for a daily rule such as the 30th of February,
# within a single next(), so that islice or a comparison with the window stops nothing. But for every period it adds the
# interval once, and for weeks multiplies it: so the interval does the counting.
class _CountedInterval(int):
    """An interval that raises an exception once it was added or multiplied more often than there are periods."""

    _left: int

    def __new__(cls, interval: int, periods: int) -> "_CountedInterval":
        counted = super().__new__(cls, interval)
        counted._left = periods
        return counted

    def __radd__(self, number: int) -> int:
        self._count()
        return number + int(self)

    def __mul__(self, number: int) -> int:
        self._count()
        return int(self) * number

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _PeriodsExhausted


def _options(frequency: int, parts: dict[str, str]) -> dict[str, Any]:
    """Take the parts that restrict the days and times, and return them as dateutil's arguments."""
    numbers = {part: _numbers(part, parts.pop(part), bounds) for part, bounds in _RANGES.items() if part in parts}
    if prod(len(numbers.get(part, (0,))) for part in ("BYHOUR", "BYMINUTE", "BYSECOND")) > MOST_TIMES_A_DAY:
        raise ValueError(f"it repeats more than {MOST_TIMES_A_DAY} times a day")
    options: dict[str, Any] = {part.lower(): values for part, values in numbers.items()}
    options["wkst"] = _weekdays(parts.pop("WKST", "MO"))[0].weekday
    if "BYDAY" in parts:
        is_in_months = frequency == rrule.MONTHLY or "BYMONTH" in numbers
        options["byweekday"] = _all_ordinal(_weekdays(parts.pop("BYDAY")), 5 if is_in_months else 53)
    return options


def _parts(text: str) -> dict[str, str]:
    """Return the parts of a rule that say something: those that are not empty, no extensions, without spaces."""
    plain = "".join(text.upper().split()).removeprefix("RRULE:")
    pairs = [part.partition("=") for part in dict.fromkeys(plain.split(";")) if part]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs) or not all(equals for _, equals, _ in pairs):
        raise ValueError("its recurrence rule can’t be read")
    return {
        name: value
        for name, value in parts.items()
        if value and not name.startswith("X-") and (name, value) not in _HARMLESS
    }


def _until(text: str, parse_datetime: DateTimeParser) -> datetime | None:
    """Return the last time of a rule; None without one, and for the far future, by which programs mean no end."""
    year = _UNTIL_YEAR.match(text)
    return None if not text or (year and int(year[0]) > LAST_YEAR) else parse_datetime(text)


def _whole_number(name: str, text: str, most: int) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not 1 <= int(text) <= most:
        raise ValueError(f"{name} in its recurrence rule must be from 1 to {most:,}")
    return int(text)


def _numbers(name: str, text: str, bounds: tuple[int, int]) -> tuple[int, ...]:
    lowest, highest = bounds
    numbers = set()
    for part in text.split(","):
        if not re.fullmatch(r"[+-]?\d{1,3}", part, re.ASCII) or not lowest <= int(part) <= highest:
            raise ValueError(f"{name} in its recurrence rule can’t be read")
        numbers.add(int(part))
    if 0 in numbers and lowest:
        raise ValueError(f"{name} in its recurrence rule can’t be 0")
    return tuple(sorted(numbers))


def _weekdays(text: str) -> list[rrule.weekday]:
    matches = [_WEEKDAY.fullmatch(part) for part in text.split(",")]
    if not all(matches):
        raise ValueError("a weekday in its recurrence rule can’t be read")
    return [rrule.weekday(WEEKDAYS.index(match[2]), int(match[1] or 0) or None) for match in matches if match]


def _all_ordinal(weekdays: list[rrule.weekday], most: int) -> list[rrule.weekday]:
    """Return weekdays either all with an ordinal or all without."""
    if any(abs(weekday.n or 0) > most for weekday in weekdays):
        raise ValueError(f"the number of a weekday in its recurrence rule must be at most {most}")
    # dateutil takes a mixture such as 1MO,FR for days that are both, so that none is.
    if not any(weekday.n for weekday in weekdays):
        return weekdays
    return [day for weekday in weekdays for day in ([weekday] if weekday.n else map(weekday, range(1, most + 1)))]
