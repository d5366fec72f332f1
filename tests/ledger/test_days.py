"""Days as columns: each day is itself, and in the quarter that holds it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.days import day_and_quarter, placed
from netroi_core.quarters import Quarter

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(st.lists(st.none() | DAYS), st.integers(1, 12))
def test_every_day_is_itself_and_in_its_quarter(days: list[date | None], fiscal_year_start: int) -> None:
    found = day_and_quarter([day and day.isoformat() for day in days], fiscal_year_start)
    assert found["day"].to_list() == days
    assert found["quarter"].to_list() == [day and Quarter.containing(day, fiscal_year_start).ordinal for day in days]


def test_days_are_counted_from_1970_on() -> None:
    assert placed("1970-01-01", 1) == (0, 1970 * 4)
    assert placed("2026-03-31", 4) == (20_543, 2026 * 4 + 3)
