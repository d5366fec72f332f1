"""Payback: hand-worked careers, and its agreement with the net benefit of a window."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.trends.payback import TOTAL, Payback, payback, paybacks
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, expected_runs, small_documents
from tests.careers import load_document as workspace
from tests.ledger.test_measures import YEARS, options
from tests.strategies import workspaces

FIRST = Quarter(2025, 4)


def over(*quarters: tuple[float, float]) -> Payback:
    """The payback of quarters by what each of them cost and gained."""
    rows = [(FIRST.ordinal + index, float(cost), float(gained - cost)) for index, (cost, gained) in enumerate(quarters)]
    return payback(pl.DataFrame(rows, schema=["quarter", "total_cost", "net_benefit"], orient="row"))


@pytest.mark.parametrize(
    ("quarters", "net_benefits", "later"),
    [
        pytest.param([(100, 0), (50, 200), (50, 60)], (-100, 50, 60), 1, id="it pays in the second quarter"),
        pytest.param([(100, 300), (300, 0), (10, 200)], (200, -100, 90), 2, id="an early gain that is lost again"),
        pytest.param([(100, 150), (10, 0)], (50, 40), 0, id="from the start"),
        pytest.param([(100, 0), (0, 100)], (-100, 0), 1, id="back to nothing is paid back"),
        pytest.param([(0, 0), (0, 50), (20, 0)], (0, 50, 30), 2, id="not before anything was put in"),
        pytest.param([(100, 0), (50, 20)], (-100, -130), None, id="not yet"),
        pytest.param([(0, 80), (0, 20)], (80, 100), None, id="nothing put in"),
        pytest.param([(0.1, 0), (0.2, 0.3)], (-0.1, 0), 1, id="the rounding of sums is no debt"),
        pytest.param([(7, 9)], (2,), 0, id="one quarter"),
    ],
)
def test_the_quarter_that_pays_back_is_the_first_since_which_the_sum_stays_above(
    quarters: list[tuple[float, float]], net_benefits: tuple[float, ...], later: int | None
) -> None:
    payback_of_all = over(*quarters)
    assert payback_of_all.net_benefits == pytest.approx(net_benefits)
    assert payback_of_all.quarter == (None if later is None else FIRST.shifted(later))


@given(workspaces(), options)
def test_the_last_sum_is_the_net_benefit_of_the_window(raw: dict[str, Any], chosen: Options) -> None:
    cells = measures.cells(Ledger(Workspace(raw)), YEARS, chosen)
    figures, by_approach = measures.figures(cells), paybacks(cells)
    for key, row in {**figures.approaches, TOTAL: figures.total}.items():
        assert by_approach[key].net_benefit == pytest.approx(row.net_benefit, rel=1e-9, abs=1e-6)
        assert by_approach[key].invested == pytest.approx(row.total_cost, rel=1e-9, abs=1e-6)
        assert len(by_approach[key].net_benefits) == len(YEARS)


@given(workspaces(), options)
def test_once_paid_back_it_stays_so(raw: dict[str, Any], chosen: Options) -> None:
    for one_payback in paybacks(measures.cells(Ledger(Workspace(raw)), YEARS, chosen)).values():
        if one_payback.quarter is None:
            assert one_payback.invested == 0 or one_payback.net_benefit < 0
        else:
            index = YEARS.index(one_payback.quarter)
            assert min(one_payback.net_benefits[index:]) >= -0.01
            assert one_payback.invested > 0


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_figures_are_where_the_sums_end(name: str) -> None:
    ledger = Ledger(Workspace(workspace(name)))
    for run in expected_runs(name):
        window = [Quarter.parse(label) for label in run["quarters"]]
        chosen = Options(run["attribution"], run["view"], run["basis"], run["costs"])
        by_approach = paybacks(measures.cells(ledger, window, chosen))
        for key, row in {**run["approaches"], TOTAL: run["total"]}.items():
            assert by_approach[key].net_benefit == pytest.approx(row["net_benefit"], rel=1e-9, abs=1e-6)


def test_value_that_nobody_led_to_counts_in_the_total_alone() -> None:
    by_approach = paybacks(
        measures.cells(Ledger(Workspace(small_documents()["no steps"])), [Quarter(2026, 3)], Options())
    )
    assert [one_payback.net_benefit for one_payback in by_approach.values()] == pytest.approx([-100, -100, -100, 600])
    assert [one_payback.is_tried for one_payback in by_approach.values()] == [True] * 4


def test_an_approach_without_cost_and_gain_was_not_tried() -> None:
    by_approach = paybacks(
        measures.cells(Ledger(Workspace(small_documents()["one approach"])), [Quarter(2026, 3)], Options())
    )
    assert [key for key, one_payback in by_approach.items() if one_payback.is_tried] == ["one_on_one", TOTAL]
