"""Evidence: what of a workspace counts towards a verdict, and at which value, odds and credit."""

import pytest

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, gather_evidence
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, Json, given, small, spent, won, written


def of(raw: Json, window: tuple[Quarter, ...] = (), **options: str) -> Evidence:
    ledger = Ledger.of(Workspace(raw))
    return gather_evidence(ledger, window or ledger.quarters, Options(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options", [{}, {"attribution": "position"}, {"view": "invested"}, {"basis": "won"}, {"costs": "all"}]
)
@pytest.mark.parametrize("name", ["sample", *GOLDEN])
def test_it_adds_up_to_the_measures(name: str, options: dict[str, str]) -> None:
    ledger = Ledger.of(Workspace(given(name)))
    seen = of(given(name), **options)
    chosen = Options(**options)  # type: ignore[arg-type]
    figures = measures.figures(measures.cells(ledger, ledger.quarters, chosen)).approaches
    assert set(seen.approaches) == {approach for approach, row in figures.items() if row.total_cost}
    for approach, cost, returned in zip(seen.approaches, seen.cost, seen.returned, strict=True):
        assert cost == pytest.approx(figures[approach].total_cost)
        assert returned * cost == pytest.approx(figures[approach].expected_value)


def test_margin_and_incrementality_lower_every_end_of_a_range() -> None:
    outcome = {**won("0", "one_on_one"), "value": {"low": "100", "likely": "200", "high": "400"}}
    seen = of(
        written(activities=[spent("one_on_one", "10")], outcomes=[{**outcome, "margin": 0.5, "incrementality": 0.4}])
    )
    assert [*seen.low, *seen.likely, *seen.high] == pytest.approx([20, 40, 80])


def test_what_is_lost_or_worthless_or_led_to_by_nobody_or_at_no_cost_says_nothing() -> None:
    outcomes = [
        {**won("100", "one_on_one"), "status": "lost"},
        {**won("100", "one_on_one"), "status": "open", "probability": 0},
        {**won("100", "one_on_one"), "incrementality": 0},
        won("0", "one_on_one"),
        won("100", None),
        won("100", "social_media"),
        won("70", "one_on_one"),
    ]
    seen = of(written(activities=[spent("one_on_one", "10")], outcomes=outcomes))
    assert (seen.approaches, seen.outcomes) == (("one_on_one",), (6,))


def test_in_the_invested_view_only_the_steps_inside_the_window_are_credited() -> None:
    steps = [{"date": day, "approach": "one_on_one"} for day in ("2026-03-01", "2026-08-01")]
    raw = written(activities=[spent("one_on_one", "10")], outcomes=[{**won("100", None), "touchpoints": steps}])
    window = (Quarter(2026, 3),)
    assert of(raw, window, view="invested").credit.tolist() == [[0.5]]
    assert of(raw, window).credit.tolist() == [[1.0]]


def test_quarters_count_where_something_was_spent() -> None:
    raw = written(
        activities=[spent("one_on_one", "1"), spent("one_on_one", "1", "2025-01-05")], outcomes=[won("9", None)]
    )
    assert of(raw).quarters == 2


def test_the_seed_follows_from_the_figures_alone() -> None:
    assert of(given("sample")).seed == of(given("sample")).seed
    different = [each for each in map(of, small().values()) if each.outcomes]
    assert len({each.seed for each in different}) == len(different)


def test_an_outcome_taken_away_is_one_that_never_was() -> None:
    seen = of(given("messy-1"))
    without = seen.without(1)
    assert without.outcomes == (seen.outcomes[0], *seen.outcomes[2:])
    assert without.expected_value.tolist() == [*seen.expected_value[:1], *seen.expected_value[2:]]


def test_more_effort_adds_its_cost_and_what_it_brought() -> None:
    seen = of(given("messy-1"))
    more = seen.with_simulated(1, 250.0, seen.likely[:2])
    assert (more.cost - seen.cost).tolist() == pytest.approx([0, 250, 0])
    gained = more.returned * more.cost - seen.returned * seen.cost
    assert gained.tolist() == pytest.approx([0, seen.likely[:2].sum(), 0])
