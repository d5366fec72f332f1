"""Planning: what a mix is forecast to return, and that no better one within the limits is missed."""

import copy
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.outlook import Effort, Limits, Mix, Outlook, advise, build_outlook, total_effort, with_untried
from netroi_core.verdict.posterior import sample_posterior
from netroi_core.verdict.verdict import Verdict
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, load_document, make_document, small_documents, won_outcome
from tests.evidences import evidence

ELASTICITIES = (0.5, 0.7, 1.0)
UNKNOWN = Verdict("too_close", None, {}, {}, {})


@cache
def sample() -> Outlook:
    return of(load_document("sample"))


def of(raw: Json) -> Outlook:
    ledger = Ledger(Workspace(raw))
    ahead = build_outlook(ledger, ledger.quarters, Options())
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
        returns=np.array(returns)[:, None] * np.exp(drawn),
        verdict=UNKNOWN,
    )


def mix(*hours: float) -> Mix:
    """So many hours of each approach, at 10 an hour."""
    return {approach: Effort(count, 10 * count) for approach, count in zip(APPROACHES, hours, strict=True)}


@pytest.mark.parametrize("name", ["no outcome", "no cost", "no steps", "nothing but a favour"])
def test_where_nothing_of_worth_is_recorded_there_is_no_outlook(name: str) -> None:
    ledger = Ledger(Workspace(small_documents()[name]))
    assert build_outlook(ledger, ledger.quarters, Options()) is None


def test_the_present_mix_is_that_of_the_latest_quarter_with_hours_dues_included() -> None:
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
        "one_on_one": Effort(1, 30),
        "social_media": Effort(0, 0),
    }
    assert ahead.tried == ("group_events", "one_on_one")


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
@pytest.mark.parametrize(
    "limits", [Limits(37.5, 470, 0.1), Limits(10, 1000, 0), Limits(65, 100, 0.25), Limits(130, 2000, 0.5)]
)
def test_no_mix_of_a_grid_is_expected_to_return_more_than_the_best(limits: Limits, elasticity: float) -> None:
    ahead = sample()
    best = ahead.forecast(ahead.best_mix(limits, elasticity), elasticity)
    axis = np.linspace(0, limits.hours, 41)
    learning_hours, middles = limits.learning_share * limits.hours, np.median(ahead.returns, axis=1)
    for hours in ((first, second, third) for first in axis for second in axis for third in axis):
        if sum(hours) > limits.hours or hours[APPROACHES.index(ahead.least_known)] < learning_hours:
            continue
        if np.dot(hours, ahead.money_per_hour) > limits.money:
            continue
        costs = np.array(hours) * (ahead.hour_worth + ahead.money_per_hour)
        value = middles * ahead.usual_cost * (costs / ahead.usual_cost) ** elasticity
        assert value.sum() - costs.sum() <= best.expected + 0.01


money = st.floats(0, 5000)
three = st.tuples(st.floats(0.01, 50), st.floats(0.01, 50), st.floats(0.01, 50))


@settings(max_examples=60, deadline=None)
@over(three, three, st.floats(0, 500), money, st.floats(0, 0.5), st.floats(0.3, 1))
def test_the_best_mix_keeps_its_limits_and_what_is_for_learning(
    returns: tuple[float, float, float],
    money_per_hour: tuple[float, float, float],
    hours: float,
    budget: float,
    share: float,
    elasticity: float,
) -> None:
    ahead = known(returns, spread=0.5, money_per_hour=money_per_hour)
    best = ahead.best_mix(Limits(hours, budget, share), elasticity)
    takes, learning = total_effort(best), APPROACHES.index(ahead.least_known)
    assert tuple(best) == APPROACHES
    assert takes.hours <= hours * (1 + 1e-9)
    assert takes.money <= budget * (1 + 1e-9)
    affordable = budget / money_per_hour[learning]
    assert best[ahead.least_known].hours >= min(share * hours, affordable) * (1 - 1e-9)


def test_where_nothing_pays_only_the_hours_for_learning_are_left() -> None:
    ahead = known((0.01, 0.02, 0.01), spread=0.2)
    best = ahead.best_mix(Limits(40, 1000, 0.1), 1)
    assert {approach: effort.hours for approach, effort in best.items() if effort.hours > 1e-6} == {
        ahead.least_known: pytest.approx(4)
    }


@pytest.mark.parametrize("limits", [Limits(0, 500), Limits(0, 0)])
def test_without_hours_to_spend_the_best_mix_is_none(limits: Limits) -> None:
    assert total_effort(sample().best_mix(limits)) == Effort()


def test_without_money_to_spend_hours_go_to_what_costs_none() -> None:
    ahead = known((3.0, 3.0, 1.5), money_per_hour=(10.0, 5.0, 0.0))
    best = ahead.best_mix(Limits(30, 0, 0.1), 1)
    assert [effort.hours for effort in best.values()] == pytest.approx([0, 0, 30])


def test_least_is_known_of_what_was_never_tried() -> None:
    assert replace(sample(), tried=("group_events", "social_media")).least_known == "one_on_one"


def test_else_least_is_known_of_the_one_with_the_widest_range_but_for_the_leader() -> None:
    ahead = known((1.0, 1.0, 1.0))
    drawn = np.random.default_rng(1).standard_normal(4000)
    ahead = replace(ahead, returns=np.exp(np.stack([drawn, 2 * drawn, 3 * drawn])))
    assert ahead.least_known == "social_media"
    leading = replace(UNKNOWN, probability_best={"group_events": 0.2, "one_on_one": 0.3, "social_media": 0.5})
    assert replace(ahead, verdict=leading).least_known == "one_on_one"


def two_approaches() -> Json:
    activities = [costly_activity(a, "100", f"2026-0{m}-01") for a in ("group_events", "one_on_one") for m in (1, 4, 7)]
    outcomes = [won_outcome("300", "group_events")] + [
        won_outcome(worth, "one_on_one") for worth in ("900", "700", "1200")
    ]
    return make_document(activities=activities, outcomes=outcomes)


def test_an_untried_approach_gets_the_hours_for_learning_and_no_more() -> None:
    ahead = of(two_approaches())
    for elasticity in ELASTICITIES:
        assert ahead.best_mix(Limits(20, 1e4, 0.2), elasticity)["social_media"].hours == pytest.approx(4)


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


def test_the_sample_is_advised_to_shift_towards_the_approach_that_it_leans_to() -> None:
    ahead = sample()
    advice = advise(ahead, Limits(37.5, 470))
    assert advice.reason is None
    assert advice.mix["one_on_one"].hours > 1.5 * ahead.present["one_on_one"].hours
    assert advice.forecast == ahead.forecast(advice.mix)
    assert advice.forecast.beats_present > 0.8


@pytest.mark.parametrize(
    ("name", "reason"), [("two quarters", "too_close"), ("one approach", "not_enough_data"), ("nothing pays", None)]
)
def test_no_mix_is_advised_where_the_records_cannot_tell(name: str, reason: str | None) -> None:
    ahead = of(small_documents()[name])
    assert advise(ahead, Limits(10, 1000)).reason == reason
    assert ahead.is_known is (reason is None)


def test_a_mix_that_is_not_likely_to_beat_the_present_one_is_not_advised() -> None:
    lean = Verdict("lean", "one_on_one", {"one_on_one": 1.0}, {"one_on_one": 1.0}, {})
    ahead = replace(known((1.5, 3.0, 1.0), spread=0.2), verdict=lean)
    assert advise(ahead, Limits(30, 300)).reason is None
    assert advise(ahead, Limits(2, 300)).reason == "no_better"


def test_a_what_if_leaves_the_records_as_they_are() -> None:
    raw = load_document("sample")
    before = copy.deepcopy(raw)
    advise(of(raw), Limits(40, 500))
    assert raw == before


def test_the_same_workspace_always_gets_the_same_advice() -> None:
    assert advise(of(load_document("sample")), Limits(40, 500)) == advise(sample(), Limits(40, 500))
