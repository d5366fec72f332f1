"""Evidence: what of a workspace counts toward a verdict, and at which value, odds and credit."""

import pytest

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, gather_evidence
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


def test_the_seed_follows_from_the_figures_alone() -> None:
    assert of(load_document("sample")).seed == of(load_document("sample")).seed
    different = [gathered for gathered in map(of, small_documents().values()) if gathered.outcomes]
    assert len({gathered.seed for gathered in different}) == len(different)


def test_an_outcome_taken_away_is_one_that_never_was() -> None:
    gathered = of(load_document("messy-1"))
    without = gathered.without(1)
    assert without.outcomes == (gathered.outcomes[0], *gathered.outcomes[2:])
    assert without.expected_value.tolist() == [*gathered.expected_value[:1], *gathered.expected_value[2:]]
