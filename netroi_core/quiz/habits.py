"""Habits: good manners online to tick off once a quarter, and a small challenge for each week.

Ticked habits are stored with the quarter's quiz. A challenge depends on the records before the week began, so that it
stays the same all week, whatever is logged meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netroi_core.quarters import Quarter, span
from netroi_core.quiz.answers import quiz_of
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import put
from netroi_core.workspace.fields import HABITS, Habit
from netroi_core.workspace.records import Activity
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True)
class HabitText:
    """The title of a habit to tick off, and the reason for it."""

    title: str
    sentence: str


HABIT_TEXTS: Final[Mapping[Habit, HabitText]] = {
    "profile": HabitText("Profile complete", "Whoever looks you up sees what you do now, and whom you can help."),
    "posts":
        HabitText("Posted and commented", "A few places where you are active do more than many where you only read."),
    "endorsements":
        HabitText("Endorsed somebody", "Say what somebody is good at before they ask; people repay in kind."),
    "groups": HabitText("Took part in a group", "An association, alumni, a hobby: answer one question there."),
    "birthdays": HabitText("Remembered birthdays", "A line of your own, not the button."),
    "sharing":
        HabitText("Passed something on", "An article or an introduction that helps somebody, without being asked."),
}  # fmt: skip


@dataclass(frozen=True)
class HabitHistory:
    """The habits ticked off in each quarter, the current quarter last."""

    done: Mapping[Quarter, tuple[Habit, ...]]

    def streak(self, habit: Habit) -> int:
        """Return the number of quarters in a row with a habit; the current one doesn't break it."""
        quarters = list(self.done)[::-1]
        past = quarters if habit in self.done[quarters[0]] else quarters[1:]
        return next((n for n, quarter in enumerate(past) if habit not in self.done[quarter]), len(past))


def habit_history(workspace: Workspace, today: date) -> HabitHistory:
    """Return the habits ticked off, from the first quarter with any to that of today."""
    now = Quarter.containing(today, workspace.profile.fiscal_year_start)
    ticked = {Quarter.parse(quiz.quarter): quiz.habits for quiz in workspace.quizzes if quiz.habits}
    first = min((quarter for quarter in ticked if quarter <= now), default=now)
    return HabitHistory({q: tuple(habit for habit in HABITS if habit in ticked.get(q, ())) for q in span(first, now)})


def tick_habit(document: Document, quarter: Quarter, habit: Habit, is_done: bool) -> Document:
    """Tick off a habit of a quarter, or take the tick away."""
    quiz = quiz_of(Workspace(document), quarter)
    remaining = tuple(ticked for ticked in quiz.habits if ticked != habit)
    return put(document, quiz.model_copy(update={"habits": (*remaining, habit) if is_done else remaining}))


@dataclass(frozen=True)
class Challenge:
    """A small task for a week, how to do it, and which activities complete it."""

    key: str
    title: str
    sentence: str
    completes: Callable[[Activity], bool]


_EVENT: Final = Challenge(
    "event", "One event this month",
    "Choose one where you know somebody, stay an hour, leave when you have had enough.",
    lambda activity: activity.approach == "group_events",
)  # fmt: skip
_CONTACT: Final = Challenge(
    "contact", "One new contact this week", "A friend of a friend counts: ask somebody you know for one introduction.",
    lambda activity: activity.new_contacts > 0,
)  # fmt: skip
CHALLENGES: Final = (
    _CONTACT,
    Challenge("opening", "Prepare an opening",
              "Two sentences: who you help, and one thing you would like to know of them.",
              lambda activity: activity.hours.preparing > 0),
    Challenge("questions", "Bring two questions",
              "Ask, then listen: the talk that is remembered is mostly theirs.",
              lambda activity: activity.meaningful > 0),
    Challenge("comment", "Comment on one post",
              "Add something of your own to it: an example, a figure, a thank-you.",
              lambda activity: activity.approach == "social_media"),
    _EVENT,
)  # fmt: skip


def weekly_challenge(workspace: Workspace, today: date) -> tuple[Challenge, bool]:
    """Return the challenge of today's week, from Monday on, and whether it is done.

    It is an event after 30 days without one, else a new contact after two weeks without one; else the challenges
    rotate week by week.
    """
    monday = today - timedelta(days=today.weekday())
    if not _is_completed(workspace, _EVENT, monday - timedelta(days=30), monday):
        challenge = _EVENT
    elif not _is_completed(workspace, _CONTACT, monday - timedelta(days=14), monday):
        challenge = _CONTACT
    else:
        challenge = CHALLENGES[monday.toordinal() // 7 % len(CHALLENGES)]
    first = monday.replace(day=1) if challenge is _EVENT else monday
    return challenge, _is_completed(workspace, challenge, first, monday + timedelta(days=7))


def _is_completed(workspace: Workspace, challenge: Challenge, first: date, end: date) -> bool:
    """Return True if a record from the first day to the one before the end completes a challenge."""
    if any(challenge.completes(activity) for activity in workspace.activities if first <= activity.date < end):
        return True
    meetings = (contact.met for contact in workspace.contacts if contact.met)
    return challenge is _CONTACT and any(first <= met.date < end for met in meetings)
