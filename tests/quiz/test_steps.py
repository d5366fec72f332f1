"""Steps: files shorten the quiz, and every answer belongs to one step."""

import pytest

from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import ANSWER_TYPES
from netroi_core.quiz.steps import STEPS, step_of, steps_to_take, time_left
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.workspace import Workspace
from tests.careers import costly_activity, make_document
from tests.importers.import_files import AT

Q3 = Quarter(2026, 3)
COFFEE = make_document(activities=[costly_activity("one_on_one", "4.50")])
ACCEPTED = {"id": "i1", "kind": "calendar", "at": AT, "added": {"activities": {"a1": "0"}}}
EMPTY, WITHOUT_FILES, WITH_FILES = (
    Workspace(make_document()),
    Workspace(COFFEE),
    Workspace({**COFFEE, "imports": [ACCEPTED]}),
)


def keys(workspace: Workspace, current: str = "") -> list[str]:
    return [step.key for step in steps_to_take(workspace, Q3, current)]


def test_without_files_every_step_is_asked() -> None:
    assert steps_to_take(EMPTY, Q3) == steps_to_take(WITHOUT_FILES, Q3) == STEPS
    assert steps_to_take(WITH_FILES, Quarter(2026, 2)) == STEPS


def test_with_files_filled_and_optional_steps_are_skipped_unless_opened_from_the_review() -> None:
    assert keys(WITH_FILES) == ["hour", "group_events", "social_media", "outcomes", "review"], "a file has the coffee"
    assert keys(WITH_FILES, "people") == ["hour", "group_events", "social_media", "outcomes", "people", "review"]
    assert keys(WITH_FILES, "one_on_one")[1:4] == ["group_events", "one_on_one", "social_media"]


@pytest.mark.parametrize("workspace", [EMPTY, WITH_FILES])
def test_the_minutes_left_shrink_from_step_to_step_and_never_reach_zero(workspace: Workspace) -> None:
    left = [time_left(workspace, Q3, key) for key in keys(workspace)]
    minutes = [int(text.split()[1]) for text in left]
    assert minutes == sorted(minutes, reverse=True)
    assert left[-1] == "about 1 minute"
    assert len(set(minutes)) == len(minutes), "no step takes no time"


def test_files_shorten_the_quiz_and_a_step_opened_from_the_review_takes_its_time() -> None:
    assert time_left(EMPTY, Q3, "hour") == "about 8 minutes"
    assert time_left(WITH_FILES, Q3, "hour") == "about 6 minutes"
    assert time_left(WITH_FILES, Q3, "people") == "about 2 minutes"


def test_a_quiz_that_can_repeat_the_last_quarter_takes_a_few_minutes() -> None:
    again = Workspace(make_document(activities=[costly_activity("one_on_one", "4", "2026-05-01")]))
    left = [time_left(again, Q3, key) for key in keys(again)]
    assert left == ["a few minutes"] * 5 + ["about 2 minutes", "about 1 minute"]


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("pay.base", "hour"),
        ("one_on_one.hours.total", "one_on_one"),
        ("one_on_one.reimbursed", "one_on_one"),
        ("group_events.alternative", "group_events"),
        ("worth.family_percent", "hour"),
        ("outcome.a.likely", "outcomes"),
        ("earlier.a.status", "outcomes"),
        ("one_on_one.new_contacts", "people"),
        ("given.advice", "people"),
        ("strain", "people"),
    ],
)
def test_an_answer_belongs_to_the_step_that_asks_for_it(key: str, step: str) -> None:
    assert step_of(key).key == step


def test_every_typed_answer_belongs_to_a_step() -> None:
    assert {step_of(key).key for key in ANSWER_TYPES} == {"hour", *APPROACHES, "people"}
