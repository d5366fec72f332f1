"""Evidence: what of a workspace counts toward a verdict, and at which value, odds and credit."""

import numpy as np
import pytest

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.verdict.evidence import Evidence, gather_evidence, recurring
from netroi_core.verdict.posterior import sample_posterior
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, Json, costly_activity, load_document, make_document, small_documents, won_outcome


def of(raw: Json, window: tuple[Quarter, ...] = (), **options: str) -> Evidence:
    ledger = Ledger(Workspace(raw))
    return gather_evidence(ledger, window or ledger.quarters, Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options", [{}, {"attribution": "position"}, {"view": "invested"}, {"basis": "won"}, {"costs": "all"}]
)
@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_it_adds_up_to_the_measures(name: str, options: dict[str, str]) -> None:
    ledger = Ledger(Workspace(load_document(name)))
    gathered = of(load_document(name), **options)
    chosen = Options(**options)  # type: ignore[arg-type]
    figures = measures.figures(measures.cells(ledger, ledger.quarters, chosen)).approaches
    assert set(gathered.approaches) == {approach for approach, row in figures.items() if row.total_cost}
    for approach, cost, returned in zip(gathered.approaches, gathered.cost, gathered.returned, strict=True):
        assert cost == pytest.approx(figures[approach].total_cost)
        assert returned * cost == pytest.approx(figures[approach].expected_value)


def test_margin_and_incrementality_lower_every_end_of_a_range() -> None:
    outcome = {**won_outcome("0", "one_on_one"), "value": {"low": "100", "likely": "200", "high": "400"}}
    gathered = of(
        make_document(
            activities=[costly_activity("one_on_one", "10")],
            outcomes=[{**outcome, "margin": 0.5, "incrementality": 0.4}],
        )
    )
    assert [*gathered.low, *gathered.likely, *gathered.high] == pytest.approx([20, 40, 80])


def test_what_is_lost_or_worthless_or_led_to_by_nobody_or_at_no_cost_says_nothing() -> None:
    outcomes = [
        {**won_outcome("100", "one_on_one"), "status": "lost"},
        {**won_outcome("100", "one_on_one"), "status": "open", "probability": 0},
        {**won_outcome("100", "one_on_one"), "incrementality": 0},
        won_outcome("0", "one_on_one"),
        won_outcome("100", None),
        won_outcome("100", "social_media"),
        won_outcome("70", "one_on_one"),
    ]
    gathered = of(make_document(activities=[costly_activity("one_on_one", "10")], outcomes=outcomes))
    assert (gathered.approaches, gathered.outcomes) == (("one_on_one",), (6,))


def test_in_the_invested_view_only_the_steps_inside_the_window_are_credited() -> None:
    steps = [{"date": day, "approach": "one_on_one"} for day in ("2026-03-01", "2026-08-01")]
    raw = make_document(
        activities=[costly_activity("one_on_one", "10")], outcomes=[{**won_outcome("100", None), "touchpoints": steps}]
    )
    window = (Quarter(2026, 3),)
    assert of(raw, window, view="invested").credit.tolist() == [[0.5]]
    assert of(raw, window).credit.tolist() == [[1.0]]


def test_quarters_count_where_something_was_spent() -> None:
    raw = make_document(
        activities=[costly_activity("one_on_one", "1"), costly_activity("one_on_one", "1", "2025-01-05")],
        outcomes=[won_outcome("9", None)],
    )
    assert of(raw).quarters == 2


def with_running(so_far: str, *finished: str) -> Evidence:
    """Return the evidence of quarters of these costs with an outcome in each, and of one that is still running."""
    quarters = list(span(Quarter(2025, 1), Quarter(2026, 4)))[: len(finished) + 1]
    days = [str(quarter.first_day()) for quarter in quarters]
    costs = [costly_activity("one_on_one", cost, day) for cost, day in zip((*finished, so_far), days, strict=True)]
    outcomes = [won_outcome("500", "one_on_one", day) for day in days[:-1]]
    ledger = Ledger(Workspace(make_document(activities=costs, outcomes=outcomes)))
    return gather_evidence(ledger, ledger.quarters, Options(), [quarters[-1]])


@pytest.mark.parametrize(("so_far", "quarters"), [("0", 2), ("50", 2.25), ("200", 3), ("900", 3)])
def test_a_running_quarter_counts_by_its_cost_and_at_most_as_one(so_far: str, quarters: float) -> None:
    assert with_running(so_far, "100", "300").quarters == quarters


def test_a_running_quarter_alone_counts_as_one() -> None:
    assert with_running("100").quarters == 1


@pytest.mark.parametrize("so_far", ["1", "20", "100", "200", "600"])
@pytest.mark.parametrize("finished", [("200",), ("100", "300"), ("200",) * 7])
def test_a_running_quarter_without_an_outcome_raises_no_estimate(so_far: str, finished: tuple[str, ...]) -> None:
    before, after = (
        np.median(sample_posterior(with_running(cost, *finished), 20_000, seed=1).log_return) for cost in ("0", so_far)
    )
    assert after < before + 0.01


def test_the_seed_follows_from_the_figures_alone() -> None:
    assert of(load_document("sample")).seed == of(load_document("sample")).seed
    different = [gathered for gathered in map(of, small_documents().values()) if gathered.outcomes]
    assert len({gathered.seed for gathered in different}) == len(different)


def test_an_outcome_taken_away_is_one_that_never_was() -> None:
    gathered = of(load_document("messy-1"))
    without = gathered.without(1)
    assert without.outcomes == (gathered.outcomes[0], *gathered.outcomes[2:])
    assert without.expected_value.tolist() == [*gathered.expected_value[:1], *gathered.expected_value[2:]]


def test_what_comes_once_is_left_out_of_the_evidence() -> None:
    job = {**won_outcome("9000", "one_on_one"), "kind": "role"}
    ledger = Ledger(Workspace(make_document(
        activities=[costly_activity("one_on_one", "100")], outcomes=[job, won_outcome("500", "one_on_one")]
    )))  # fmt: skip
    everything = gather_evidence(ledger, ledger.quarters, Options())
    assert (everything.outcomes, recurring(everything, ledger).outcomes) == ((0, 1), (1,))
