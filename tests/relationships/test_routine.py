"""Routine: worked examples by hand of consistency and energy."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import routine
from netroi_core.relationships.routine import Consistency, Load, WeeklyHours
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.relationships.test_measures import favor, of, person, talk
from tests.strategies import workspaces

QUARTER = (Quarter(2026, 3),)  # from Wednesday, July 1, to Wednesday, September 30: 14 weeks from Monday to Sunday
END = date(2026, 12, 31)
YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))


def test_weeks_with_any_contact_and_the_longest_gap_are_counted() -> None:
    ledger = of(
        person("2026-08-31"),
        activities=[talk("2026-07-01"), talk("2026-07-05"), talk("2026-07-06")],
        exchanges=[favor("given", "2026-08-05")],
    )
    result = routine.consistency(ledger, QUARTER, END)
    assert (result.weeks, result.weeks_with_contact) == (14, 4)
    assert result.longest_gap_days == 30  # July 6 to August 5; then 26, then 30 to the end of September


def test_time_after_the_last_contact_is_a_gap_and_before_the_first_only_if_there_was_one_before() -> None:
    talks = [talk("2026-07-11"), talk("2026-07-12")]
    assert routine.consistency(of(activities=talks), QUARTER, END).longest_gap_days == 80
    assert routine.consistency(of(activities=talks), QUARTER, date(2026, 7, 14)).longest_gap_days == 2
    earlier = [talk("2026-06-30"), *talks]
    assert routine.consistency(of(activities=earlier), QUARTER, date(2026, 7, 14)).longest_gap_days == 10


def test_only_the_weeks_up_to_the_day_asked_count() -> None:
    result = routine.consistency(of(activities=[talk("2026-07-01"), talk("2026-09-01")]), QUARTER, date(2026, 7, 14))
    assert (result.weeks, result.weeks_with_contact) == (3, 1)


def test_activities_that_a_quiz_sums_up_have_no_day_that_would_count_for_a_routine() -> None:
    total = talk("2026-09-30", source="quiz")
    # Beside a few that are logged, the total of a quiz stands for weeks that nobody knows.
    for activities in ([total], [talk("2026-07-01"), total]):
        result = routine.consistency(of(activities=activities), QUARTER, END)
        assert (result.weeks_with_contact, result.longest_gap_days) == (None, None)


def hours(day: str, count: float) -> Json:
    return talk(day, hours={"attending": count})


def test_hours_between_jobs_are_compared_with_those_of_other_quarters() -> None:
    ledger = of(
        profile={"between_jobs": ["2026-Q3"]},
        activities=[hours("2026-02-01", 4), hours("2026-08-01", 92), hours("2026-11-01", 4)],
    )
    weekly = routine.consistency(ledger, YEAR, END).hours
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
    assert routine.consistency(ledger, YEAR[2:], END).hours.is_only_in_need is is_only_in_need


def test_without_a_quarter_between_jobs_there_is_nothing_to_compare() -> None:
    weekly = routine.consistency(of(activities=[hours("2026-08-01", 1)]), QUARTER, END).hours
    assert (weekly.between_jobs, weekly.is_only_in_need) == (None, False)


@given(workspaces())
def test_no_gap_is_longer_than_the_quarters_and_no_week_counts_twice(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    result = routine.consistency(ledger, ledger.quarters or QUARTER, date.max)
    assert 0 <= (result.weeks_with_contact or 0) <= result.weeks
    assert 0 <= (result.longest_gap_days or 0) <= 7 * result.weeks


def felt(day: str, energy: int | None, count: float = 1) -> Json:
    return {**hours(day, count), "energy": energy}


def test_energy_has_a_mean_and_a_trend() -> None:
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
    assert row["trend"] == pytest.approx(-1.5)


def test_one_quarter_has_no_trend_and_more_hours_make_nothing_less_tiring() -> None:
    for hours in (0, 1, 30):
        tired = [felt("2026-08-01", -2, hours), felt("2026-08-02", -1, hours)]
        ledger = Ledger(Workspace(make_document(activities=tired)))
        assert routine.energy_by_approach(ledger, QUARTER).select("energy", "trend").row(0) == (-1.5, None)


def test_the_load_is_hours_and_evenings_a_week_against_the_limits_and_the_mean_energy() -> None:
    profile = {"weekly_hours_cap": 2, "weekly_evenings_cap": 0.2}
    activities = [
        talk("2026-07-01", hours={"attending": 20, "travelling": 3}, energy=2, evening=True),
        talk("2026-07-01", hours={"attending": 23}, energy=-1, evening=True),
        talk("2026-09-30", evening=False),
        talk("2026-10-01", hours={"attending": 99}, energy=-2, evening=True),
    ]
    load = routine.load(of(activities=activities, profile=profile), QUARTER)  # 92 days
    assert load.hours_per_week == pytest.approx(46 / (92 / 7))
    assert load.evenings_per_week == pytest.approx(1 / (92 / 7))
    assert load.energy == 0.5
    assert (load.is_beyond_hours, load.is_beyond_evenings) == (True, False)


def test_the_load_of_a_running_quarter_counts_only_the_weeks_so_far() -> None:
    ledger = of(activities=[talk("2026-07-01", hours={"attending": 4})])
    assert routine.load(ledger, QUARTER, date(2026, 7, 14)).hours_per_week == pytest.approx(2)
    assert routine.load(ledger, (Quarter(2026, 4),), date(2026, 7, 14)).hours_per_week is None


def test_without_an_answer_there_are_no_evenings_and_without_a_quarter_no_load() -> None:
    ledger = of(activities=[talk("2026-07-01", hours={"attending": 1})])
    assert routine.load(ledger, QUARTER).evenings_per_week is None
    assert routine.load(ledger, ()).hours_per_week is None


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Load(4.04, None, 1, 5, None), "In Q3 2026, you spent 4 hours a week on average, within your limit of 5."),
        (Load(6.5, 1.2, 1, 5, None),
         "In Q3 2026, you spent 6.5 hours a week on average, above your limit of 5, and 1.2 evenings "
         "a week."),
        (Load(6.5, None, 1, 6, None, is_own_cap=False),
         "In Q3 2026, you spent 6.5 hours a week on average, above the usual limit of 6."),
        (Load(4, 3, 1, 5, 2),
         "In Q3 2026, you spent 4 hours a week on average, within your limit of 5, and 3 evenings a week, above your "
         "limit of 2."),
    ],
)  # fmt: skip
def test_the_load_is_compared_with_the_limits(result: Load, said: str) -> None:
    assert routine.load_sentence(result, QUARTER, Words()) == said


def rated_energies(**rated: tuple[int | None, float | None, float | None]) -> pl.DataFrame:
    """Return activities, energy and trend of approaches."""
    names = ("activities", "energy", "trend")
    rows = [(approach, *rated.get(approach, (None,) * 3)) for approach in APPROACHES]
    return pl.DataFrame(rows, schema=["approach", *names], orient="row")


def test_only_growing_energy_is_mentioned() -> None:
    result = rated_energies(group_events=(9, -0.5, -0.2), one_on_one=(9, 1, 0.05), social_media=(9, 1, 0.1))
    assert routine.rising_energy(result) == ("You get more energy from social media than you did in earlier quarters.",)
    assert routine.rising_energy(rated_energies()) == ()


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (Consistency(10, 8, 12, WeeklyHours(None, 2.0)),
         ("You were in touch with someone in 8 of 10 weeks, with at most 12 days in between. That’s a routine.",)),
        (Consistency(10, 3, 40, WeeklyHours(7.0, 0.5)),
         ("You were in touch with someone in 3 of 10 weeks, with at most 40 days in between. A fixed hour a week would "
          "make it a routine.",
          "You spent 7 hours a week between jobs and 0.5 otherwise. Staying in touch in good times makes the next "
          "search easier.")),
        (Consistency(10, None, None, WeeklyHours(3.0, 3.0)),
         ("You spent 3 hours a week between jobs and 3 otherwise. You keep it up in good times, too.",)),
    ],
)  # fmt: skip
def test_a_routine_differs_from_networking_in_need(result: Consistency, said: tuple[str, ...]) -> None:
    assert routine.consistency_sentences(result, Words()) == said


@pytest.mark.parametrize(
    ("energies", "returns", "said"),
    [
        ({"one_on_one": 0.5, "group_events": 0.1}, {"one_on_one": 3.0}, "You get the most energy from one-on-one, "
         "which also returned most"),
        ({"one_on_one": 0.5, "social_media": 0.0}, {"social_media": 3.0},
         "You get the most energy from one-on-one; the best return came from social media"),
        ({"one_on_one": 0.5, "social_media": 0.0}, {"social_media": None}, "You get the most energy from one-on-one"),
        # Nothing won is no return to name.
        ({"one_on_one": 0.5, "group_events": -1.0}, {"one_on_one": 0.0, "social_media": 0.0},
         "You get the most energy from one-on-one"),
        ({"one_on_one": -0.5, "group_events": -1.0}, {},
         "No approach gives you energy; you lose least with one-on-one"),
        # One alone is neither the most nor the least.
        ({"one_on_one": 1.5, "group_events": None}, {}, "You get energy from one-on-one; the others aren’t rated yet"),
        ({"social_media": -2.0}, {}, "You lose energy with social media; the others aren’t rated yet"),
        ({"social_media": 0.0}, {}, "You neither gain nor lose energy with social media; the others aren’t rated yet"),
        ({"one_on_one": None}, {}, "You haven’t rated the energy of any activity yet"),
    ],
)  # fmt: skip
def test_the_energy_title_compares_energy_with_returns(
    energies: dict[str, float | None], returns: dict[str, float | None], said: str
) -> None:
    assert routine.energy_title(energies, returns) == said


def test_the_return_title_names_the_approach_that_returned_most() -> None:
    assert (
        routine.return_title({"one_on_one": 3.0, "group_events": None}, Words())
        == "Each $1 returned most with one-on-one: $3.00"
    )
