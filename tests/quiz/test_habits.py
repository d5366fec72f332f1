"""Habits and challenges: ticks add up by quarter, and a week's challenge follows the records."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import Invalid
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.quiz.habits import CHALLENGES, HABIT_TEXTS, habit_history, tick_habit, weekly_challenge
from netroi_core.quiz.submission import reopen, submit
from netroi_core.workspace import document
from netroi_core.workspace.fields import HABITS
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document
from tests.strategies import workspaces

MONDAY = date(2026, 10, 5)
NOW = Quarter(2026, 4)


def with_habits(**quarters: list[str]) -> dict[str, Any]:
    """A workspace in which habits were ticked off: Q2026_3=["posts"]."""
    habits_by_quarter = {name.removeprefix("Q").replace("_", "-Q"): habits for name, habits in quarters.items()}
    return make_document(
        quizzes=[{"quarter": quarter, "habits": habits} for quarter, habits in habits_by_quarter.items()]
    )


def test_every_habit_has_its_text() -> None:
    assert tuple(HABIT_TEXTS) == HABITS
    assert len({text.title for text in HABIT_TEXTS.values()}) == len(HABITS)


def test_a_habit_is_stored_with_the_quarters_quiz_and_can_be_unticked() -> None:
    raw = tick_habit(make_document(), NOW, "posts", True)
    raw = tick_habit(tick_habit(raw, NOW, "profile", True), NOW, "posts", True)
    assert document.validate(raw).quizzes[0].habits == ("profile", "posts")
    assert habit_history(Workspace(raw), MONDAY).done == {NOW: ("profile", "posts")}
    assert habit_history(Workspace(tick_habit(raw, NOW, "posts", False)), MONDAY).done == {NOW: ("profile",)}


def test_a_tick_begins_no_quiz_and_survives_its_submission() -> None:
    raw = tick_habit(make_document(), NOW, "posts", True)
    assert answers.draft_quarter(Workspace(raw)) is None
    raw = answers.save_answers(raw, NOW, {"one_on_one.hours.attending": "3"})
    assert answers.draft_quarter(Workspace(raw)) == NOW
    raw = reopen(submit(raw, NOW, "2027-01-02T09:00:00Z", date(2027, 1, 2)), NOW)
    assert raw["quizzes"][0]["habits"] == ["posts"]


def test_an_unknown_habit_is_refused_with_its_path() -> None:
    with pytest.raises(Invalid, match=r"^quizzes\[0\]\.habits\[1\]"):
        with_habits(Q2026_3=["posts", "poking"])


def test_quarters_without_a_tick_are_listed_between_those_with_one() -> None:
    done = habit_history(Workspace(with_habits(Q2026_1=["posts"], Q2026_3=["groups", "posts", "posts"])), MONDAY).done
    assert [(str(quarter), habits) for quarter, habits in done.items()] == [
        ("2026-Q1", ("posts",)),
        ("2026-Q2", ()),
        ("2026-Q3", ("posts", "groups")),
        ("2026-Q4", ()),
    ]
    assert habit_history(Workspace(make_document()), MONDAY).done == {NOW: ()}


def test_a_streak_counts_quarters_in_a_row_and_the_current_one_does_not_break_it() -> None:
    raw = with_habits(Q2026_1=["posts"], Q2026_2=["posts"], Q2026_3=["posts", "groups"])
    assert [habit_history(Workspace(raw), MONDAY).streak(habit) for habit in ("posts", "groups", "profile")] == [
        3,
        1,
        0,
    ]
    assert habit_history(Workspace(raw), date(2027, 1, 4)).streak("posts") == 0
    assert habit_history(Workspace(tick_habit(raw, NOW, "posts", True)), MONDAY).streak("posts") == 4


def test_the_fiscal_year_says_which_quarter_it_is() -> None:
    assert list(habit_history(Workspace(make_document(profile={"fiscal_year_start": 4})), MONDAY).done) == [
        Quarter(2027, 3)
    ]


@pytest.mark.parametrize("day", range(7))
def test_a_month_without_an_event_makes_it_the_challenge_all_week(day: int) -> None:
    old = {"date": "2026-08-20", "approach": "group_events"}
    raw = make_document(activities=[old])
    assert weekly_challenge(Workspace(raw), MONDAY + timedelta(days=day))[0].key == "event"
    assert not weekly_challenge(Workspace(raw), MONDAY + timedelta(days=day))[1]
    been = make_document(activities=[old, {"date": "2026-10-07", "approach": "group_events"}])
    assert weekly_challenge(Workspace(been), MONDAY + timedelta(days=day))[0].key == "event"
    assert weekly_challenge(Workspace(been), MONDAY + timedelta(days=day))[1]


def test_two_weeks_without_a_new_contact_make_it_the_challenge() -> None:
    been = {"date": "2026-09-25", "approach": "group_events"}
    raw = make_document(activities=[been])
    assert weekly_challenge(Workspace(raw), MONDAY)[0].key == "contact"
    assert not weekly_challenge(Workspace(raw), MONDAY)[1]
    met = make_document(activities=[been], contacts=[{"name": "Ada", "met": {"date": "2026-10-11"}}])
    assert weekly_challenge(Workspace(met), MONDAY)[0].key == "contact"
    assert weekly_challenge(Workspace(met), MONDAY)[1]
    counted = make_document(activities=[been, {"date": "2026-10-05", "approach": "social_media", "new_contacts": 2}])
    assert weekly_challenge(Workspace(counted), MONDAY)[1]


def test_otherwise_the_challenges_rotate_and_each_is_completed_by_its_activity() -> None:
    completions = {
        "contact": {"new_contacts": 1},
        "opening": {"hours": {"preparing": 0.25}},
        "questions": {"meaningful": 1},
        "comment": {"approach": "social_media"},
        "event": {"approach": "group_events"},
    }
    challenges = []
    for week in range(len(CHALLENGES)):
        monday = MONDAY + timedelta(days=7 * week)
        before = {"date": f"{monday - timedelta(days=3)}", "approach": "group_events", "new_contacts": 1}
        challenge, is_done = weekly_challenge(Workspace(make_document(activities=[before])), monday)
        challenges.append(challenge.key)
        assert is_done == (challenge.key == "event" and monday.month == (monday - timedelta(days=3)).month)
        step = {"date": f"{monday + timedelta(days=6)}", "approach": "one_on_one", **completions[challenge.key]}
        assert weekly_challenge(Workspace(make_document(activities=[before, step])), monday) == (challenge, True)
    assert sorted(challenges) == sorted(challenge.key for challenge in CHALLENGES)


@given(workspaces(), st.dates(date(2024, 1, 1), date(2027, 1, 31)))
def test_logging_in_a_week_never_changes_its_challenge(raw: dict[str, Any], day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    new = {"id": "new", "date": day.isoformat(), "approach": "group_events", "new_contacts": 3}
    more = {**raw, "activities": [*raw.get("activities", ()), new]}
    assert weekly_challenge(Workspace(raw), monday)[0] == weekly_challenge(Workspace(more), day)[0]
