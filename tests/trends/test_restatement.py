"""Restatements: what a quarter showed, what it shows now, and which outcomes made the difference."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.trends.restatement import VIEWS, Restatement, quarter_snapshots, restatements, with_snapshot
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace
from tests.careers import GOLDEN, Json, expected, showed, spent, won, written
from tests.careers import given as workspace
from tests.strategies import workspaces

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
NOW = "2026-10-02T09:00:00+00:00"
LEAD = {**won("1000", None, "2026-07-10"), "id": "lead", "status": "open", "probability": 0.25,
        "touchpoints": [{"date": "2026-05-04", "approach": "group_events"},
                        {"date": "2026-07-01", "approach": "one_on_one"}]}  # fmt: skip
CAREER = written(activities=[spent("one_on_one", "60", "2026-07-01")], outcomes=[LEAD])


def seen(raw: Json, *, earlier: Json, quarter: Quarter = Q3) -> Restatement:
    """The one restatement of a quarter that was handed in when the records were others."""
    quiz = {"id": "q", "quarter": str(quarter), "submitted": NOW, "showed": showed(earlier, quarter, NOW)}
    later = {**raw, "quizzes": [quiz]}
    document.validate(later)
    (found,) = restatements(Ledger.of(Workspace(later)))
    return found


def with_outcomes(*outcomes: Json) -> Json:
    return {**CAREER, "outcomes": list(outcomes)}


def test_a_note_holds_the_cost_and_each_outcome_in_both_views_as_decimal_strings() -> None:
    assert showed(CAREER, Q3, NOW) == [
        {"submitted": NOW, "total_cost": "60", "realised": {"lead": "250"}, "invested": {"lead": "125"}}
    ]
    assert showed(CAREER, Q2, NOW) == [
        {"submitted": NOW, "total_cost": "0", "realised": {}, "invested": {"lead": "125"}}
    ]


def test_a_lead_that_was_won_makes_the_difference_in_the_quarter_that_sowed_it() -> None:
    found = seen(with_outcomes({**LEAD, "status": "won", "date": "2026-11-02"}), earlier=CAREER)
    assert (found.quarter, found.submitted, found.is_changed) == (Q3, NOW, True)
    assert [each.value("invested") for each in (found.then, found.now)] == [125, 500]
    assert found.differences("invested") == {"lead": 375}
    assert found.differences("realised") == {"lead": -250}, "it was reaped in a later quarter"


def test_new_corrected_and_deleted_outcomes_are_told_apart_and_the_largest_comes_first() -> None:
    small, large = ({**won(amount, "one_on_one"), "id": amount} for amount in ("50", "900"))
    found = seen(with_outcomes(small, large), earlier=with_outcomes(LEAD, {**small, "value": {"likely": "20"}}))
    assert list(found.differences("realised").items()) == [("900", 900), ("lead", -250), ("50", 30)]


def test_a_quarter_that_shows_the_same_is_not_changed() -> None:
    found = seen(CAREER, earlier=CAREER)
    assert not found.is_changed
    assert found.then == found.now
    assert found.differences("invested") == {}


def test_a_cost_journalled_later_is_a_change_that_no_outcome_made() -> None:
    later = {**CAREER, "activities": [*CAREER["activities"], {**spent("one_on_one", "40", "2026-09-30"), "id": "late"}]}
    found = seen(later, earlier=CAREER)
    assert found.is_changed
    assert (found.then.total_cost, found.now.total_cost, found.differences("realised")) == (60, 100, {})


def test_a_note_that_says_nothing_new_is_not_added() -> None:
    later = "2026-10-03T09:00:00+00:00"
    once = with_snapshot((), Ledger.of(Workspace(CAREER)), Q3, NOW)
    assert with_snapshot(once, Ledger.of(Workspace(CAREER)), Q3, later) == once
    twice = with_snapshot(once, Ledger.of(Workspace(with_outcomes())), Q3, later)
    assert [figures.realised for figures in twice] == [{"lead": 250}, {}]


def test_every_handing_in_is_told_of_by_quarter_in_the_order_they_came() -> None:
    notes = {Q3: ["b", "c"], Q2: ["a"]}
    quizzes = [{"id": str(q), "quarter": str(q), "showed": [{"submitted": s} for s in at]} for q, at in notes.items()]
    raw = {**CAREER, "quizzes": [*quizzes, {"id": "draft", "quarter": "2025-Q1"}]}
    document.validate(raw)
    assert [(each.quarter, each.submitted) for each in restatements(Ledger.of(Workspace(raw)))] == [
        (Q2, "a"), (Q3, "b"), (Q3, "c"),
    ]  # fmt: skip


def test_without_notes_there_is_nothing_to_tell() -> None:
    assert restatements(Ledger.of(Workspace(CAREER))) == []


@given(workspaces(), st.sampled_from((Q3, Quarter(2025, 1))))
def test_what_a_quarter_shows_is_its_cost_and_value_of_the_measures_and_survives_being_written(
    raw: dict[str, Any], quarter: Quarter
) -> None:
    ledger = Ledger.of(Workspace(raw))
    found = quarter_snapshots(ledger, [quarter])[quarter]
    for view in VIEWS:
        total = measures.figures(measures.cells(ledger, [quarter], Options(view=view))).total
        assert found.total_cost == pytest.approx(total.total_cost)
        assert found.value(view) == pytest.approx(total.expected_value)
    assert not seen(raw, earlier=raw, quarter=quarter).is_changed


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_figures_are_what_their_quarters_show(name: str) -> None:
    raw = workspace(name)
    usual = [
        run
        for run in expected(name)
        if (run["attribution"], run["basis"], run["costs"]) == ("linear", "expected", "mine")
    ]
    assert usual
    for run in usual:
        found = quarter_snapshots(Ledger.of(Workspace(raw)), map(Quarter.parse, run["quarters"])).values()
        assert sum(each.total_cost for each in found) == pytest.approx(run["total"]["total_cost"], abs=1e-6)
        value = sum(each.value(run["view"]) for each in found)
        assert value == pytest.approx(run["total"]["expected_value"], abs=1e-6)
