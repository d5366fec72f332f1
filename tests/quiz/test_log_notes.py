"""What is said of a record that was just logged: its own figures, those of its quarter, and who gets the credit."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.counts import total_counts
from netroi_core.ledger.ledger import Ledger
from netroi_core.quiz.log_notes import activity_note, outcome_note
from netroi_core.wording.wording import Words
from netroi_core.workspace.fields import OUTCOME_KINDS, OutcomeKind
from netroi_core.workspace.profile import Profile
from netroi_core.workspace.records import Activity, Outcome
from netroi_core.workspace.workspace import Workspace, parse_records
from tests.careers import costly_activity, make_document

EN, DE = Words(), Words("de_DE", "EUR")


def activity(**fields: Any) -> Activity:
    row = {"id": "new", "date": "2026-11-02", "approach": "one_on_one", **fields}
    (record,) = parse_records(Activity, (row,))
    return record


def outcome(**fields: Any) -> Outcome:
    row = {"id": "new", "date": "2026-11-02", "kind": "client", "status": "won", **fields}
    (record,) = parse_records(Outcome, (row,))
    return record


def test_a_new_activity_is_told_with_its_quarter_so_far() -> None:
    before = Workspace(make_document(activities=[costly_activity("group_events", "12.50", "2026-10-09")]))
    new = activity(hours={"attending": 1.5}, costs=[{"category": "coffee", "amount": "4"}])
    assert activity_note(before, new, EN) == (
        "1.5 h and $4 (coffee) on one-on-one: Q4 2026 is now at 2.5 h and $16.50, and its quiz starts from there."
    )
    assert activity_note(before, new, DE).startswith(
        "1,5 h and 4\u00a0€ (coffee) on one-on-one: Q4 2026 is now at 2,5 h and 16,50"
    )


def test_dues_are_no_part_of_what_a_quarter_is_at() -> None:
    club = {"name": "Club", "approach": "group_events", "dues": {"amount": "80", "per": "quarter", "to": "2026-12-31"}}
    before = Workspace(make_document(venues=[club]))
    for day, is_owed in (("2026-11-02", True), ("2027-01-02", False)):
        note = activity_note(before, activity(date=day, costs=[{"category": "coffee", "amount": "4"}]), EN)
        assert (" is now at $4, dues aside, and its quiz " in note) == is_owed


def test_a_new_activity_comes_on_top_of_a_quiz_that_was_submitted() -> None:
    quiz = {"quarter": "2026-Q4", "submitted": "2026-11-01T10:00:00Z"}
    before = Workspace(make_document(quizzes=[quiz]))
    assert activity_note(before, activity(hours={"attending": 2}), EN) == (
        "2 h on top of your quiz: Q4 2026 is now at 2 h."
    )


@given(st.integers(0, 400).map(lambda quarters: quarters / 4), st.decimals(0, 5000, places=2))
def test_a_note_has_the_figures_that_were_logged_and_nothing_for_nothing(hours: float, money: Decimal) -> None:
    new = activity(hours={"attending": hours}, costs=[{"category": "coffee", "amount": str(money)}])
    for words in (EN, DE):
        note = activity_note(Workspace(make_document()), new, words)
        assert (words.hours(hours) in note) == bool(hours)
        assert (words.exact_money(money) in note) == bool(money)
        assert bool(note) == bool(hours or money)


@pytest.mark.parametrize(
    ("fields", "note"),
    [
        ({}, "Won in Q4 2026: no money value yet. No approach gets credit until you add what led to it."),
        (
            {
                "value": {"likely": "4000"}, "incrementality": 0.8,
                "touchpoints": [{"date": "2026-11-01", "approach": name} for name in ("group_events", "one_on_one")],
            },
            "Won in Q4 2026: counts as $3,200 of $4,000, since 20% would have come anyway. The credit goes to group "
            "events and one-on-one.",
        ),
        (
            {"status": "open", "probability": 0.5, "value": {"likely": "900"}},
            "Still open in Q4 2026: counts as $450 of $900, since its chance is 50%. No approach gets credit until you "
            "add what led to it.",
        ),
        ({"kind": "interview"}, "It took place in Q4 2026: counts without a value. No approach gets credit until you "
         "add what led to it."),
        ({"status": "lost", "value": {"likely": "900"}}, "Lost: it stays on record in Q4 2026, without a value."),
        ({"status": "lost", "kind": "interview"}, "It came to a no: it still counts as an interview in Q4 2026."),
    ],
)  # fmt: skip
def test_a_new_outcome_is_told_with_what_counts_and_who_gets_the_credit(fields: dict[str, Any], note: str) -> None:
    assert outcome_note(Profile(), outcome(**fields), EN) == note


@pytest.mark.parametrize("kind", OUTCOME_KINDS)
def test_a_lost_outcome_is_said_to_count_where_it_is_counted_and_nowhere_else(kind: OutcomeKind) -> None:
    ledger = Ledger(Workspace(make_document(outcomes=[{"date": "2026-11-02", "kind": kind, "status": "lost"}])))
    is_counted = any(total_counts(ledger, ledger.quarters).values())
    assert ("it still counts as" in outcome_note(Profile(), ledger.workspace.outcomes[0], EN)) is is_counted
