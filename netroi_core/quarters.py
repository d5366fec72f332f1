"""Quarters of a calendar or fiscal year.

A quarter is written ``2026-Q3``. With ``fiscal_year_start`` 1 it is a calendar quarter; otherwise a fiscal year is
named after the calendar year in which it ends, so with start 4 the quarter 2026-Q1 is 2025-04-01 to 2025-06-30.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Self

_LABEL = re.compile(r"([12]\d{3})-Q([1-4])", re.ASCII)


class Quarter(NamedTuple):
    """A quarter of a (fiscal) year; sorts by time."""

    year: int
    number: int

    @classmethod
    def parse(cls, label: str) -> Self:
        """Return the quarter written as ``YYYY-Qn``; raise ValueError for anything else.

        >>> Quarter.parse("2026-Q1").first_day(fiscal_year_start=4)
        datetime.date(2025, 4, 1)
        """
        match = _LABEL.fullmatch(label)
        if match is None:
            raise ValueError(f"{label!r} is not a quarter; write it like 2026-Q3")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def from_ordinal(cls, ordinal: int) -> Self:
        """Return the quarter with this ``ordinal``."""
        year, number = divmod(ordinal, 4)
        return cls(year, number + 1)

    @classmethod
    def containing(cls, day: date, fiscal_year_start: int = 1) -> Self:
        """Return the quarter that a day falls in."""
        months = day.year * 12 + day.month - fiscal_year_start
        return cls.from_ordinal(months // 3 + (4 if fiscal_year_start > 1 else 0))

    @property
    def ordinal(self) -> int:
        """The number of quarters since year 0."""
        return self.year * 4 + self.number - 1

    def shifted(self, quarters: int) -> "Quarter":
        """Return the quarter that is so many quarters later, or earlier if negative."""
        return Quarter.from_ordinal(self.ordinal + quarters)

    def first_day(self, fiscal_year_start: int = 1) -> date:
        """Return the first day."""
        return _first_day(self.ordinal, fiscal_year_start)

    def last_day(self, fiscal_year_start: int = 1) -> date:
        """Return the last day."""
        return _first_day(self.ordinal + 1, fiscal_year_start) - timedelta(days=1)

    def days(self, fiscal_year_start: int = 1) -> int:
        """Return the number of days: 89 (February to April) to 92."""
        return (self.last_day(fiscal_year_start) - self.first_day(fiscal_year_start)).days + 1

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"


@lru_cache(maxsize=1024)
def _first_day(ordinal: int, fiscal_year_start: int) -> date:
    quarters_since_0 = ordinal - (4 if fiscal_year_start > 1 else 0)
    year, month = divmod(quarters_since_0 * 3 + fiscal_year_start - 1, 12)
    return date(year, month + 1, 1)


def span(first: Quarter, last: Quarter) -> Iterator[Quarter]:
    """Yield every quarter from first to last, both included."""
    return map(Quarter.from_ordinal, range(first.ordinal, last.ordinal + 1))


def last_finished(today: date, fiscal_year_start: int = 1) -> Quarter:
    """Return the latest quarter that ended before today."""
    return Quarter.containing(today, fiscal_year_start).shifted(-1)
