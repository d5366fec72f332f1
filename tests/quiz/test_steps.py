"""The course of the quiz: what files have answered is not asked for again, and the time left says so."""

from netroi_core.quarters import Quarter
from netroi_core.quiz import steps
from netroi_core.quiz.answers import STEPS
from netroi_core.workspace import document
from tests.careers import spent, written
from tests.importers.brought import AT

Q3 = Quarter(2026, 3)
COFFEE = written(activities=[spent("one_on_one", "4.50")])
BROUGHT = {**COFFEE, "imports": [{"id": "i1", "kind": "calendar", "at": AT, "added": {"activities": {"a1": "0"}}}]}


def keys(raw: document.Document, shown: str = "") -> list[str]:
    return [step.key for step in steps.steps(raw, Q3, shown)]


def test_without_files_every_step_is_asked() -> None:
    for raw in (document.empty(), COFFEE):
        assert steps.steps(raw, Q3) == STEPS
    assert steps.steps(BROUGHT, Quarter(2026, 2)) == STEPS


def test_with_files_what_nobody_has_to_answer_waits_in_the_review_and_can_be_opened_from_there() -> None:
    assert keys(BROUGHT) == ["hour", "effort", "outcomes", "review"]
    assert keys(BROUGHT, "people") == ["hour", "effort", "outcomes", "people", "review"]
    assert keys(BROUGHT, "effort") == keys(BROUGHT)


def test_the_minutes_left_shrink_from_step_to_step_and_never_reach_zero() -> None:
    for raw in (document.empty(), BROUGHT):
        left = [steps.minutes_left(raw, Q3, step.key) for step in steps.steps(raw, Q3)]
        assert left == sorted(left, reverse=True)
        assert left[-1] == 1


def test_files_shorten_the_quiz_and_looking_at_a_step_from_the_review_takes_its_time() -> None:
    assert steps.minutes_left(document.empty(), Q3, "hour") == 8
    assert steps.minutes_left(BROUGHT, Q3, "hour") == 5
    assert steps.minutes_left(BROUGHT, Q3, "people") == 2
