"""When an event repeats (the RRULE of RFC 5545), day by day in local time, with as many steps as the days looked at.

Only the days of a window are looked at, so a rule that never comes true costs no more than one that does. A rule with a
COUNT is followed from its start. Rules by the hour or below are refused.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Final, Literal, get_args

Frequency = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
Moment = Callable[[str], datetime]
"""A date or time of the file as local time; ValueError if there is none in it."""

WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LARGEST_INTERVAL: Final = 1000
LARGEST_COUNT: Final = 10_000
MOST_TIMES_A_DAY: Final = 8

_LONGEST_PERIOD: Final[Mapping[Frequency, int]] = {"DAILY": 2, "WEEKLY": 14, "MONTHLY": 62, "YEARLY": 732}
_WEEKDAY: Final = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_PARTS: Final = {
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
class Repetition:
    """A rule of repetition. ``weekdays`` are (ordinal, weekday), the ordinal 0 for every one, Monday 0.

    Empty tuples restrict nothing; ``times`` are those of a day, ``positions`` choose among what a period holds.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    year_days: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    weekdays: tuple[tuple[int, int], ...] = ()
    times: tuple[time, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0


def repetition(rule: str, start: datetime, moment: Moment) -> Repetition:
    """The rule as an event that starts so follows it; ValueError, with the reason, if it can't be followed."""
    parts = _parts(rule)
    named = parts.pop("FREQ", "")
    frequency: Frequency | None = next((each for each in get_args(Frequency) if each == named), None)
    if frequency is None:
        raise ValueError(f"it repeats {named.lower()[:20] or 'by no FREQ'}; only daily to yearly can be followed")
    numbers = {name: _numbers(name, parts.pop(name), bounds) for name, bounds in _PARTS.items() if name in parts}
    read = Repetition(
        frequency,
        _whole("INTERVAL", parts.pop("INTERVAL", "1"), LARGEST_INTERVAL),
        _whole("COUNT", parts.pop("COUNT"), LARGEST_COUNT) if "COUNT" in parts else None,
        moment(parts.pop("UNTIL")) if "UNTIL" in parts else None,
        months=numbers.get("BYMONTH", ()),
        month_days=numbers.get("BYMONTHDAY", ()),
        year_days=numbers.get("BYYEARDAY", ()),
        weeks=numbers.get("BYWEEKNO", ()),
        weekdays=_weekdays(parts.pop("BYDAY")) if "BYDAY" in parts else (),
        times=_times(numbers, start),
        positions=numbers.get("BYSETPOS", ()),
        week_start=_weekdays(parts.pop("WKST", "MO"))[0][1],
    )
    if parts:
        raise ValueError(f"its rule of repetition has an unknown part, {min(parts)[:20]}")
    return _with_days(read, start)


def days_looked_at(rule: Repetition, start: datetime, first: date, last: date) -> int:
    """At most how many days ``starts`` looks at."""
    begin = start.date() if rule.count else max(start.date(), first)
    days = max((last - begin).days, 0)
    return days // rule.interval + _LONGEST_PERIOD[rule.frequency]


def starts(rule: Repetition, start: datetime, first: date, last: date) -> Iterator[datetime]:
    """When it begins, in local time, from one day to another; the start itself is always one, whatever the rule."""
    if first <= start.date() <= last:
        yield start
    left = rule.count
    for period in _periods(rule, start.date(), start.date() if rule.count else max(start.date(), first), last):
        for moment in _moments(rule, period):
            if moment < start:
                continue
            if moment.date() > last or (rule.until and moment > rule.until) or left == 0:
                return
            left = None if left is None else left - 1
            if moment.date() >= first and moment != start:
                yield moment


def _parts(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.upper().strip().strip(";").split(";")]
    parts = {name.strip(): value.strip() for name, _, value in pairs}
    if len(parts) < len(pairs) or "" in parts.values():
        raise ValueError("its rule of repetition can't be read")
    return parts


def _whole(name: str, text: str, most: int) -> int:
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII) or not 1 <= int(text) <= most:
        raise ValueError(f"{name} of its repetition must be from 1 to {most:,}")
    return int(text)


def _numbers(name: str, text: str, bounds: tuple[int, int]) -> tuple[int, ...]:
    lowest, highest = bounds
    numbers = set()
    for part in text.split(","):
        if not re.fullmatch(r"[+-]?\d{1,3}", part, re.ASCII) or not lowest <= int(part) <= highest:
            raise ValueError(f"{name} of its repetition can't be read")
        numbers.add(int(part))
    if 0 in numbers and lowest:
        raise ValueError(f"{name} of its repetition can't be 0")
    return tuple(sorted(numbers))


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = {_WEEKDAY.fullmatch(part) for part in text.split(",")}
    if None in found:
        raise ValueError("a weekday of its repetition can't be read")
    return tuple(sorted({(int(each[1] or 0), WEEKDAYS.index(each[2])) for each in found if each}))


def _times(numbers: dict[str, tuple[int, ...]], start: datetime) -> tuple[time, ...]:
    hours, minutes = numbers.get("BYHOUR", (start.hour,)), numbers.get("BYMINUTE", (start.minute,))
    seconds = numbers.get("BYSECOND", (start.second,))
    if len(hours) * len(minutes) * len(seconds) > MOST_TIMES_A_DAY:
        raise ValueError(f"it repeats more than {MOST_TIMES_A_DAY} times a day")
    return tuple(time(*each) for each in product(hours, minutes, seconds))


def _with_days(rule: Repetition, start: datetime) -> Repetition:
    """The rule with the days that its start stands for where it names none."""
    if rule.weeks or rule.year_days or rule.month_days or rule.weekdays:
        return rule
    match rule.frequency:
        case "YEARLY":
            return replace(rule, months=rule.months or (start.month,), month_days=(start.day,))
        case "MONTHLY":
            return replace(rule, month_days=(start.day,))
        case "WEEKLY":
            return replace(rule, weekdays=((0, start.weekday()),))
    return rule


def _periods(rule: Repetition, start: date, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Every period of the rule, its first day and how many days it has, from the one with ``first`` in it or before."""
    step, frequency = rule.interval, rule.frequency
    if frequency in ("DAILY", "WEEKLY"):
        length = 1 if frequency == "DAILY" else 7
        ahead = 0 if frequency == "DAILY" else (start.weekday() - rule.week_start) % 7
        origin = start.toordinal() - ahead
        skipped = (first.toordinal() - origin) // (length * step)
        for ordinal in range(origin + skipped * length * step, last.toordinal() + 1, length * step):
            yield date.fromordinal(ordinal), length
        return
    months = 1 if frequency == "MONTHLY" else 12
    origin = start.year * 12 + (start.month - 1 if months == 1 else 0)
    skipped = (first.year * 12 + first.month - 1 - origin) // (months * step)
    for month in range(origin + skipped * months * step, last.year * 12 + last.month, months * step):
        year = month // 12
        begin = date(year, month % 12 + 1, 1)
        yield begin, monthrange(year, begin.month)[1] if months == 1 else 365 + isleap(year)


def _moments(rule: Repetition, period: tuple[date, int]) -> list[datetime]:
    """What a period holds, in order."""
    begin, length = period
    days = (begin + timedelta(days=ahead) for ahead in range(length))
    moments = [datetime.combine(day, at) for day in days if _is_on(rule, day) for at in rule.times]
    if not rule.positions:
        return moments
    chosen = {place - 1 if place > 0 else len(moments) + place for place in rule.positions}
    return [moment for place, moment in enumerate(moments) if place in chosen]


def _is_on(rule: Repetition, day: date) -> bool:
    """Whether the rule names this day."""
    if rule.months and day.month not in rule.months:
        return False
    if rule.weekdays and not _is_weekday(rule, day):
        return False
    if rule.month_days and not _is_among(rule.month_days, day.day, monthrange(day.year, day.month)[1]):
        return False
    if rule.year_days and not _is_among(rule.year_days, day.timetuple().tm_yday, 365 + isleap(day.year)):
        return False
    return not rule.weeks or _is_among(rule.weeks, *_week(day, rule.week_start))


def _is_among(places: tuple[int, ...], place: int, most: int) -> bool:
    """Whether a place, counted from the front or (negative) from the end, is one of these."""
    return place in places or place - most - 1 in places


def _is_weekday(rule: Repetition, day: date) -> bool:
    weekday = day.weekday()
    if rule.frequency in ("DAILY", "WEEKLY"):
        return any(weekday == named for _, named in rule.weekdays)
    if rule.frequency == "YEARLY" and not rule.months:
        place, length = day.timetuple().tm_yday, 365 + isleap(day.year)
    else:
        place, length = day.day, monthrange(day.year, day.month)[1]
    ordinals = {0, (place + 6) // 7, -((length - place) // 7 + 1)}
    return any(weekday == named and ordinal in ordinals for ordinal, named in rule.weekdays)


def _week(day: date, week_start: int) -> tuple[int, int]:
    """The number of a day's week and how many weeks its year has: a week is of the year that has four of its days."""
    middle = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    last = date(middle.year, 12, 31)
    length = last.timetuple().tm_yday - (last - middle).days % 7
    return (middle.timetuple().tm_yday - 1) // 7 + 1, (length - 1) // 7 + 1
