"""Routine: worked examples by hand of consistency and energy."""

from datetime import date

import pytest
from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import routine
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.relationships.test_measures import favour, of, person, talk
from tests.strategies import workspaces

QUARTER = (Quarter(2026, 3),)  # from Wednesday, July 1, to Wednesday, September 30: 14 weeks from Monday to Sunday
YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))


def test_weeks_with_any_contact_and_the_longest_gap_are_counted() -> None:
    ledger = of(
        person("2026-08-31"),
        activities=[talk("2026-07-01"), talk("2026-07-05"), talk("2026-07-06")],
        exchanges=[favour("given", "2026-08-05")],
    )
    result = routine.consistency(ledger, QUARTER)
    assert (result.weeks, result.weeks_with_contact) == (14, 4)
    assert result.longest_gap_days == 30  # July 6 to August 5; then 26, then 30 to the end of September


def test_time_after_the_last_contact_is_a_gap_and_before_the_first_only_if_there_was_one_before() -> None:
    talks = [talk("2026-07-11"), talk("2026-07-12")]
    assert routine.consistency(of(activities=talks), QUARTER).longest_gap_days == 80
    assert routine.consistency(of(activities=talks), QUARTER, date(2026, 7, 14)).longest_gap_days == 2
    earlier = [talk("2026-06-30"), *talks]
    assert routine.consistency(of(activities=earlier), QUARTER, date(2026, 7, 14)).longest_gap_days == 10


def test_only_the_weeks_up_to_the_day_asked_count() -> None:
    result = routine.consistency(of(activities=[talk("2026-07-01"), talk("2026-09-01")]), QUARTER, date(2026, 7, 14))
    assert (result.weeks, result.weeks_with_contact) == (3, 1)


def test_activities_that_a_quiz_sums_up_have_no_day_that_would_count_for_a_routine() -> None:
    result = routine.consistency(of(activities=[talk("2026-09-30", source="quiz")]), QUARTER)
    assert (result.weeks_with_contact, result.longest_gap_days) == (None, None)


def hours(day: str, count: float) -> Json:
    return talk(day, hours={"attending": count})


def test_hours_between_jobs_are_compared_with_those_of_other_quarters() -> None:
    ledger = of(
        profile={"between_jobs": ["2026-Q3"]},
        activities=[hours("2026-02-01", 4), hours("2026-08-01", 92), hours("2026-11-01", 4)],
    )
    weekly = routine.consistency(ledger, YEAR).hours
    assert (weekly.between_jobs_share, weekly.quarters_share) == (0.92, 0.25)
    assert weekly.between_jobs == pytest.approx(7)  # 92 hours in 92 days
    assert weekly.otherwise == pytest.approx(8 / (273 / 7))
    assert weekly.is_only_in_need


@pytest.mark.parametrize(("in_work", "is_only_in_need"), [(0, True), (30, True), (31, False), (92, False)])
def test_networking_is_a_matter_of_need_from_three_times_the_hours_between_jobs_on(
    in_work: float, is_only_in_need: bool
) -> None:
    ledger = of(
        profile={"between_jobs": ["2026-Q3"]}, activities=[hours("2026-08-01", 92), hours("2026-11-01", in_work)]
    )
    assert routine.consistency(ledger, YEAR[2:]).hours.is_only_in_need is is_only_in_need


def test_without_a_quarter_between_jobs_there_is_nothing_to_compare() -> None:
    weekly = routine.consistency(of(activities=[hours("2026-08-01", 1)]), QUARTER).hours
    assert (weekly.between_jobs, weekly.is_only_in_need) == (None, False)
    assert routine.consistency(of(), ()).hours.quarters_share is None


@given(workspaces())
def test_no_gap_is_longer_than_the_quarters_and_no_week_counts_twice(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    result = routine.consistency(ledger, ledger.quarters)
    assert 0 <= (result.weeks_with_contact or 0) <= result.weeks
    assert 0 <= (result.longest_gap_days or 0) <= 7 * result.weeks


def felt(day: str, energy: int | None, count: float = 1) -> Json:
    return {**hours(day, count), "energy": energy}


def test_energy_has_a_mean_a_rate_by_the_hour_and_a_trend() -> None:
    # Means 2, 1 and -1 in three quarters; one point each: the line through them falls by 1.5 a quarter.
    activities = [
        felt("2026-02-01", 2, 2),
        felt("2026-05-01", 1, 1),
        felt("2026-08-01", -1, 1),
        felt("2026-08-01", None),
    ]
    ledger = of(activities=activities)
    row = routine.energy_by_approach(ledger, YEAR).row(0, named=True)
    assert row["approach"] == "one_on_one"
    assert (row["activities"], row["energy"]) == (3, pytest.approx(2 / 3))
    assert row["energy_per_hour"] == pytest.approx(2 / 4)
    assert row["trend"] == pytest.approx(-1.5)


def test_one_quarter_has_no_trend_and_no_hours_no_energy_by_the_hour() -> None:
    ledger = Ledger(Workspace(make_document(activities=[felt("2026-08-01", 1, 0), felt("2026-08-02", 2, 0)])))
    assert routine.energy_by_approach(ledger, QUARTER).select("energy_per_hour", "trend").row(0) == (None, None)
