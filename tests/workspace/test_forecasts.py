"""Stated probabilities: each one is kept with its day, and no later edit loses one."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netroi_core.trends.own_forecasts import MIN_SETTLED, own_forecasts
from netroi_core.workspace.forecasts import with_statement
from netroi_core.workspace.records import Outcome, StatedProbability

MONDAY = date(2026, 7, 6)
TUESDAY = MONDAY + timedelta(days=1)
LEAD = Outcome(id="o1", date=MONDAY, kind="lead", status="open", probability=0.4)


def edited(outcome: Outcome, day: date, **changes: object) -> Outcome:
    """Return an outcome as an edit on a day stores it."""
    return with_statement(outcome.model_copy(update=changes), outcome, day)


def statements(outcome: Outcome) -> list[tuple[date, float]]:
    return [(statement.day, statement.probability) for statement in outcome.stated]


def test_the_first_probability_of_an_open_outcome_is_kept_with_its_day() -> None:
    assert statements(with_statement(LEAD, None, MONDAY)) == [(MONDAY, 0.4)]


def test_a_changed_probability_is_added_and_on_the_same_day_replaced() -> None:
    lead = with_statement(LEAD, None, MONDAY)
    lead = edited(lead, MONDAY, probability=0.5)
    assert statements(lead) == [(MONDAY, 0.5)]
    lead = edited(lead, TUESDAY, probability=0.7)
    assert statements(lead) == [(MONDAY, 0.5), (TUESDAY, 0.7)]


def test_an_edit_of_something_else_states_nothing() -> None:
    assert statements(edited(LEAD, TUESDAY, title="A lead")) == []
    assert statements(edited(with_statement(LEAD, None, MONDAY), TUESDAY, title="A lead")) == [(MONDAY, 0.4)]


def test_only_an_open_outcome_with_a_probability_is_a_forecast() -> None:
    for changes in ({"status": "won"}, {"status": "lost"}, {"probability": None}):
        assert statements(with_statement(LEAD.model_copy(update=changes), None, MONDAY)) == []


def test_an_outcome_that_is_open_again_states_its_probability_again() -> None:
    lost = edited(with_statement(LEAD, None, MONDAY), MONDAY, status="lost")
    assert statements(edited(lost, TUESDAY, status="open")) == [(MONDAY, 0.4), (TUESDAY, 0.4)]


def test_a_version_that_was_built_anew_gets_back_what_was_stated() -> None:
    lead = with_statement(LEAD, None, MONDAY)
    built = with_statement(LEAD.model_copy(update={"status": "won", "probability": None}), lead, TUESDAY)
    assert statements(built) == [(MONDAY, 0.4)]


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, 0.25, 1.0, None]), st.sampled_from(["open", "won"])))
)
def test_no_edit_loses_a_day_and_days_come_in_order(edits: list[tuple[int, float | None, str]]) -> None:
    outcome = with_statement(LEAD, None, MONDAY)
    for offset, probability, status in edits:
        before = {statement.day for statement in outcome.stated}
        # Without the statements, as an edit that builds the outcome anew leaves it.
        outcome = edited(outcome, MONDAY + timedelta(days=offset), probability=probability, status=status, stated=())
        days = [statement.day for statement in outcome.stated]
        assert before <= set(days)
        assert days == sorted(set(days))


def test_the_last_statement_is_the_forecast_that_is_scored() -> None:
    lead = edited(with_statement(LEAD, None, MONDAY), TUESDAY, probability=0.9)
    assert lead.stated[-1] == StatedProbability(day=TUESDAY, probability=0.9)
    score = own_forecasts([edited(lead, TUESDAY, status="won", probability=None)] * MIN_SETTLED)
    assert score is not None
    assert round(score.brier, 6) == 0.01
