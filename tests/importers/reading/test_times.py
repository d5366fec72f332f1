"""Durations, and timestamps of CRMs, in any notation; the unit of bare numbers by the column or by its numbers."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.reading.times import duration_unit, parse_duration, parse_timestamp
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
) -> None:
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


@pytest.mark.parametrize(
    ("cell", "zone", "expected"),
    [
        ("1772705472", "Europe/Berlin", (date(2026, 3, 5), time(11, 11))),
        ("1772705472000", "Europe/Berlin", (date(2026, 3, 5), time(11, 11))),
        ("2026-03-05T23:30:00Z", "Europe/Berlin", (date(2026, 3, 6), time(0, 30))),
        ("2026-03-05 10:11:12 UTC", None, (date(2026, 3, 5), time(10, 11))),
        ("2026-03-05T10:11:12.000-05:00", "Europe/Berlin", (date(2026, 3, 5), time(16, 11))),
        ("5/3/2026 2:00 PM", "Europe/Berlin", (date(2026, 3, 5), time(14))),
        ("5/3/2026", "Europe/Berlin", (date(2026, 3, 5), None)),
        # An instant at midnight is a day without a time.
        ("2026-03-05T00:00:00Z", None, (date(2026, 3, 5), None)),
    ],
)
def test_an_instant_is_told_in_the_zone_at_home_and_a_local_time_as_it_is(
    cell: str, zone: str | None, expected: tuple[date, time | None]
) -> None:
    assert parse_timestamp(cell, "day_first", ZoneInfo(zone) if zone else None) == expected


@pytest.mark.parametrize("cell", ["", "soon", "177270547", "9999-12-31T23:59:59Z"])
def test_a_cell_without_a_day_that_exists_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="date"):
        parse_timestamp(cell, "day_first", ZoneInfo("Asia/Tokyo"))
