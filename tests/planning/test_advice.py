"""The advice for a quarter: within every limit, whatever the records; and the tests that it names or passes over."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.planning.advice import Advice, advise
from netroi_core.planning.baseline import Baseline, Evenings
from netroi_core.planning.mix import Effort, Limits, Mix, total_effort
from netroi_core.planning.outlook import Outlook
from netroi_core.planning.restraints import FEEDER_SHARE, SMALLEST_RAMP
from netroi_core.planning.signals import Signals
from netroi_core.planning.steps import exact_rhythm, is_half
from netroi_core.quarters import Quarter
from netroi_core.verdict.posterior import Posterior
from netroi_core.verdict.verdict import Call, Verdict
from netroi_core.workspace.fields import APPROACHES, Approach, Purpose

EVERY = frozenset(APPROACHES)
CALM = Signals(frozenset(), frozenset(), {}, frozenset(), None)
JOYFUL = replace(CALM, joyful=frozenset({"group_events"}))
ROOMY = Limits(1000, 1e6)
PERIODS = ("a week", "a month", "a quarter", "every six months", "a year")
Three = tuple[float, float, float]


def mix_of(hours: Three, money_per_hour: float = 10.0) -> Mix:
    return {name: Effort(number, number * money_per_hour) for name, number in zip(APPROACHES, hours, strict=True)}


def baseline_of(usual: Mix, each: float = 1.0) -> Baseline:
    """A usual quarter of activities that take so many hours each."""
    rows = [(name, effort.hours, effort.hours / each) for name, effort in usual.items()]
    cells = pl.DataFrame(rows, schema=["approach", "hours", "activities"], orient="row")
    return Baseline((Quarter(2026, 3),), usual, True, cells, activity_hours=dict.fromkeys(usual, each))


def outlook_of(usual: Mix, returns: Three, spread: float = 0.3, worth: float = 40.0) -> Outlook:
    draws = np.random.default_rng(5).standard_normal((3, 3000)) * spread
    cost = np.array([effort.hours * worth + effort.money for effort in usual.values()])
    log_return = np.log(returns)[:, None] + draws
    return Outlook(
        present=usual,
        tried=APPROACHES,
        hour_worth=np.full(3, worth),
        money_per_hour=np.full(3, 10.0),
        usual_cost=np.maximum(cost, 50.0),
        # Few large outcomes: about 500 each, as often as the return needs.
        posterior=Posterior(log_return - np.log(500.0) - 0.25, np.full((3, 3000), np.log(500.0)), np.full(3000, 0.5)),
    )


def verdict_of(call: Call, leader: Approach = "one_on_one") -> Verdict:
    odds = {name: 0.8 if name == leader else 0.1 for name in APPROACHES}
    return Verdict(call, leader if call in ("stick", "lean") else None, odds, odds, {})


def advised(
    hours: Three,
    returns: Three,
    *,
    signals: Signals = CALM,
    limits: Limits = ROOMY,
    call: Call = "lean",
    purpose: Purpose | None = None,
    spread: float = 0.3,
    each: float = 1.0,
    worth: float = 40.0,
) -> Advice:
    usual = mix_of(hours)
    return advise(
        baseline_of(usual, each),
        outlook_of(usual, returns, spread, worth),
        verdict_of(call),
        signals,
        limits,
        purpose,
    )


def is_told(usual: float, advised: float, each: float) -> bool:
    """Return True if a change is of everything, of half, or of so many activities a week, month, quarter or year."""
    told, times = exact_rhythm(abs(advised - usual) / each), dict(zip(PERIODS, (13, 3, 1, 0.5, 0.25), strict=True))
    is_counted = told is not None and told[0] * times[told[1]] * each == pytest.approx(abs(advised - usual))
    return advised in (0, usual) or is_half(usual, advised) or is_counted


hour_counts = st.floats(0, 120).map(lambda hours: round(hours, 2))
threes = st.tuples(hour_counts, hour_counts, hour_counts)
ratios = st.floats(0.05, 20)
some_approaches = st.frozensets(st.sampled_from(APPROACHES))
signal_sets = st.builds(
    Signals,
    some_approaches,
    some_approaches,
    st.dictionaries(st.sampled_from(APPROACHES), st.integers(2, 6)),
    some_approaches,
    st.sampled_from((None, *APPROACHES)),
)


@settings(max_examples=150, deadline=None)
@over(
    threes,
    st.tuples(ratios, ratios, ratios),
    signal_sets,
    st.floats(0, 200),
    st.floats(0, 3000),
    st.sampled_from(("stick", "lean", "too_close", "nothing_pays", "not_enough_data")),
    st.sampled_from((None, "find_work", "belong")),
    st.floats(0.25, 30),
)
def test_whatever_the_records_the_advice_stays_within_what_a_person_can_do(
    hours: Three,
    returns: Three,
    signals: Signals,
    most_hours: float,
    most_money: float,
    call: Call,
    purpose: Purpose | None,
    each: float,
) -> None:
    limits = Limits(most_hours, most_money)
    advice = advised(hours, returns, signals=signals, limits=limits, call=call, purpose=purpose, each=each)
    planned = advice.mix or advice.baseline.mix
    # Usual hours beyond the cap by less than a step are as good as the cap: nobody plans by the minute.
    assert total_effort(planned).hours <= most_hours + (1e-6 if advice.mix else 0.5 * len(APPROACHES))
    for name, now in zip(APPROACHES, hours, strict=True):
        assert 0 <= planned[name].hours <= now + max(limits.ramp_share * now, SMALLEST_RAMP) + 1e-6
        if name in signals.draining | signals.strained | signals.fruitless.keys():
            assert planned[name].hours <= now + 1e-6
        assert is_told(now, planned[name].hours, each)
        is_kept = name in signals.feeders | {signals.cherished} and name not in signals.draining
        if is_kept and sum(hours) <= most_hours and 10 * sum(hours) <= most_money:
            assert name in signals.fruitless or planned[name].hours >= FEEDER_SHARE * now - 1
    if offer := advice.learning:
        assert offer.worth > 0
        assert offer.approach not in signals.draining | signals.fruitless.keys()
        assert total_effort(planned).hours + offer.hours <= most_hours + 1e-6
        assert offer.hours <= limits.learning_share * max(sum(hours), 1) + 1e-6 or not sum(hours)
    assert (advice.learning is None) == (advice.no_test is not None)
    assert (advice.passed_over is not None) == (advice.no_test == "not_worth_it")


@settings(max_examples=100, deadline=None)
@over(st.tuples(*[st.floats(0, 6)] * 3), st.floats(0, 12))
def test_even_small_hours_are_never_rounded_beyond_the_limit(hours: Three, most: float) -> None:
    for call in ("lean", "too_close"):
        advice = advised(hours, (2.0, 3.0, 0.5), limits=Limits(most, 1e6), call=call)  # type: ignore[arg-type]  # both are calls
        assert advice.mix is None or total_effort(advice.mix).hours <= most + 1e-6


def test_a_budget_below_the_usual_spending_cuts_what_costs_money_and_only_that() -> None:
    usual = {**mix_of((20, 20, 0)), "social_media": Effort(20, 0)}
    for call in ("too_close", "lean"):
        advice = advise(
            baseline_of(usual),
            outlook_of(usual, (3.0, 3.0, 3.0)),
            verdict_of(call),
            CALM,
            Limits(500, 200),  # type: ignore[arg-type]  # both are calls
        )
        assert advice.mix is not None
        assert total_effort(advice.mix).money <= 210
        assert call == "lean" or advice.mix["social_media"] == usual["social_media"]


def test_what_stays_as_it_is_costs_what_it_costs_now() -> None:
    usual = {**mix_of((10, 10, 0)), "social_media": Effort(0, 90)}
    advice = advise(baseline_of(usual), outlook_of(usual, (1.0, 5.0, 1.0)), verdict_of("lean"), CALM, Limits(500, 5000))
    assert advice.mix is not None
    # Dues without hours are due whatever the mix.
    assert advice.mix["social_media"].money >= 90


def test_more_of_the_best_is_advised_within_one_step_and_the_rest_makes_room() -> None:
    advice = advised((10, 10, 10), (0.4, 6.0, 0.4), limits=Limits(30, 1e6))
    assert advice.mix is not None
    assert [effort.hours for effort in advice.mix.values()] == pytest.approx([7.5, 15, 7.5], abs=2.5)
    assert [(held.approach, held.because) for held in advice.held] == [("one_on_one", "ramp")]


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"draining": frozenset({"one_on_one"})}, "energy"),
        ({"strained": frozenset({"one_on_one"})}, "strain"),
    ],
)
def test_the_reason_that_holds_an_approach_is_named(changes: dict[str, object], because: str) -> None:
    advice = advised((10, 10, 10), (0.4, 6.0, 0.4), signals=replace(CALM, **changes))  # type: ignore[arg-type]  # fields of Signals
    assert ("one_on_one", because) in [(held.approach, held.because) for held in advice.held]


def test_joy_keeps_hours_where_the_return_is_in_doubt_and_not_where_it_is_almost_sure_to_lose() -> None:
    hours, returns = (40.0, 12.0, 0.0), (0.3, 3.0, 1.0)
    limits = Limits(52, 1e6)
    for pays, purpose, is_kept in ((0.3, None, True), (0.04, None, False), (0.04, "belong", True)):
        verdict = replace(verdict_of("stick"), probability_pays={"group_events": pays, "one_on_one": 0.99})
        usual = mix_of(hours)
        plan = advise(baseline_of(usual), outlook_of(usual, returns), verdict, JOYFUL, limits, purpose)
        assert ((plan.mix or usual)["group_events"].hours == 40) is is_kept


def test_what_is_rated_high_is_kept_from_a_cut_and_not_from_growing() -> None:
    for cherished, held in (("group_events", ("group_events", "intangibles")), ("one_on_one", ("one_on_one", "ramp"))):
        advice = advised((10, 10, 10), (0.4, 6.0, 0.4), signals=replace(CALM, cherished=cherished))  # type: ignore[arg-type]  # an approach
        assert held in [(row.approach, row.because) for row in advice.held]
        assert advice.mix
        assert advice.mix["group_events"].hours == (10 if cherished == "group_events" else 5)


def test_a_reason_for_no_change_comes_with_no_reason_to_grow_step_by_step() -> None:
    advice = advised((10, 10, 10), (1.0, 1.05, 1.0), spread=1.0)
    assert (advice.mix, advice.forecast, advice.reason, advice.held) == (None, None, "no_better", ())


@pytest.mark.parametrize(
    ("call", "purpose", "signals", "reason"),
    [
        ("too_close", None, CALM, "too_close"),
        ("not_enough_data", None, CALM, "not_enough_data"),
        ("lean", "belong", CALM, "hold"),
        ("lean", None, replace(CALM, strained=EVERY), "no_better"),
        ("too_close", None, replace(CALM, strained=EVERY), "too_close"),
    ],
)
def test_the_reason_for_no_change_is_the_one_that_holds(
    call: Call, purpose: Purpose | None, signals: Signals, reason: str
) -> None:
    if reason == "no_better":
        signals = replace(signals, cherished="group_events", feeders=EVERY)
        advice = advised((10, 10, 10), (3.0, 3.0, 3.0), call=call, purpose=purpose, signals=signals)
    else:
        advice = advised((10, 10, 10), (3.0, 3.0, 3.0), call=call, purpose=purpose, signals=signals)
    assert (advice.mix, advice.reason) == (None, reason)


@pytest.mark.parametrize(("hours", "is_told"), [(5.8, False), (6.0, True)])
def test_a_change_by_less_than_an_hour_a_month_is_none(hours: float, is_told: bool) -> None:
    fruitless = replace(CALM, fruitless={"social_media": 3})
    advice = advised((20, 10, hours), (1.0, 1.0, 1.0), signals=fruitless, call="too_close")
    assert (advice.mix is not None) is is_told
    assert advice.reason == (None if is_told else "hold")


def test_a_limit_that_is_passed_counts_however_small_the_change() -> None:
    for limits in (Limits(28.5, 1e6), Limits(1000, 1e6, evenings=10.3)):
        usual = mix_of((20, 10, 0))
        late = replace(baseline_of(usual), evenings={"group_events": Evenings(12, 20)})
        advice = advise(late, None, verdict_of("too_close"), CALM, limits)
        assert advice.mix is not None
        assert 27 <= total_effort(advice.mix).hours <= 28.5
        assert advice.fewer_evenings == pytest.approx(1.7 if limits.hours == 1000 else 0)


def test_an_approach_without_an_outcome_takes_no_more_by_an_estimate() -> None:
    unproven = replace(CALM, unproven=frozenset({"one_on_one"}))
    advice = advised((10, 10, 10), (0.4, 6.0, 0.4), signals=unproven)
    assert advice.mix is None or advice.mix["one_on_one"].hours <= 10
    assert "one_on_one" not in {held.approach for held in advice.held}


def test_freed_money_and_hours_are_part_of_the_advice() -> None:
    advice = advised(
        (20, 10, 10), (1.0, 1.0, 1.0), signals=replace(CALM, fruitless={"social_media": 3}), call="too_close"
    )
    assert advice.change == Effort(-5, -50)


def test_a_test_is_offered_where_knowing_more_is_worth_its_cost_and_the_cheapest_of_those() -> None:
    advice = advised((40, 40, 40), (1.5, 1.6, 1.4), spread=1.5, call="too_close", worth=5.0)
    assert advice.learning is not None
    assert advice.learning.activities == 1
    assert advice.learning.worth > 0


def test_where_everything_is_known_the_cheapest_test_is_named_and_passed_over() -> None:
    advice = advised((40, 40, 40), (1.5, 1.6, 1.4), spread=0.01, call="too_close")
    assert (advice.learning, advice.no_test) == (None, "not_worth_it")
    assert advice.passed_over is not None
    assert advice.passed_over.worth <= 0


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"signals": replace(CALM, strained=EVERY)}, "no_room"),
        ({"purpose": "learn"}, "purpose"),
        ({"worth": 0.0}, "unpriced"),
        ({"limits": Limits(120, 1e6)}, "no_room"),
        ({"limits": Limits(1000, 1e6, learning_share=0)}, "no_room"),
        ({"signals": replace(CALM, draining=EVERY)}, "no_room"),
    ],
)
def test_where_no_test_can_be_weighed_the_reason_is_told(changes: dict[str, object], why: str) -> None:
    advice = advised((40, 40, 40), (1.5, 1.6, 1.4), spread=1.5, **{"call": "too_close", **changes})  # type: ignore[arg-type]  # keywords of advised
    assert (advice.learning, advice.no_test) == (None, why)


def test_without_an_outlook_no_test_is_weighed() -> None:
    usual = mix_of((10, 10, 10))
    advice = advise(baseline_of(usual), None, verdict_of("lean"), CALM, ROOMY)
    assert (advice.no_test, advice.forecast) == ("no_outcomes", None)


@pytest.mark.parametrize(("spread", "is_advised"), [((1.43, 1.55, 1.35), False), ((0.4, 3.0, 0.4), True)])
def test_a_gain_that_is_not_worth_a_headline_is_no_plan(spread: Three, *, is_advised: bool) -> None:
    plan = advised((20, 20, 20), spread, spread=0.02)
    assert bool(plan.mix) == is_advised
    assert plan.reason == (None if is_advised else "no_better")
