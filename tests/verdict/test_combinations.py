"""Paths: by which approaches outcomes came, what that was worth, and whether together beats alone."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given as whatever
from hypothesis import strategies as st

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.verdict.combinations import Combination, PathOutcomes, combinations, paths, value_by_rule
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, Json, load_document, make_document, small_documents, won_outcome
from tests.strategies import workspaces

GROUP, ONE, SOCIAL = "group_events", "one_on_one", "social_media"
FOREVER = tuple(span(Quarter(1899, 1), Quarter(2201, 4)))

options = st.builds(
    Options,
    attribution=st.sampled_from(ATTRIBUTIONS),
    view=st.sampled_from(("realised", "invested")),
    basis=st.sampled_from(("expected", "won")),
)


def reached(*approaches: str, amount: str | None = "100", **more: Any) -> Json:
    """An outcome won in August 2026, by these steps a day apart."""
    steps = [{"date": f"2026-07-{day:02}", "approach": approach} for day, approach in enumerate(approaches, 1)]
    value = None if amount is None else {"likely": amount}
    return {**won_outcome("0", None), "touchpoints": steps, "value": value, **more}


def led(*outcomes: Json, window: tuple[Quarter, ...] = FOREVER, **chosen: Any) -> list[PathOutcomes]:
    return paths(Ledger(Workspace(make_document(outcomes=list(outcomes)))), window, Options(**chosen))


def compared(*outcomes: Json, window: tuple[Quarter, ...] = FOREVER, **chosen: Any) -> dict[str, Combination]:
    compared_sets = combinations(Ledger(Workspace(make_document(outcomes=list(outcomes)))), window, Options(**chosen))
    return {" + ".join(combination.totals.steps): combination for combination in compared_sets}


def test_outcomes_are_gathered_by_the_order_of_their_steps() -> None:
    totals = led(
        reached(GROUP, ONE, amount="300"),
        reached(ONE, GROUP, amount="250", kind="role"),
        reached(GROUP, ONE, amount="400", kind="role"),
        reached(GROUP, ONE, amount="100", kind="role"),
    )
    assert totals == [
        PathOutcomes((GROUP, ONE), 3, 3, 800.0, {"role": 2, "client": 1}, 800.0, 3),
        PathOutcomes((ONE, GROUP), 1, 1, 250.0, {"role": 1}, 250.0, 1),
    ]
    assert list(totals[0].kinds) == ["role", "client"]


def test_the_same_approach_several_times_in_a_row_is_one_step() -> None:
    assert [path.steps for path in led(reached(GROUP, GROUP, ONE, ONE, ONE, GROUP))] == [(GROUP, ONE, GROUP)]
    next_to_each_other = led(reached(GROUP, ONE), reached(ONE, SOCIAL))
    assert [path.steps for path in next_to_each_other] == [(GROUP, ONE), (ONE, SOCIAL)]


def test_steps_follow_their_days_and_those_after_the_outcome_do_not_count() -> None:
    days = [("2026-07-09", ONE), ("2026-07-02", GROUP), ("2026-08-02", SOCIAL)]
    steps = [{"date": day, "approach": approach} for day, approach in days]
    assert [path.steps for path in led(reached(touchpoints=steps))] == [(GROUP, ONE)]


def test_an_open_outcome_counts_at_its_expected_value_unless_only_what_is_won_counts() -> None:
    outcomes = (reached(ONE), reached(ONE, amount="1000", status="open", probability=0.25))
    assert led(*outcomes) == [PathOutcomes((ONE,), 2, 1, 350.0, {"client": 2}, 100.0, 2, 1)]
    assert led(*outcomes, basis="won") == [PathOutcomes((ONE,), 1, 1, 100.0, {"client": 1}, 100.0, 1)]


def test_what_was_won_without_a_value_in_money_counts_and_what_was_lost_does_not() -> None:
    totals = led(
        reached(GROUP, ONE, amount=None, kind="mentor"),
        reached(GROUP, ONE, amount="70", status="lost"),
        reached(GROUP, status="open", amount=None, probability=0.5),
    )
    assert totals == [PathOutcomes((GROUP, ONE), 1, 1, 0.0, {"mentor": 1}, 0.0, 0)]


def test_an_outcome_that_no_step_led_to_is_left_out() -> None:
    too_late = [{"date": "2026-09-01", "approach": ONE}]
    assert led(won_outcome("900", None), reached(touchpoints=too_late)) == []
    assert compared(won_outcome("900", None)) == {}


def test_an_outcome_counts_whole_in_its_quarter_or_where_one_of_its_steps_has_credit() -> None:
    steps = [{"date": "2026-02-01", "approach": GROUP}, {"date": "2026-05-01", "approach": ONE}]
    outcome = reached(touchpoints=steps, amount="500")
    whole = [PathOutcomes((GROUP, ONE), 1, 1, 500.0, {"client": 1}, 500.0, 1)]
    first, second, third = ((Quarter(2026, number),) for number in (1, 2, 3))
    assert [led(outcome, window=quarter) for quarter in (first, second, third)] == [[], [], whole]
    assert [led(outcome, window=quarter, view="invested") for quarter in (first, second, third)] == [whole, whole, []]
    assert led(outcome, window=second, view="invested", attribution="first") == []


@whatever(workspaces(), options)
def test_paths_and_what_nobody_led_to_add_up_to_all_value(document: Json, chosen: Options) -> None:
    ledger = Ledger(Workspace(document))
    figures = measures.figures(measures.cells(ledger, FOREVER, chosen))
    totals = paths(ledger, FOREVER, chosen)
    total = sum(path.value for path in totals) + figures.unattributed_value
    assert total == pytest.approx(figures.total.expected_value)
    assert all(sum(path.kinds.values()) == path.outcomes >= path.won for path in totals)
    assert all(before != after for path in totals for before, after in pairwise(path.steps))


@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_each_quarter_of_a_career_adds_up_as_well(name: str) -> None:
    ledger = Ledger(Workspace(load_document(name)))
    for quarter in ledger.quarters:
        figures = measures.figures(measures.cells(ledger, [quarter], Options()))
        total = sum(path.value for path in paths(ledger, [quarter], Options())) + figures.unattributed_value
        assert total == pytest.approx(figures.total.expected_value)


@whatever(workspaces(), options)
def test_combinations_hold_the_same_outcomes_as_paths_whatever_the_order_of_steps(
    document: Json, chosen: Options
) -> None:
    ledger = Ledger(Workspace(document))
    by_set: dict[tuple[str, ...], list[PathOutcomes]] = {}
    for path in paths(ledger, FOREVER, chosen):
        by_set.setdefault(tuple(sorted(set(path.steps), key=APPROACHES.index)), []).append(path)
    compared_sets = combinations(ledger, FOREVER, chosen, draws=50)
    assert {combination.totals.steps for combination in compared_sets} == set(by_set)
    for combination in compared_sets:
        together = by_set[combination.totals.steps]
        assert combination.totals.outcomes == sum(path.outcomes for path in together)
        assert combination.totals.won == sum(path.won for path in together)
        assert combination.totals.value == pytest.approx(sum(path.value for path in together))
        assert (combination.mean_value is not None) == (combination.totals.value > 0)
        assert (combination.probability_better is not None) == bool(combination.parts)


def test_nothing_is_said_of_a_combination_whose_parts_led_to_nothing_alone() -> None:
    by_name = compared(reached(GROUP, ONE), reached(SOCIAL), reached(GROUP, amount=None))
    assert (by_name["group_events + one_on_one"].parts, by_name["group_events + one_on_one"].probability_better) == (
        (),
        None,
    )
    assert (by_name["social_media"].parts, by_name["social_media"].probability_better) == ((), None)
    assert by_name["group_events"].mean_value is None


def test_a_combination_is_compared_with_those_of_its_parts_that_led_to_something() -> None:
    by_name = compared(reached(GROUP, ONE, SOCIAL), reached(SOCIAL), reached(GROUP), reached(GROUP, ONE))
    assert by_name["group_events + one_on_one + social_media"].parts == (GROUP, SOCIAL)
    assert by_name["group_events + one_on_one"].parts == (GROUP,)


def test_where_all_outcomes_are_worth_the_same_the_odds_are_even() -> None:
    one_part = compared(*[reached(GROUP, ONE)] * 6, *[reached(ONE)] * 6)
    assert one_part["group_events + one_on_one"].probability_better == pytest.approx(0.5, abs=0.02)
    two_parts = compared(*[reached(GROUP, ONE)] * 6, *[reached(ONE)] * 6, *[reached(GROUP)] * 6)
    assert two_parts["group_events + one_on_one"].probability_better == pytest.approx(1 / 3, abs=0.02)


@pytest.mark.parametrize("amount", ["1000", "10000", "1000000"])
def test_one_large_outcome_alone_does_not_settle_it(amount: str) -> None:
    alone = [reached(ONE, amount=str(amount)) for amount in (50, 100, 180, 300)]
    assert (
        0.5
        < (compared(reached(GROUP, ONE, amount=amount), *alone)["group_events + one_on_one"].probability_better or 0)
        < 0.8
    )


def test_many_outcomes_that_are_worth_far_more_settle_it() -> None:
    together = [reached(GROUP, ONE, amount=str(amount)) for amount in (900, 1100, 1500, 800, 1300) * 5]
    alone = [reached(step, amount=str(amount)) for amount in (200, 300, 250, 150) * 5 for step in (ONE, GROUP)]
    assert (compared(*together, *alone)["group_events + one_on_one"].probability_better or 0) > 0.95
    worse = [{**outcome, "value": {"likely": "20"}} for outcome in together]
    assert (compared(*worse, *alone)["group_events + one_on_one"].probability_better or 0) < 0.05


def test_what_one_outcome_is_worth_nears_the_mean_of_many() -> None:
    low, middle, high = (
        compared(*[reached(ONE, amount=str(amount)) for amount in (80, 100, 125) * 30])[ONE].mean_value or ()
    )
    assert middle == pytest.approx(101.7, rel=0.05)
    assert low < middle < high < 1.2 * middle


def test_what_one_outcome_is_worth_is_what_it_is_worth_if_it_happens() -> None:
    unlikely = [reached(ONE, amount="100", status="open", probability=0.1) for _ in range(60)]
    _, middle, _ = compared(*unlikely)[ONE].mean_value or ()
    assert 100 < middle < 250


def test_the_same_records_always_get_the_same_answer() -> None:
    ledger = Ledger(Workspace(load_document("sample")))
    assert combinations(ledger, ledger.quarters, Options()) == combinations(ledger, ledger.quarters, Options())


@pytest.mark.parametrize("name", small_documents())
def test_unusual_careers_are_survived(name: str) -> None:
    ledger = Ledger(Workspace(small_documents()[name]))
    for combination in combinations(ledger, ledger.quarters, Options()):
        assert combination.mean_value is not None
        assert 0 < combination.mean_value[0] <= combination.mean_value[1] <= combination.mean_value[2] < float("inf")


def test_credit_moves_between_approaches_as_each_model_says() -> None:
    ledger = Ledger(
        Workspace(make_document(outcomes=[reached(GROUP, ONE, ONE, amount="600"), won_outcome("50", None)]))
    )
    moved = value_by_rule(ledger, FOREVER, Options("linear"))
    assert list(moved) == list(ATTRIBUTIONS)
    assert moved["first"] == {GROUP: 600, ONE: 0, SOCIAL: 0}
    assert moved["last"] == {GROUP: 0, ONE: 600, SOCIAL: 0}
    assert moved["linear"] == pytest.approx({GROUP: 200, ONE: 400, SOCIAL: 0})
    assert moved["shapley"] == pytest.approx({GROUP: 300, ONE: 300, SOCIAL: 0})


@whatever(workspaces(), options)
def test_credit_is_what_the_measures_have_under_each_model(document: Json, chosen: Options) -> None:
    ledger = Ledger(Workspace(document))
    window = ledger.quarters[:4]
    figures = measures.figures(measures.cells(ledger, window, chosen)).approaches
    of_worth = {approach: figures[approach].expected_value for approach in APPROACHES}
    assert value_by_rule(ledger, window, chosen)[chosen.attribution] == pytest.approx(of_worth)
