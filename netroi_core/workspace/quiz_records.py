"""Records written by a quiz: the prefix of their ids, and whether their day is only a guess.

A quiz asks about a quarter. A record without a stated day gets the last day of that quarter, which is a guess: screens
show the quarter instead, and such a day makes no follow-up due.
"""

import re
from datetime import date
from typing import Final

from netroi_core.quarters import Quarter
from netroi_core.workspace.records import Quiz

_ID: Final = re.compile(r"quiz-([12]\d{3}-Q[1-4])-.*", re.ASCII | re.DOTALL)


def id_prefix(quarter: Quarter) -> str:
    """Return the prefix of the ids of all records that a quarter's quiz writes."""
    return f"quiz-{quarter}-"


def guessed_quarter(record_id: str, day: date, fiscal_year_start: int = 1) -> Quarter | None:
    """Return the quarter of the quiz that wrote a record, if the record's day is only a guess; else None.

    >>> guessed_quarter("quiz-2026-Q3-1", date(2026, 9, 30)), guessed_quarter("quiz-2026-Q3-1", date(2026, 9, 2))
    (Quarter(year=2026, number=3), None)
    >>> guessed_quarter("o-4f1c", date(2026, 9, 30))
    """
    match = _ID.fullmatch(record_id)
    quarter = Quarter.parse(match[1]) if match else None
    return quarter if quarter and quarter.last_day(fiscal_year_start) == day else None


def submitted_on(quiz: Quiz) -> date | None:
    """Return the day on which a quiz was submitted; None for a draft."""
    return date.fromisoformat(quiz.submitted[:10]) if quiz.submitted else None
