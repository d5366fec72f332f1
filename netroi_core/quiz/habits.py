"""Habits: good manners to tick off once a quarter, and a small challenge for each week.

Ticked habits are stored with the quarter's quiz. A challenge depends on the records before the week began, so that it
stays the same all week, whatever is logged meanwhile; only what drains or strains takes it back at once.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from netroi_core.quarters import Quarter, span
from netroi_core.quiz.answers import quiz_of
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import put
from netroi_core.workspace.fields import HABITS, Approach, Habit, Purpose
from netroi_core.workspace.records import Activity
from netroi_core.workspace.workspace import Workspace


@dataclass(frozen=True)
class HabitText:
    """The title of a habit to tick off, and the reason for it.

    Attributes:
        approaches: Only those who use one of them are asked for it; empty where it is for everybody.
    """

    title: str
    sentence: str
    approaches: frozenset[Approach] = frozenset()


_ONLINE: Final[frozenset[Approach]] = frozenset({"social_media"})
_GROUPS: Final[frozenset[Approach]] = frozenset({"social_media", "group_events"})

HABIT_TEXTS: Final[Mapping[Habit, HabitText]] = {
    "profile":
        HabitText("Profile complete", "Whoever looks you up sees what you do now, and whom you can help.", _ONLINE),
    "posts": HabitText("Posted and commented",
                       "Being active in a few places does more than reading in many.", _ONLINE),
    "endorsements":
        HabitText("Endorsed somebody", "Say what somebody is good at before they ask; people repay in kind.", _ONLINE),
    "groups":
        HabitText("Took part in a group", "An association, alumni, a hobby: answer one question there.", _GROUPS),
    "birthdays": HabitText("Remembered birthdays", "A line of your own, not the button."),
    "sharing":
        HabitText("Passed something on", "An article or an introduction that helps somebody, without being asked."),
}  # fmt: skip


@dataclass(frozen=True)
class HabitHistory:
    """The habits ticked off in each quarter, the current quarter last, and the habits that the person is asked for."""

    done: Mapping[Quarter, tuple[Habit, ...]]
    asked: tuple[Habit, ...] = HABITS

    def streak(self, habit: Habit) -> int:
        """Return the number of quarters in a row with a habit; the current one doesn't break it."""
        quarters = list(self.done)[::-1]
        past = quarters if habit in self.done[quarters[0]] else quarters[1:]
        return next((n for n, quarter in enumerate(past) if habit not in self.done[quarter]), len(past))


def habit_history(workspace: Workspace, today: date, blocked: AbstractSet[Approach] = frozenset()) -> HabitHistory:
    """Return the habits ticked off, from the first quarter with any to that of today.

    Asked for are those of the approaches in use, less the ``blocked`` ones, and whatever was ticked off before.
    """
    now = Quarter.containing(today, workspace.profile.fiscal_year_start)
    ticked = {Quarter.parse(quiz.quarter): quiz.habits for quiz in workspace.quizzes if quiz.habits}
    first = min((quarter for quarter in ticked if quarter <= now), default=now)
    done = {q: tuple(habit for habit in HABITS if habit in ticked.get(q, ())) for q in span(first, now)}
    usual = {activity.approach for activity in workspace.activities if activity.date <= today} - blocked
    kept = {habit for habits in done.values() for habit in habits}
    asked = (
        habit for habit, text in HABIT_TEXTS.items() if habit in kept or not text.approaches or text.approaches & usual
    )
    return HabitHistory(done, tuple(asked))


def tick_habit(document: Document, quarter: Quarter, habit: Habit, is_done: bool) -> Document:
    """Tick off a habit of a quarter, or take the tick away."""
    quiz = quiz_of(Workspace(document), quarter)
    remaining = tuple(ticked for ticked in quiz.habits if ticked != habit)
    return put(document, quiz.model_copy(update={"habits": (*remaining, habit) if is_done else remaining}))


@dataclass(frozen=True)
class Challenge:
    """A small task for a week, how to do it, and which activities complete it.

    Attributes:
        approach: The approach that it is about; None of a rest.
        is_quiet: True if it needs no crowd: writing or a call.
        purposes: What it serves; empty where it serves everything.
    """

    kind: str
    approach: Approach | None
    title: str
    sentence: str
    completes: Callable[[Activity], bool]
    is_quiet: bool = False
    purposes: frozenset[Purpose] = frozenset()


@dataclass(frozen=True)
class ChallengeFit:
    """The conditions that a challenge has to fit.

    Attributes:
        is_resting: True if this is a week to rest.
        blocked: The approaches that nothing asks for: they drain, strain, or led to nothing.
        is_quiet: True if only writing or a call fits, as crowds drain.
        favored: The approaches that the outcomes speak for, if any.
    """

    is_resting: bool = False
    blocked: AbstractSet[Approach] = frozenset()
    is_quiet: bool = False
    favored: AbstractSet[Approach] = frozenset()
    purpose: Purpose | None = None


# The last Monday of a month's first half: later, there is hardly an event left to choose from.
_LATEST_FOR_EVENT: Final = 15

REST: Final = Challenge(
    "rest", None, "Rest this week", "Cancel one thing, or keep one evening free. Nobody will mind.", lambda _: False
)
_EVENT: Final = Challenge(
    "event", "group_events", "One event this month",
    "Choose one where you know somebody, stay an hour, leave when you have had enough.",
    lambda activity: activity.approach == "group_events",
    purposes=frozenset({"win_clients", "advance", "learn", "belong"}),
)  # fmt: skip
_CONTACT: Final = Challenge(
    "contact", "one_on_one", "Meet one new person",
    "A friend of a friend counts: ask somebody you know for one introduction.",
    lambda activity: activity.new_contacts > 0,
    purposes=frozenset({"find_work", "win_clients", "raise_money"}),
)  # fmt: skip
CHALLENGES: Final = (
    _CONTACT,
    Challenge("call", "one_on_one", "Call one person",
              "Fifteen minutes: ask how they are, and what they are working on.",
              lambda activity: activity.approach == "one_on_one", is_quiet=True),
    Challenge("coffee", "one_on_one", "Invite one person for a coffee",
              "Someone you would like to know better; half an hour is enough.",
              lambda activity: activity.approach == "one_on_one"),
    Challenge("thank_you", "one_on_one", "Send one thank-you note",
              "Two sentences: what they did for you, and what came of it.",
              lambda activity: activity.approach == "one_on_one" or activity.channel == "text", is_quiet=True,
              purposes=frozenset({"find_work", "belong", "learn", "advance"})),
    Challenge("questions", "one_on_one", "Bring two questions to your next conversation",
              "Ask, then listen: people remember best the talks in which they did the talking.",
              lambda activity: activity.meaningful > 0),
    Challenge("opening", "group_events", "Prepare an opening for your next event",
              "Two sentences: who you help, and one thing you would like to know from them.",
              lambda activity: activity.hours.preparing > 0,
              purposes=frozenset({"win_clients", "raise_money", "advance", "belong"})),
    Challenge("message", "social_media", "Write to one person",
              "Someone whose work you like: say what you liked, and ask one question.",
              lambda activity: activity.approach == "social_media" or activity.channel == "text", is_quiet=True),
    Challenge("comment", "social_media", "Comment on one post",
              "Add something of your own to it: an example, a figure, a thank-you.",
              lambda activity: activity.approach == "social_media", is_quiet=True,
              purposes=frozenset({"win_clients", "advance", "learn", "belong"})),
    _EVENT,
)  # fmt: skip


def weekly_challenge(workspace: Workspace, today: date, fit: ChallengeFit) -> tuple[Challenge, bool]:
    """Return the challenge of today's week, from Monday on, and whether it is done.

    The challenges that fit take turns, week by week. Where none does, it is a week to rest.
    """
    monday = today - timedelta(days=today.weekday())
    fitting = [] if fit.is_resting else _fitting(workspace, monday, fit)
    challenge = _in_turn(fitting, monday) if fitting else REST
    first = monday.replace(day=1) if challenge is _EVENT else monday
    return challenge, _is_completed(workspace, challenge, first, monday + timedelta(days=7))


def _fitting(workspace: Workspace, monday: date, fit: ChallengeFit) -> list[Challenge]:
    """Return the challenges of usual approaches, or of a conversation; those of the purpose, if there are any."""
    usual = {activity.approach for activity in workspace.activities if activity.date < monday}
    allowed = (usual | {"one_on_one"}) - fit.blocked
    approaches = allowed & fit.favored or allowed
    fitting = [
        challenge
        for challenge in CHALLENGES
        if challenge.approach in approaches and (challenge.is_quiet or not fit.is_quiet)
    ]
    if fit.purpose is None:
        return fitting
    return [row for row in fitting if not row.purposes or fit.purpose in row.purposes] or fitting


def _in_turn(fitting: Sequence[Challenge], monday: date) -> Challenge:
    """Return the challenge of a week; late in a month, the next one instead of an event."""
    turn = monday.toordinal() // 7
    challenge = fitting[turn % len(fitting)]
    is_late = challenge is _EVENT and monday.day > _LATEST_FOR_EVENT
    return fitting[(turn + 1) % len(fitting)] if is_late else challenge


def _is_completed(workspace: Workspace, challenge: Challenge, first: date, end: date) -> bool:
    """Return True if a record from the first day to the one before the end completes a challenge."""
    if any(challenge.completes(activity) for activity in workspace.activities if first <= activity.date < end):
        return True
    meetings = (contact.met for contact in workspace.contacts if contact.met)
    return challenge is _CONTACT and any(first <= met.date < end for met in meetings)
