"""Habits and challenges: ticks add up by quarter, and a week's challenge fits the person."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import Invalid
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.quiz.habits import (
    CHALLENGES,
    HABIT_TEXTS,
    REST,
    Challenge,
    ChallengeFit,
    habit_history,
    tick_habit,
    weekly_challenge,
)
from netroi_core.quiz.submission import reopen, submit
from netroi_core.workspace import document
from netroi_core.workspace.fields import APPROACHES, HABITS, PURPOSES, Approach, Purpose
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


def test_nobody_who_never_uses_social_media_is_asked_to_post() -> None:
    talks = make_document(activities=[{"date": "2026-09-01", "approach": "one_on_one"}])
    assert habit_history(Workspace(talks), MONDAY).asked == ("birthdays", "sharing")
    posts = make_document(activities=[{"date": "2026-09-01", "approach": "social_media"}])
    assert habit_history(Workspace(posts), MONDAY).asked == HABITS
    assert habit_history(Workspace(posts), MONDAY, frozenset({"social_media"})).asked == ("birthdays", "sharing")
    events = make_document(activities=[{"date": "2026-09-01", "approach": "group_events"}])
    assert habit_history(Workspace(events), MONDAY).asked == ("groups", "birthdays", "sharing")


def test_a_habit_that_was_ticked_off_before_is_still_listed() -> None:
    assert habit_history(Workspace(with_habits(Q2026_1=["posts"])), MONDAY).asked == ("posts", "birthdays", "sharing")


EVERYTHING = [
    {"date": "2026-08-20", "approach": approach} for approach in ("group_events", "one_on_one", "social_media")
]
TWO_YEARS = [MONDAY + timedelta(weeks=number) for number in range(104)]


def offered(fit: ChallengeFit, activities: list[dict[str, Any]] = EVERYTHING) -> list[Challenge]:
    """The challenges of two years."""
    raw = make_document(activities=activities)
    return [weekly_challenge(Workspace(raw), monday, fit)[0] for monday in TWO_YEARS]


FITS = [
    *(ChallengeFit(purpose=purpose) for purpose in (None, *PURPOSES)),
    ChallengeFit(follows_events=True),
    ChallengeFit(is_resting=True, requested_kind="ask"),
]
"""The situations in which all challenges come up."""


def test_every_challenge_takes_its_turn() -> None:
    assert {challenge.kind for fit in FITS for challenge in offered(fit)} == {row.kind for row in CHALLENGES}


@pytest.mark.parametrize("day", range(7))
def test_the_challenge_is_the_same_all_week(day: int) -> None:
    raw = Workspace(make_document(activities=EVERYTHING))
    assert weekly_challenge(raw, MONDAY + timedelta(days=day), ChallengeFit()) == weekly_challenge(
        raw, MONDAY, ChallengeFit()
    )


@pytest.mark.parametrize("approach", ["group_events", "one_on_one", "social_media"])
def test_a_challenge_never_asks_for_what_is_blocked(approach: Approach) -> None:
    assert approach not in {challenge.approach for challenge in offered(ChallengeFit(blocked={approach}))}


def test_where_crowds_drain_only_writing_or_a_call_is_left() -> None:
    fit = ChallengeFit(blocked={"group_events"}, is_quiet=True)
    assert {challenge.kind for challenge in offered(fit)} == {"call", "thank_you", "message", "comment"}


def test_a_week_to_rest_has_no_task_and_where_everything_is_blocked_it_is_one() -> None:
    assert set(offered(ChallengeFit(is_resting=True))) == {REST}
    assert set(offered(ChallengeFit(blocked=frozenset(APPROACHES)))) == {REST}
    raw = make_document(activities=[{"date": str(MONDAY), "approach": "one_on_one", "meaningful": 3}])
    assert weekly_challenge(Workspace(raw), MONDAY, ChallengeFit(is_resting=True)) == (REST, False)


def test_a_challenge_follows_the_approaches_in_use_that_the_outcomes_speak_for() -> None:
    assert {challenge.approach for challenge in offered(ChallengeFit(), [])} == {"one_on_one"}
    fit = ChallengeFit(favored=frozenset({"social_media"}))
    assert {challenge.approach for challenge in offered(fit)} == {"social_media"}
    # Favored, but blocked: the rest is left.
    blocked = ChallengeFit(favored=frozenset({"social_media"}), blocked=frozenset({"social_media"}))
    assert {challenge.approach for challenge in offered(blocked)} == {"group_events", "one_on_one"}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_challenge_serves_the_purpose(purpose: Purpose) -> None:
    challenges = offered(ChallengeFit(purpose=purpose))
    assert all(purpose in challenge.purposes for challenge in challenges)
    assert len({challenge.kind for challenge in challenges}) > 1


def test_where_no_challenge_of_the_purpose_is_possible_another_is_better_than_a_rest() -> None:
    fit = ChallengeFit(purpose="find_work", blocked=frozenset({"one_on_one"}))
    assert {challenge.approach for challenge in offered(fit)} == {"group_events", "social_media"}


@pytest.mark.parametrize("purpose", [None, "win_clients"])
def test_where_events_lead_to_conversations_every_second_challenge_does_too(purpose: Purpose | None) -> None:
    kinds = [challenge.kind for challenge in offered(ChallengeFit(follows_events=True, purpose=purpose))]
    bridging = {"follow_through", "invite"}
    assert bridging < set(kinds)
    assert sum(kind in bridging for kind in kinds) == pytest.approx(len(kinds) / 2, abs=len(kinds) / 10)


@pytest.mark.parametrize("purpose", [None, *PURPOSES])
def test_challenges_change_from_week_to_week(purpose: Purpose | None) -> None:
    kinds = [challenge.kind for challenge in offered(ChallengeFit(purpose=purpose))]
    assert all(this != following for this, following in pairwise(kinds))
    assert all(len(set(kinds[week : week + 4])) >= 3 for week in range(len(kinds) - 4))


def test_the_challenge_that_the_situation_asks_for_comes_first_unless_it_is_blocked() -> None:
    assert {challenge.kind for challenge in offered(ChallengeFit(requested_kind="thank_you"))} == {"thank_you"}
    assert {challenge.kind for challenge in offered(ChallengeFit(is_resting=True, requested_kind="ask"))} == {"ask"}
    blocked = ChallengeFit(is_resting=True, requested_kind="thank_you", blocked=frozenset({"one_on_one"}))
    assert set(offered(blocked)) == {REST}


@pytest.mark.parametrize(("events", "is_offered"), [(1, True), (5, True), (6, False)])
def test_only_those_new_to_events_are_told_to_plan_how_to_begin_there(events: int, is_offered: bool) -> None:
    activities = [{"date": f"2026-08-{day:02}", "approach": "group_events"} for day in range(1, events + 1)]
    assert ("opening" in {challenge.kind for challenge in offered(ChallengeFit(), activities)}) is is_offered


def test_no_event_is_asked_for_late_in_a_month() -> None:
    events = [monday for monday, challenge in zip(TWO_YEARS, offered(ChallengeFit()), strict=True)
              if challenge.kind == "event"]  # fmt: skip
    assert events
    assert all(monday.day <= 15 for monday in events)


TALK = {"activities": [{"approach": "one_on_one"}]}
POST = {"activities": [{"approach": "social_media"}]}
LETTER = {"activities": [{"approach": "group_events", "channel": "text"}]}
COMPLETIONS: dict[str, dict[str, Any]] = {
    **dict.fromkeys(
        ("conversation", "insider", "teacher", "other_field", "follow_through", "invite", "call", "coffee"), TALK
    ),
    **dict.fromkeys(("message", "comment"), POST),
    **dict.fromkeys(("update", "thank_you"), LETTER),
    "contact": {"activities": [{"approach": "group_events", "new_contacts": 1}]},
    "opening": {"activities": [{"approach": "group_events", "hours": {"preparing": 0.25}}]},
    "questions": {"activities": [{"approach": "group_events", "meaningful": 1}]},
    "event": {"activities": [{"approach": "group_events"}]},
    "introduce": {"exchanges": [{"direction": "given"}]},
    "ask": {"exchanges": [{"direction": "received"}]},
}


@pytest.mark.parametrize("kind", COMPLETIONS)
def test_each_challenge_is_completed_by_its_record(kind: str) -> None:
    fit, monday = next(
        (fit, monday)
        for fit in FITS
        for monday, challenge in zip(TWO_YEARS, offered(fit), strict=True)
        if challenge.kind == kind
    )
    assert not weekly_challenge(Workspace(make_document(activities=EVERYTHING)), monday, fit)[1]
    lists = {
        name: [{"date": f"{monday + timedelta(days=6)}", **row} for row in rows]
        for name, rows in COMPLETIONS[kind].items()
    }
    activities = [*EVERYTHING, *lists.pop("activities", [])]
    challenge, is_met = weekly_challenge(Workspace(make_document(activities=activities, **lists)), monday, fit)
    assert (challenge.kind, is_met) == (kind, True)
    assert set(COMPLETIONS) == {row.kind for row in CHALLENGES}


def test_a_contact_who_was_met_this_week_is_a_new_contact() -> None:
    week = offered(ChallengeFit()).index(next(challenge for challenge in CHALLENGES if challenge.kind == "contact"))
    monday = TWO_YEARS[week]
    met = make_document(activities=EVERYTHING, contacts=[{"name": "Ada", "met": {"date": f"{monday}"}}])
    assert weekly_challenge(Workspace(met), monday, ChallengeFit())[1]


@given(workspaces(), st.dates(date(2024, 1, 1), date(2027, 1, 31)))
def test_logging_in_a_week_never_changes_its_challenge(raw: dict[str, Any], day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    new = {"id": "new", "date": day.isoformat(), "approach": "group_events", "new_contacts": 3}
    more = {**raw, "activities": [*raw.get("activities", ()), new]}
    assert (
        weekly_challenge(Workspace(raw), monday, ChallengeFit())[0]
        == weekly_challenge(Workspace(more), day, ChallengeFit())[0]
    )


def test_the_totals_of_a_quiz_complete_no_challenge_of_the_week_in_which_its_quarter_ended() -> None:
    ended = "2026-09-30"
    totals = [
        {
            "date": ended,
            "approach": name,
            "source": "quiz",
            "hours": {"preparing": 2},
            "new_contacts": 3,
            "meaningful": 4,
        }
        for name in ("group_events", "one_on_one", "social_media")
    ]
    person = {"id": "quiz-2026-Q3-contact-1", "name": "Ann", "met": {"date": ended, "approach": "one_on_one"}}
    favors = [
        {"id": f"quiz-2026-Q3-{direction}", "date": ended, "contact": None, "direction": direction, "kind": "advice"}
        for direction in ("given", "received")
    ]
    raw = make_document(activities=[*EVERYTHING, *totals], contacts=[person], exchanges=favors)
    workspace = Workspace(raw)
    fits = [*FITS, *(ChallengeFit(requested_kind=challenge.kind) for challenge in CHALLENGES)]
    assert [fit for fit in fits if weekly_challenge(workspace, date(2026, 10, 2), fit)[1]] == []
