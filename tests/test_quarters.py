"""Quarters: labels, days, and no gaps or overlaps whatever month the fiscal year begins in."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter, last_finished, span

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
starts = st.integers(1, 12)
quarters = st.builds(Quarter, st.integers(1800, 2300), st.integers(1, 4))


@given(quarters)
def test_a_quarter_is_parsed_from_its_label_and_its_ordinal(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.from_ordinal(quarter.ordinal) == quarter


@given(st.integers(0, 12_000))
def test_an_ordinal_survives_the_round_trip(ordinal: int) -> None:
    assert Quarter.from_ordinal(ordinal).ordinal == ordinal


@given(days, starts)
def test_every_day_lies_in_exactly_the_quarter_that_contains_it(day: date, start: int) -> None:
    quarter = Quarter.containing(day, start)
    assert quarter.first_day(start) <= day <= quarter.last_day(start)


@given(quarters, starts)
def test_quarters_follow_each_other_without_gap_or_overlap(quarter: Quarter, start: int) -> None:
    assert quarter.last_day(start) + timedelta(days=1) == quarter.shifted(1).first_day(start)
    assert quarter.days(start) == (quarter.last_day(start) - quarter.first_day(start)).days + 1
    assert 89 <= quarter.days(start) <= 92
    assert quarter.first_day(start).day == 1


@given(quarters, starts)
def test_four_quarters_are_a_year_that_begins_in_its_month(quarter: Quarter, start: int) -> None:
    first = Quarter(quarter.year, 1)
    assert first.first_day(start).month == start
    assert sum(first.shifted(n).days(start) for n in range(4)) in (365, 366)


@given(quarters, starts)
def test_a_fiscal_year_is_named_after_the_calendar_year_in_which_it_ends(quarter: Quarter, start: int) -> None:
    assert Quarter(quarter.year, 4).last_day(start).year == quarter.year


@given(quarters, quarters)
def test_quarters_sort_by_time(first: Quarter, second: Quarter) -> None:
    assert (first < second) == (first.first_day() < second.first_day())


@pytest.mark.parametrize(
    ("label", "start", "first", "last"),
    [
        ("2026-Q3", 1, date(2026, 7, 1), date(2026, 9, 30)),
        ("2026-Q1", 4, date(2025, 4, 1), date(2025, 6, 30)),
        ("2026-Q4", 4, date(2026, 1, 1), date(2026, 3, 31)),
        ("2024-Q3", 9, date(2024, 3, 1), date(2024, 5, 31)),
        ("2024-Q2", 12, date(2024, 3, 1), date(2024, 5, 31)),
    ],
)
def test_the_days_of_a_quarter_are_those_of_the_contract(label: str, start: int, first: date, last: date) -> None:
    quarter = Quarter.parse(label)
    assert (quarter.first_day(start), quarter.last_day(start)) == (first, last)


@pytest.mark.parametrize(
    "label",
    ["", "2026", "2026-Q5", "2026-Q0", "2026Q1", "26-Q1", "2026-q1", " 2026-Q1", "2026-Q1\n", "٢٠٢٦-Q1", "9026-Q1"],
)
def test_any_other_text_is_refused_with_an_example(label: str) -> None:
    with pytest.raises(ValueError, match="write it like 2026-Q3"):
        Quarter.parse(label)


def test_a_span_holds_both_ends_and_is_empty_when_it_ends_before_it_begins() -> None:
    assert list(span(Quarter(2025, 4), Quarter(2026, 2))) == [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2)]
    assert list(span(Quarter(2026, 1), Quarter(2026, 1))) == [Quarter(2026, 1)]
    assert list(span(Quarter(2026, 2), Quarter(2026, 1))) == []


@given(days, starts)
def test_the_last_finished_quarter_ended_before_today_and_the_next_one_has_not(today: date, start: int) -> None:
    quarter = last_finished(today, start)
    assert quarter.last_day(start) < today <= quarter.shifted(1).last_day(start)
