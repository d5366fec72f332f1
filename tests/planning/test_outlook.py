"""Planning: what a mix is forecast to return, and that no better one within the limits is missed."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.baseline import typical_quarter
from netroi_core.planning.mix import Effort, Limits, Mix, Restraint, total_effort
from netroi_core.planning.outlook import Outlook, build_outlook, with_untried
from netroi_core.verdict.evidence import Evidence, gather_evidence, recurring
from netroi_core.verdict.posterior import Posterior, sample_posterior
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, load_document, make_document, small_documents, won_outcome
from tests.evidences import evidence

ELASTICITIES = (0.5, 0.7, 1.0)
TODAY = date(2027, 1, 5)


@cache
def sample() -> Outlook:
    return of(load_document("sample"))


def may_recur(ledger: Ledger) -> Evidence:
    return recurring(gather_evidence(ledger, ledger.quarters, Options()), ledger)


def of(raw: Json) -> Outlook:
    ledger = Ledger(Workspace(raw))
    baseline = typical_quarter(ledger, ledger.quarters, Options(), TODAY)
    ahead = build_outlook(may_recur(ledger), baseline, ledger.profile, ledger.quarters)
    assert ahead is not None
    return ahead


def known(
    returns: tuple[float, float, float],
    *,
    spread: float = 0.0,
    usual_cost: tuple[float, float, float] = (1000.0, 1000.0, 1000.0),
    money_per_hour: tuple[float, float, float] = (10.0, 10.0, 10.0),
) -> Outlook:
    """An outlook on these returns per unit of cost, at an hour that is worth 40; today, ten hours go to each."""
    drawn = np.random.default_rng(5).standard_normal((3, 4000)) * spread
    return Outlook(
        present={approach: Effort(10, 100) for approach in APPROACHES},
        tried=APPROACHES,
        hour_worth=np.full(3, 40.0),
        money_per_hour=np.array(money_per_hour),
        usual_cost=np.array(usual_cost),
        posterior=Posterior(np.log(returns)[:, None] + drawn, np.zeros((3, 4000)), np.zeros(4000)),
    )


def mix(*hours: float) -> Mix:
    """So many hours of each approach, at 10 an hour."""
    return {approach: Effort(count, 10 * count) for approach, count in zip(APPROACHES, hours, strict=True)}


@pytest.mark.parametrize("name", ["no outcome", "no cost", "no steps", "nothing but a favor"])
def test_where_nothing_of_worth_is_recorded_there_is_no_outlook(name: str) -> None:
    ledger = Ledger(Workspace(small_documents()[name]))
    baseline = typical_quarter(ledger, ledger.quarters, Options(), TODAY)
    assert build_outlook(may_recur(ledger), baseline, ledger.profile, ledger.quarters) is None


def test_the_usual_mix_is_the_mean_of_finished_quarters_dues_included() -> None:
    venue = {"name": "Guild", "approach": "group_events", "dues": {"amount": "400", "from": "2026-01-01"}}
    raw = make_document(
        venues=[venue],
        activities=[
            costly_activity("one_on_one", "10", "2026-04-02"),
            costly_activity("one_on_one", "30", "2026-08-02"),
        ],
        outcomes=[won_outcome("500", "one_on_one", "2026-11-02")],
    )
    ahead = of(raw)
    assert ahead.present == {
        "group_events": Effort(0, 100),
        "one_on_one": Effort(pytest.approx(2 / 3), pytest.approx(40 / 3)),
        "social_media": Effort(0, 0),
    }
    assert ahead.tried == ("group_events", "one_on_one")


def test_dues_are_owed_whatever_the_hours_and_bring_nothing_by_themselves() -> None:
    club = {"name": "Club", "approach": "group_events", "dues": {"amount": "400", "per": "quarter"}}
    evening = {**costly_activity("group_events", "100"), "hours": {"attending": 10}}
    paid = {"profile": {"compensation": [{"hourly_rate": "50"}]}, "outcomes": [won_outcome("3000", "group_events")]}
    ahead = of(make_document(venues=[club], activities=[evening], **paid))
    # 100 of the 500 fall with the hours.
    assert ahead.present["group_events"] == Effort(10, 500)
    assert [ahead.mix({"group_events": hours})["group_events"].money for hours in (20, 5, 0)] == [600, 450, 0]
    usual, half = ahead.forecast(ahead.present, 1), ahead.forecast(ahead.mix({"group_events": 5}), 1)
    assert half.cost == usual.cost - 300
    assert half.expected + half.cost == pytest.approx((usual.expected + usual.cost) / 2)


def test_money_brings_nothing_where_no_hour_goes_into_what_usually_takes_some() -> None:
    ahead = known((2.0, 2.0, 2.0))
    without = {**mix(10, 10, 0), "social_media": Effort(0, 100)}
    assert ahead.forecast(without).expected == pytest.approx(ahead.forecast(mix(10, 10, 0)).expected - 100)
    # Money that never took an hour, like a fee for a profile, works by itself.
    by_money = replace(ahead, present={**ahead.present, "social_media": Effort(0, 100)})
    assert by_money.forecast(without).expected > by_money.forecast(mix(10, 10, 0)).expected


def test_a_membership_that_is_not_worth_its_dues_is_no_part_of_the_best_mix() -> None:
    dues = np.array([900.0, 0, 0])
    ahead = replace(known((0.5, 3.0, 1.0), usual_cost=(1400, 1000, 1000)), dues=dues, usual_dues=dues)
    best = ahead.best_mix(Limits(60, 2000))
    assert best["group_events"] == Effort()
    kept = ahead.best_mix(Limits(60, 2000), {name: Restraint(5, 30) for name in APPROACHES})
    assert kept["group_events"].hours >= 5
    assert kept["group_events"].money == pytest.approx(900 + 10 * kept["group_events"].hours)


def test_an_approach_without_hours_takes_the_worth_and_the_money_of_an_hour_from_the_others() -> None:
    rate = {"compensation": [{"hourly_rate": "50"}], "hour_worth": {"family": 2.0}}
    activities = [
        {**costly_activity("group_events", "40"), "hours": {"attending": 2}, "alternative": "family"},
        {**costly_activity("one_on_one", "20"), "hours": {"attending": 1}},
    ]
    ahead = of(make_document(profile=rate, activities=activities, outcomes=[won_outcome("500", "one_on_one")]))
    assert ahead.hour_worth == pytest.approx([100, 50, 250 / 3])
    assert ahead.money_per_hour == pytest.approx([20, 20, 20])
    assert ahead.usual_cost == pytest.approx([240, 70, 155])


def test_the_usual_cost_is_that_of_the_quarters_which_cost_anything() -> None:
    days = ("2026-01-15", "2026-08-01")
    raw = make_document(
        activities=[costly_activity("one_on_one", "100", day) for day in days],
        outcomes=[won_outcome("500", "one_on_one")],
    )
    assert of(raw).usual_cost == pytest.approx([100, 100, 100])


def test_at_its_usual_cost_an_approach_returns_what_it_did_whatever_is_assumed() -> None:
    ahead = known((3.0, 0.5, 1.0))
    for elasticity in ELASTICITIES:
        forecast = ahead.forecast(mix(20, 20, 0), elasticity)
        assert (forecast.hours, forecast.money, forecast.cost) == (40, 400, 2000)
        assert forecast.expected == pytest.approx(3000 + 500 - 2000)
        assert (forecast.low, forecast.high) == pytest.approx((forecast.expected, forecast.expected))


@pytest.mark.parametrize(("elasticity", "times"), [(0.5, 2**0.5), (0.7, 1.6245), (1.0, 2.0)])
def test_twice_the_effort_is_worth_as_many_times_as_much_as_is_assumed(elasticity: float, times: float) -> None:
    ahead = known((3.0, 1.0, 1.0))
    once, twice = (ahead.forecast(mix(hours, 0, 0), elasticity) for hours in (20, 40))
    assert twice.expected + twice.cost == pytest.approx(times * (once.expected + once.cost), rel=1e-4)


def test_what_is_expected_is_not_decided_by_returns_that_nobody_ever_saw() -> None:
    ahead = known((1.0, 1.0, 1.0), spread=2.0)
    drawn = ahead.returns[0]
    assert ahead.forecast(mix(20, 0, 0), 1).expected == pytest.approx(1000 * np.median(drawn) - 1000)
    assert np.median(drawn) < drawn.mean() / 2


def test_a_forecast_runs_from_low_to_high() -> None:
    forecast = sample().forecast(sample().present)
    assert forecast.low < forecast.middle < forecast.high
    assert forecast.low < forecast.expected < forecast.high


def test_the_present_mix_is_an_even_match_for_itself_and_a_better_one_beats_it() -> None:
    ahead = known((3.0, 0.5, 0.5), spread=0.3)
    assert ahead.forecast(ahead.present).beats_present == 0.5
    assert ahead.forecast(mix(20, 5, 5)).beats_present > 0.95
    assert ahead.forecast(mix(0, 20, 20)).beats_present < 0.05


def test_the_odds_compare_two_mixes_under_the_same_truth_not_under_two() -> None:
    ahead = known((2.0, 2.0, 2.0), spread=1.0)
    a_little_less = {approach: Effort(effort.hours, effort.money - 1) for approach, effort in ahead.present.items()}
    assert ahead.forecast(a_little_less, 0.05).beats_present > 0.95


@pytest.mark.parametrize("elasticity", ELASTICITIES)
@pytest.mark.parametrize("limits", [Limits(37.5, 470), Limits(10, 1000), Limits(65, 100), Limits(130, 2000)])
def test_no_mix_of_a_grid_is_expected_to_return_more_than_the_best(limits: Limits, elasticity: float) -> None:
    ahead = sample()
    best = ahead.forecast(ahead.best_mix(limits, None, elasticity), elasticity)
    axis, middles = np.linspace(0, limits.hours, 41), np.median(ahead.returns, axis=1)
    for hours in ((first, second, third) for first in axis for second in axis for third in axis):
        dues = np.where(np.array(hours) > 0, ahead.dues, 0).sum()
        if sum(hours) > limits.hours or np.dot(hours, ahead.money_per_hour) + dues > limits.money:
            continue
        efforts = np.array(hours) * (ahead.hour_worth + ahead.money_per_hour)
        value = middles * ahead.usual_cost * (efforts / (ahead.usual_cost - ahead.usual_dues)) ** elasticity
        assert value.sum() - efforts.sum() - dues <= best.expected + 0.01


money = st.floats(0, 5000)
three = st.tuples(st.floats(0.01, 50), st.floats(0.01, 50), st.floats(0.01, 50))


@settings(max_examples=60, deadline=None)
@over(three, three, st.floats(0, 500), money, st.floats(0.3, 1))
def test_the_best_mix_keeps_its_limits_and_bounds(
    returns: tuple[float, float, float],
    money_per_hour: tuple[float, float, float],
    hours: float,
    budget: float,
    elasticity: float,
) -> None:
    ahead = known(returns, spread=0.5, money_per_hour=money_per_hour)
    bounds = {approach: Restraint(5.0, 15.0) for approach in APPROACHES}
    for limited in (None, bounds):
        best = ahead.best_mix(Limits(hours, budget), limited, elasticity)
        assert tuple(best) == APPROACHES
        assert total_effort(best).hours <= hours * (1 + 1e-9)
        assert total_effort(best).money <= budget * (1 + 1e-9) + 1e-9
        assert limited is None or all(effort.hours <= 15 * (1 + 1e-9) for effort in best.values())


def test_within_roomy_limits_every_approach_keeps_its_floor() -> None:
    bounds = {approach: Restraint(5.0, 15.0) for approach in APPROACHES}
    best = known((0.01, 0.02, 0.01), spread=0.2).best_mix(Limits(100, 10_000), bounds, 1)
    assert [effort.hours for effort in best.values()] == pytest.approx([5, 5, 5])


@pytest.mark.parametrize("limits", [Limits(0, 500), Limits(0, 0)])
def test_without_hours_to_spend_the_best_mix_is_none(limits: Limits) -> None:
    assert total_effort(sample().best_mix(limits)) == Effort()


def test_without_money_to_spend_hours_go_to_what_costs_none() -> None:
    ahead = known((3.0, 3.0, 1.5), money_per_hour=(10.0, 5.0, 0.0))
    best = ahead.best_mix(Limits(30, 0), None, 1)
    assert [effort.hours for effort in best.values()] == pytest.approx([0, 0, 30])


def test_of_an_untried_approach_less_is_known_and_the_others_are_known_as_before() -> None:
    won_before = {"group_events": [100, 150], "one_on_one": [400, 900, 700, 1500]}
    two = evidence(won_before, {"group_events": 900, "one_on_one": 700})
    before, after = (
        np.quantile(sample_posterior(evidence, 50_000).log_return, (0.05, 0.25, 0.5, 0.75, 0.95), axis=1)
        for evidence in (two, with_untried(two))
    )
    assert after[:, :2] == pytest.approx(before, abs=0.07)
    widths = after[-1] - after[0]
    assert widths[2] > 1.2 * max(widths[:2])
    assert before[2].min() - 1 < after[2, 2] < before[2].max() + 1
