"""Durations, and timestamps of CRMs, in any notation; the unit of bare numbers by the column or by its numbers."""

from datetime import timedelta

import pytest

from netroi_core.importers.reading.times import duration_unit, parse_duration
from tests.importers.import_files import sentence


@pytest.mark.parametrize(
    ("column", "cells", "seconds"),
    [
        ("Hours", ["30"], 3600),
        ("Duration (h)", ["30"], 3600),
        ("Duration (decimal)", ["8"], 3600),
        ("Time Spent (seconds)", ["8"], 1),
        ("CALLDURATIONINSECONDS", ["8"], 1),
        ("Dauer (Minuten)", ["8"], 60),
        ("Call duration (ms)", ["8"], 0.001),
        ("Duration", ["1.5", "2"], 3600),
        ("Duration", ["1", "8"], 3600),
        ("Duration", ["15"], 60),
        ("Duration", ["30", "7"], 60),
        ("Duration", ["3600"], 1),
        ("Duration", ["900000", "30"], 0.001),
        ("Duration", ["1:30"], 3600),
    ],
)
def test_the_unit_is_told_by_the_columns_name_else_by_its_numbers(
    column: str, cells: list[str], seconds: float
) -> None:  # fmt: skip
    assert duration_unit(column, cells).total_seconds() == seconds


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [("1:30", 90), ("01:30:00", 90), ("1h 30m", 90), ("1 h", 60), ("90 min", 90), ("1.5", 90), ("1,5", 90),
     ("45s", 0.75), ("0:00:30", 0.5), ("0", 0)],
)  # fmt: skip
def test_a_duration_is_read_in_any_notation(cell: str, minutes: float) -> None:
    assert parse_duration(cell) == timedelta(minutes=minutes)


def test_two_numbers_are_minutes_and_seconds_of_a_call() -> None:
    assert parse_duration("05:30", is_of_call=True) == timedelta(minutes=5, seconds=30)
    assert parse_duration("01:05:30", is_of_call=True) == timedelta(hours=1, minutes=5, seconds=30)


@pytest.mark.parametrize("cell", ["", "long", "-1", "1:75", "9" * 50, "h", "1e3:00"])
def test_no_duration_is_refused(cell: str) -> None:
    assert "isn’t a duration" in sentence(lambda: parse_duration(cell))


@pytest.mark.parametrize("cell", ["25", "25:00", "25h", "99999999", "1E+10"])
def test_more_than_a_day_is_refused(cell: str) -> None:
    assert "longer than a day" in sentence(lambda: parse_duration(cell))
