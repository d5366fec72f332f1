"""Habits and challenges: what is ticked off is tallied, and a week's challenge follows the records."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from netroi_core.errors import Invalid
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.quiz.habits import CHALLENGES, MANNERS, challenge, tally, ticked
from netroi_core.quiz.submission import reopened, submitted
from netroi_core.workspace import document
from netroi_core.workspace.fields import HABITS
from tests.careers import written
from tests.strategies import workspaces

MONDAY = date(2026, 10, 5)
NOW = Quarter(2026, 4)


def kept(**quarters: list[str]) -> dict[str, Any]:
    """A workspace in which habits were ticked off: Q2026_3=["posts"]."""
    of_each = {name.removeprefix("Q").replace("_", "-Q"): habits for name, habits in quarters.items()}
    return written(quizzes=[{"quarter": quarter, "habits": habits} for quarter, habits in of_each.items()])


def test_every_habit_has_its_words() -> None:
    assert tuple(MANNERS) == HABITS
    assert len({manner.title for manner in MANNERS.values()}) == len(HABITS)


def test_a_habit_is_kept_with_the_quarters_quiz_and_taken_off_again() -> None:
    raw = ticked(written(), NOW, "posts", True)
    raw = ticked(ticked(raw, NOW, "profile", True), NOW, "posts", True)
    assert document.validate(raw).quizzes[0].habits == ("profile", "posts")
    assert tally(raw, MONDAY).done == {NOW: ("profile", "posts")}
    assert tally(ticked(raw, NOW, "posts", False), MONDAY).done == {NOW: ("profile",)}


def test_what_is_ticked_off_begins_no_quiz_and_a_quiz_leaves_it_as_it_is() -> None:
    raw = ticked(written(), NOW, "posts", True)
    assert answers.draft(raw) is None
    raw = answers.answered(raw, NOW, {"one_on_one.hours.attending": "3"})
    assert answers.draft(raw) == NOW
    raw = reopened(submitted(raw, NOW, "2027-01-02T09:00:00Z", date(2027, 1, 2)), NOW)
    assert raw["quizzes"][0]["habits"] == ["posts"]


def test_an_unknown_habit_is_refused_with_its_path() -> None:
    with pytest.raises(Invalid, match=r"^quizzes\[0\]\.habits\[1\]"):
        kept(Q2026_3=["posts", "poking"])


def test_quarters_in_which_nothing_was_ticked_off_count_as_none_between_those_in_which_something_was() -> None:
    done = tally(kept(Q2026_1=["posts"], Q2026_3=["groups", "posts", "posts"]), MONDAY).done
    assert [(str(quarter), habits) for quarter, habits in done.items()] == [
        ("2026-Q1", ("posts",)),
        ("2026-Q2", ()),
        ("2026-Q3", ("posts", "groups")),
        ("2026-Q4", ()),
    ]
    assert tally(written(), MONDAY).done == {NOW: ()}


def test_a_streak_counts_the_quarters_in_a_row_and_the_one_under_way_does_not_break_it() -> None:
    raw = kept(Q2026_1=["posts"], Q2026_2=["posts"], Q2026_3=["posts", "groups"])
    assert [tally(raw, MONDAY).streak(habit) for habit in ("posts", "groups", "profile")] == [3, 1, 0]
    assert tally(raw, date(2027, 1, 4)).streak("posts") == 0
    assert tally(ticked(raw, NOW, "posts", True), MONDAY).streak("posts") == 4


def test_the_fiscal_year_says_which_quarter_it_is() -> None:
    assert list(tally(written(profile={"fiscal_year_start": 4}), MONDAY).done) == [Quarter(2027, 3)]


@pytest.mark.parametrize("day", range(7))
def test_who_was_at_no_event_for_a_month_is_challenged_to_one_all_week(day: int) -> None:
    old = {"date": "2026-08-20", "approach": "group_events"}
    raw = written(activities=[old])
    assert challenge(raw, MONDAY + timedelta(days=day))[0].key == "event"
    assert not challenge(raw, MONDAY + timedelta(days=day))[1]
    been = written(activities=[old, {"date": "2026-10-07", "approach": "group_events"}])
    assert challenge(been, MONDAY + timedelta(days=day))[0].key == "event"
    assert challenge(been, MONDAY + timedelta(days=day))[1]


def test_who_met_nobody_new_for_two_weeks_is_challenged_to_one() -> None:
    been = {"date": "2026-09-25", "approach": "group_events"}
    raw = written(activities=[been])
    assert challenge(raw, MONDAY)[0].key == "contact"
    assert not challenge(raw, MONDAY)[1]
    met = written(activities=[been], contacts=[{"name": "Ada", "met": {"date": "2026-10-11"}}])
    assert challenge(met, MONDAY)[0].key == "contact"
    assert challenge(met, MONDAY)[1]
    counted = written(activities=[been, {"date": "2026-10-05", "approach": "social_media", "new_contacts": 2}])
    assert challenge(counted, MONDAY)[1]


def test_else_the_challenges_take_turns_and_each_knows_when_it_is_fulfilled() -> None:
    steps = {
        "contact": {"new_contacts": 1},
        "opening": {"hours": {"preparing": 0.25}},
        "questions": {"meaningful": 1},
        "comment": {"approach": "social_media"},
        "event": {"approach": "group_events"},
    }
    seen = []
    for week in range(len(CHALLENGES)):
        monday = MONDAY + timedelta(days=7 * week)
        before = {"date": f"{monday - timedelta(days=3)}", "approach": "group_events", "new_contacts": 1}
        chosen, is_done = challenge(written(activities=[before]), monday)
        seen.append(chosen.key)
        assert is_done == (chosen.key == "event" and monday.month == (monday - timedelta(days=3)).month)
        step = {"date": f"{monday + timedelta(days=6)}", "approach": "one_on_one", **steps[chosen.key]}
        assert challenge(written(activities=[before, step]), monday) == (chosen, True)
    assert sorted(seen) == sorted(each.key for each in CHALLENGES)


@drawn(workspaces(), st.dates(date(2024, 1, 1), date(2027, 1, 31)))
def test_what_is_logged_in_a_week_never_changes_its_challenge(raw: dict[str, Any], day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    new = {"id": "new", "date": day.isoformat(), "approach": "group_events", "new_contacts": 3}
    more = {**raw, "activities": [*raw.get("activities", ()), new]}
    assert challenge(raw, monday)[0] == challenge(more, day)[0]
