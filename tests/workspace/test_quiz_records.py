"""Records of quizzes: their ids, and days that are only a guess."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.workspace.quiz_records import guessed_quarter, id_prefix, submitted_on
from netroi_core.workspace.records import Quiz
from tests.strategies import texts

QUARTERS = st.builds(Quarter, st.integers(2000, 2100), st.integers(1, 4))


@given(QUARTERS, texts, st.integers(0, 91), st.integers(1, 12))
def test_of_the_days_of_a_quarter_only_its_last_is_a_guess_of_its_quiz(
    quarter: Quarter, rest: str, days: int, start: int
) -> None:
    last = quarter.last_day(start)
    known = guessed_quarter(id_prefix(quarter) + rest, last - timedelta(days=days), start)
    assert known == (None if days else quarter)


@given(texts)
def test_the_day_of_any_other_record_is_its_own(record_id: str) -> None:
    assert guessed_quarter(record_id, date(2026, 9, 30)) is None
    assert guessed_quarter(f"o-{id_prefix(Quarter(2026, 3))}", date(2026, 9, 30)) is None


@pytest.mark.parametrize(
    ("submitted", "day"),
    [("2026-10-02T09:00:00Z", date(2026, 10, 2)), (None, None)],
)
def test_the_day_of_a_submission_is_read_from_its_time(submitted: str | None, day: date | None) -> None:
    assert submitted_on(Quiz(id="q", quarter="2026-Q3", submitted=submitted)) == day
