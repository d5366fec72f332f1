"""Measures: the worked examples, a slow reference in fractions, and what must hold whatever the records."""

import copy
import json
import math
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netroi_core.ledger import measures
from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, SUMS, Options
from netroi_core.quarters import Quarter, span
from netroi_core.workspace.document import empty
from netroi_core.workspace.workspace import Workspace
from tests import reference
from tests.careers import costly_activity, make_document
from tests.strategies import workspaces

GOLDEN = Path(__file__).parents[1] / "golden"
RUNS = [
    pytest.param(path.name.replace(".expected", ""), run, id=f"{path.name.split('.')[0]}-{number}")
    for path in sorted(GOLDEN.glob("*.expected.json"))
    for number, run in enumerate(json.loads(path.read_bytes()))
]
YEARS = list(span(Quarter(2024, 1), Quarter(2027, 4)))
FOREVER = list(span(Quarter(1899, 1), Quarter(2201, 4)))
USUAL = Options()

options = st.builds(
    Options,
    attribution=st.sampled_from(ATTRIBUTIONS),
    view=st.sampled_from(("realised", "invested")),
    basis=st.sampled_from(("expected", "won")),
    costs=st.sampled_from(("mine", "all")),
)


def figures(document: dict[str, Any], quarters: list[Quarter], chosen: Options = USUAL) -> dict[str, Any]:
    return asdict(measures.figures(measures.cells(Ledger(Workspace(document)), quarters, chosen)))


def assert_same(got: Any, expected: Any, path: str = "") -> None:
    """Equal to a millionth, or to the ninth digit where figures are large."""
    if isinstance(expected, dict):
        assert set(got) >= set(expected), path
        for key, value in expected.items():
            assert_same(got[key], value, f"{path}.{key}")
    elif expected is None:
        assert got is None, path
    else:
        assert got is not None, path
        assert math.isclose(got, float(expected), rel_tol=1e-9, abs_tol=1e-6), f"{path}: {got} is not {float(expected)}"


@pytest.mark.parametrize(("name", "run"), RUNS)
def test_every_worked_example_comes_out_to_a_millionth(name: str, run: dict[str, Any]) -> None:
    document = json.loads((GOLDEN / name).read_bytes())
    chosen = Options(run["attribution"], run["view"], run["basis"], run["costs"])
    got = figures(document, [Quarter.parse(label) for label in run["quarters"]], chosen)
    for key in ("approaches", "unattributed_value", "total"):
        assert_same(got[key], run[key], key)


@settings(max_examples=60)
@given(workspaces(), options, st.sets(st.sampled_from(YEARS)))
def test_measures_equal_the_contract_worked_out_in_fractions(
    document: dict[str, Any], chosen: Options, quarters: set[Quarter]
) -> None:
    window = sorted(quarters)
    expected = reference.figures(reference.without_raised(document), [str(quarter) for quarter in window], vars(chosen))
    got = figures(document, window, chosen)
    assert_same(got, expected)
    assert list(got["approaches"]) == list(reference.APPROACHES)
    assert [set(row) for row in (*got["approaches"].values(), got["total"])] == [{m.key for m in MEASURES}] * 4


@given(workspaces(), options)
def test_the_total_is_the_sum_of_the_approaches_and_the_unattributed(document: dict[str, Any], chosen: Options) -> None:
    got = figures(document, YEARS, chosen)
    for key in (*SUMS, "total_cost"):
        parts = sum(approach[key] for approach in got["approaches"].values())
        extra = got["unattributed_value"] if key == "expected_value" else 0
        assert_same(got["total"][key], parts + extra, key)


@given(workspaces(), options)
def test_a_window_is_the_sum_of_its_quarters(document: dict[str, Any], chosen: Options) -> None:
    cells = measures.cells(Ledger(Workspace(document)), YEARS, chosen)
    whole = vars(measures.figures(cells).total)
    for key in SUMS:
        assert_same(measures.by_quarter(cells)[key].sum(), whole[key], key)
    alone = vars(measures.figures(measures.cells(Ledger(Workspace(document)), YEARS[3:4], chosen)).total)
    assert_same(measures.by_quarter(cells).row(3, named=True), {"quarter": YEARS[3].ordinal} | alone)


@given(workspaces(), st.sampled_from(ATTRIBUTIONS), st.sampled_from(("expected", "won")))
def test_over_all_time_both_views_give_each_approach_the_same_value(
    document: dict[str, Any], attribution: Any, basis: Any
) -> None:
    realised, invested = (
        figures(document, FOREVER, Options(attribution, view, basis)) for view in ("realised", "invested")
    )
    assert_same(invested, realised)


@given(workspaces(), options, st.sampled_from(reference.APPROACHES), st.integers(1, 10**6))
def test_another_cost_lowers_the_net_benefit_by_itself_and_never_raises_an_roi(
    document: dict[str, Any], chosen: Options, approach: str, cents: int
) -> None:
    # Value is never negative, so ROI = value / cost − 1 falls as cost grows, or stays −100 % where value is 0.
    # At cost 0 there is no ROI to compare with.
    amount = f"{cents / 100:.2f}"
    dearer = copy.deepcopy(document)
    dearer.setdefault("activities", []).append(
        {"id": "dearer", "date": "2025-05-05", "approach": approach, "costs": [{"amount": amount}]}
    )
    before, after = figures(document, YEARS, chosen), figures(dearer, YEARS, chosen)
    for earlier, later in (
        (before["approaches"][approach], after["approaches"][approach]),
        (before["total"], after["total"]),
    ):
        assert_same(later["net_benefit"], earlier["net_benefit"] - cents / 100)
        assert later["roi_percent"] is not None
        if earlier["roi_percent"] is not None:
            assert later["roi_percent"] <= earlier["roi_percent"] + 1e-9
    unchanged = [name for name in reference.APPROACHES if name != approach]
    assert [after["approaches"][name] for name in unchanged] == [before["approaches"][name] for name in unchanged]


@given(workspaces(), options)
def test_no_figure_is_ever_nan_or_infinite(document: dict[str, Any], chosen: Options) -> None:
    got = figures(document, FOREVER, chosen)
    values = [value for row in (*got["approaches"].values(), got["total"]) for value in row.values()]
    assert all(value is None or math.isfinite(value) for value in values)


@given(workspaces())
def test_spending_adds_up_to_the_money_spent(document: dict[str, Any]) -> None:
    spent = measures.spending(Ledger(Workspace(document)), YEARS, Options())
    assert_same(spent["amount"].sum(), figures(document, YEARS)["total"]["actual_cost"])


@given(workspaces())
def test_hours_by_part_add_up_to_the_hours(document: dict[str, Any]) -> None:
    parts = measures.hours_by_part(Ledger(Workspace(document)), YEARS)
    assert_same(parts["hours"].sum(), figures(document, YEARS)["total"]["hours"])


@given(workspaces())
def test_without_a_window_every_record_lies_in_a_quarter_of_the_ledger(document: dict[str, Any]) -> None:
    ledger = Ledger(Workspace(document))
    start = ledger.profile.fiscal_year_start
    dated = [
        Quarter.containing(reference.date.fromisoformat(record["date"]), start)
        for name in ("activities", "outcomes", "exchanges", "stories")
        for record in document.get(name, ())
    ]
    assert ledger.quarters == (tuple(span(min(dated), max(dated))) if dated else ())


def test_an_activity_of_which_no_energy_is_given_has_none_rather_than_a_neutral_one() -> None:
    ledger = Ledger(
        Workspace(
            make_document(
                activities=[{**costly_activity("one_on_one", "5"), "energy": -2}, costly_activity("one_on_one", "5")]
            )
        )
    )
    assert ledger.activities["energy"].to_list() == [-2, None]


def test_an_exchange_belongs_to_the_approach_by_which_its_person_was_met() -> None:
    favor = {"date": "2026-08-01", "direction": "given"}
    met = {"date": "2025-01-01", "approach": "social_media"}
    document = make_document(
        profile={"fiscal_year_start": 4},
        contacts=[{"name": "Ada", "met": met}, {"name": "Ben", "met": None}],
        exchanges=[
            {**favor, "contact": "c1", "kind": "advice"},
            {**favor, "contact": "c2"},
            {**favor, "direction": "received"},
        ],
    )
    exchanges = Ledger(Workspace(document)).exchanges
    quarter = Quarter(2027, 2).ordinal
    assert exchanges.select("quarter", "direction", "kind", "contact", "approach").rows() == [
        (quarter, "given", "advice", "c1", "social_media"),
        (quarter, "given", "other", "c2", None),
        (quarter, "received", "other", None, None),
    ]
    assert exchanges.schema == Ledger(Workspace(empty())).exchanges.schema


def test_an_empty_workspace_has_all_approaches_at_zero_and_no_ratio() -> None:
    document = empty()
    got = figures(document, list(Ledger(Workspace(document)).quarters))
    assert list(got["approaches"]) == list(reference.APPROACHES)
    ratios = {"roi_percent", "value_per_hour", "cost_per_new_contact", "cost_per_meaningful_contact"}
    for row in (*got["approaches"].values(), got["total"]):
        assert row == {measure.key: None if measure.key in ratios else 0 for measure in MEASURES}


def test_a_credit_is_kept_within_an_outcome_when_all_its_steps_are_three_centuries_old() -> None:
    document = empty() | {
        "outcomes": [
            {
                "id": "o", "date": "2199-12-31", "kind": "client", "status": "won", "value": {"likely": "900"},
                "touchpoints": [{"date": "1900-01-01", "approach": "one_on_one"}],
            }
        ]
    }  # fmt: skip
    got = figures(document, [Quarter(2199, 4)], Options("decay"))
    assert got["approaches"]["one_on_one"]["expected_value"] == 900


@given(workspaces(), options)
def test_cells_with_only_what_is_won_are_those_of_that_basis(document: dict[str, Any], chosen: Options) -> None:
    ledger = Ledger(Workspace(document))
    won = measures.won_only(measures.cells(ledger, YEARS, chosen))
    assert won.equals(measures.cells(ledger, YEARS, replace(chosen, basis="won")))


def test_formulas_name_only_measures() -> None:
    keys = {measure.key for measure in MEASURES}
    for measure in MEASURES:
        named = {part.partition("}")[0] for part in measure.formula.split("{")[1:]}
        assert named <= keys, measure.key


def test_cells_hold_every_quarter_and_approach_once_with_the_declared_types() -> None:
    cells = measures.cells(Ledger(Workspace(empty())), YEARS[:2], Options())
    assert cells.select("quarter", "approach").is_unique().all()
    assert cells.height == 2 * (len(reference.APPROACHES) + 1)
    assert cells.schema == pl.Schema(
        {"quarter": pl.Int64(), "approach": pl.String(), **SUMS, "won_value": pl.Float64()}
    )


@pytest.mark.parametrize("basis", ["expected", "won"])
@settings(max_examples=30)
@given(document=workspaces())
def test_the_figures_of_a_quarter_come_from_its_own_activities_and_outcomes(document: Any, basis: Any) -> None:
    workspace, options = Workspace(document), Options(basis=basis)
    ledger, start = Ledger(workspace), workspace.profile.fiscal_year_start
    for quarter in ledger.quarters[:8]:
        alone = Ledger(workspace.within(quarter.first_day(start), quarter.last_day(start)))
        of_all, of_alone = (measures.figures(measures.cells(each, (quarter,), options)) for each in (ledger, alone))
        for key, figure in vars(of_all.total).items():
            assert_same(vars(of_alone.total)[key], figure, key)
