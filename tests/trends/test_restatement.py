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
from tests.careers import GOLDEN, Json, costly_activity, expected_runs, make_document, submitted_figures, won_outcome
from tests.careers import load_document as workspace
from tests.strategies import workspaces

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
NOW = "2026-10-02T09:00:00+00:00"
LEAD = {**won_outcome("1000", None, "2026-07-10"), "id": "lead", "status": "open", "probability": 0.25,
        "touchpoints": [{"date": "2026-05-04", "approach": "group_events"},
                        {"date": "2026-07-01", "approach": "one_on_one"}]}  # fmt: skip
CAREER = make_document(activities=[costly_activity("one_on_one", "60", "2026-07-01")], outcomes=[LEAD])


def seen(raw: Json, *, earlier: Json, quarter: Quarter = Q3) -> Restatement:
    """The one restatement of a quarter that was handed in when the records were others."""
    quiz = {"id": "q", "quarter": str(quarter), "submitted": NOW, "showed": submitted_figures(earlier, quarter, NOW)}
    later = {**raw, "quizzes": [quiz]}
    document.validate(later)
    (restatement,) = restatements(Ledger(Workspace(later)))
    return restatement


def with_outcomes(*outcomes: Json) -> Json:
    return {**CAREER, "outcomes": list(outcomes)}


def test_a_note_holds_the_cost_and_each_outcome_in_both_views_as_decimal_strings() -> None:
    assert submitted_figures(CAREER, Q3, NOW) == [
        {"submitted": NOW, "total_cost": "60", "realised": {"lead": "250"}, "invested": {"lead": "125"}}
    ]
    assert submitted_figures(CAREER, Q2, NOW) == [
        {"submitted": NOW, "total_cost": "0", "realised": {}, "invested": {"lead": "125"}}
    ]


def test_a_lead_that_was_won_makes_the_difference_in_the_quarter_that_sowed_it() -> None:
    restatement = seen(with_outcomes({**LEAD, "status": "won", "date": "2026-11-02"}), earlier=CAREER)
    assert (restatement.quarter, restatement.submitted, restatement.is_changed) == (Q3, NOW, True)
    assert [snapshot.value("invested") for snapshot in (restatement.then, restatement.now)] == [125, 500]
    assert restatement.differences("invested") == {"lead": 375}
    assert restatement.differences("realised") == {"lead": -250}, "it was received in a later quarter"


def test_new_corrected_and_deleted_outcomes_are_told_apart_and_the_largest_comes_first() -> None:
    small, large = ({**won_outcome(amount, "one_on_one"), "id": amount} for amount in ("50", "900"))
    restatement = seen(with_outcomes(small, large), earlier=with_outcomes(LEAD, {**small, "value": {"likely": "20"}}))
    assert list(restatement.differences("realised").items()) == [("900", 900), ("lead", -250), ("50", 30)]


def test_a_quarter_that_shows_the_same_is_not_changed() -> None:
    restatement = seen(CAREER, earlier=CAREER)
    assert not restatement.is_changed
    assert restatement.then == restatement.now
    assert restatement.differences("invested") == {}


def test_a_cost_journalled_later_is_a_change_that_no_outcome_made() -> None:
    later = {
        **CAREER,
        "activities": [*CAREER["activities"], {**costly_activity("one_on_one", "40", "2026-09-30"), "id": "late"}],
    }
    restatement = seen(later, earlier=CAREER)
    assert restatement.is_changed
    assert (restatement.then.total_cost, restatement.now.total_cost, restatement.differences("realised")) == (
        60,
        100,
        {},
    )


def test_a_note_that_says_nothing_new_is_not_added() -> None:
    later = "2026-10-03T09:00:00+00:00"
    once = with_snapshot((), Ledger(Workspace(CAREER)), Q3, NOW)
    assert with_snapshot(once, Ledger(Workspace(CAREER)), Q3, later) == once
    twice = with_snapshot(once, Ledger(Workspace(with_outcomes())), Q3, later)
    assert [figures.realised for figures in twice] == [{"lead": 250}, {}]


def test_every_handing_in_is_told_of_by_quarter_in_the_order_they_came() -> None:
    first, second, third = (f"2026-0{month}-02T08:00:00+00:00" for month in (7, 8, 9))
    notes = {Q3: [second, third], Q2: [first]}
    quizzes = [{"id": str(q), "quarter": str(q), "showed": [{"submitted": s} for s in at]} for q, at in notes.items()]
    raw = {**CAREER, "quizzes": [*quizzes, {"id": "draft", "quarter": "2025-Q1"}]}
    document.validate(raw)
    in_order = restatements(Ledger(Workspace(raw)))
    assert [(restatement.quarter, restatement.submitted) for restatement in in_order] == [
        (Q2, first), (Q3, second), (Q3, third),
    ]  # fmt: skip


def test_without_notes_there_is_nothing_to_tell() -> None:
    assert restatements(Ledger(Workspace(CAREER))) == []


@given(workspaces(), st.sampled_from((Q3, Quarter(2025, 1))))
def test_what_a_quarter_shows_is_its_cost_and_value_of_the_measures_and_survives_being_written(
    raw: dict[str, Any], quarter: Quarter
) -> None:
    ledger = Ledger(Workspace(raw))
    snapshot = quarter_snapshots(ledger, [quarter])[quarter]
    for view in VIEWS:
        total = measures.figures(measures.cells(ledger, [quarter], Options(view=view))).total
        assert snapshot.total_cost == pytest.approx(total.total_cost)
        assert snapshot.value(view) == pytest.approx(total.expected_value)
    assert not seen(raw, earlier=raw, quarter=quarter).is_changed


@pytest.mark.parametrize("name", GOLDEN)
def test_the_golden_figures_are_what_their_quarters_show(name: str) -> None:
    raw = workspace(name)
    usual = [
        run
        for run in expected_runs(name)
        if (run["attribution"], run["basis"], run["costs"]) == ("linear", "expected", "mine")
    ]
    assert usual
    for run in usual:
        snapshots = quarter_snapshots(Ledger(Workspace(raw)), map(Quarter.parse, run["quarters"])).values()
        assert sum(snapshot.total_cost for snapshot in snapshots) == pytest.approx(run["total"]["total_cost"], abs=1e-6)
        value = sum(snapshot.value(run["view"]) for snapshot in snapshots)
        assert value == pytest.approx(run["total"]["expected_value"], abs=1e-6)
