"""Habits: good manners to tick off once a quarter, and a small challenge for each week.

Ticked habits are stored with the quarter's quiz. A challenge depends on the records before the week began, so that it
stays the same all week, whatever is logged meanwhile; only what drains or strains takes it back at once.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Final, Literal

from netroi_core.quarters import Quarter, span
from netroi_core.quiz.answers import quiz_of
from netroi_core.workspace.edits import put
from netroi_core.workspace.fields import HABITS, Approach, Habit, Purpose
from netroi_core.workspace.records import Activity, guessed_quarter
from netroi_core.workspace.workspace import Document, Workspace


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
    before = set[Habit]().union(*done.values())
    asked = (
        habit
        for habit, text in HABIT_TEXTS.items()
        if habit in before or not text.approaches or text.approaches & usual
    )
    return HabitHistory(done, tuple(asked))


def tick_habit(document: Document, quarter: Quarter, habit: Habit, is_done: bool) -> Document:
    """Tick off a habit of a quarter, or take the tick away."""
    quiz = quiz_of(Workspace(document), quarter)
    remaining = tuple(ticked for ticked in quiz.habits if ticked != habit)
    return put(document, quiz.model_copy(update={"habits": (*remaining, habit) if is_done else remaining}))


@dataclass(frozen=True)
class Challenge:
    """A small task for a week, how to do it, and which records complete it.

    Attributes:
        approach: The approach that it is about; None of one that any approach serves.
        purposes: What it serves, None for those who state no purpose. Empty where only a situation asks for it.
        is_quiet: True if it needs no crowd: writing or a call.
        follows_events: True if it leads from an event to a conversation.
        is_first_step: True if only those who went to few events so far need it.
        favor: The favor that completes it, too.
    """

    kind: str
    approach: Approach | None
    title: str
    sentence: str
    completes: Callable[[Activity], bool]
    purposes: AbstractSet[Purpose | None] = frozenset()
    is_quiet: bool = False
    follows_events: bool = False
    is_first_step: bool = False
    favor: Literal["given", "received"] | None = None


@dataclass(frozen=True)
class ChallengeFit:
    """The conditions that a challenge has to fit.

    Attributes:
        is_resting: True if this is a week to rest.
        blocked: The approaches not to suggest: they drain, strain, led to nothing or take less in the plan.
        is_quiet: True if only writing or a call fits, as crowds drain.
        favored: The approaches that the plan or the outcomes favor, if any.
        follows_events: True if the outcomes came by an event, then a conversation.
        requested_kind: The kind that the situation itself asks for, if it does.
    """

    is_resting: bool = False
    blocked: AbstractSet[Approach] = frozenset()
    is_quiet: bool = False
    favored: AbstractSet[Approach] = frozenset()
    purpose: Purpose | None = None
    follows_events: bool = False
    requested_kind: str | None = None


# After so many events, a person knows how to begin a conversation there.
_MANY_EVENTS: Final = 6
# The last Monday of a month's first half: later, there is hardly an event left to choose from.
_LATEST_FOR_EVENT: Final = 15


def _is_talk(activity: Activity) -> bool:
    return activity.approach == "one_on_one"


def _is_written(activity: Activity) -> bool:
    return activity.approach == "one_on_one" or activity.channel == "text"


REST: Final = Challenge("rest", None, "Rest this week", "Cancel one thing, or keep one evening free.", lambda _: False)
_EVENT: Final = Challenge(
    "event", "group_events", "Go to one event this month",
    "Choose one where you know somebody, stay an hour, and leave when you have had enough.",
    lambda activity: activity.approach == "group_events", {None, "belong"},
)  # fmt: skip
_CONTACT: Final = Challenge(
    "contact", "one_on_one", "Meet one new person",
    "A friend of a friend counts: ask somebody you know for one introduction.",
    lambda activity: activity.new_contacts > 0, {None, "win_clients"},
)  # fmt: skip
CHALLENGES: Final = (
    Challenge("conversation", "one_on_one", "Ask for one conversation",
              "Fifteen minutes with someone who does the work you want: ask how they got there. A call counts.",
              _is_talk, {"find_work"}, is_quiet=True),
    Challenge("insider", "one_on_one", "Ask one person what it’s like to work where they do",
              "Pick a place where you would like to work. A call is enough.", _is_talk, {"find_work"}, is_quiet=True),
    Challenge("teacher", "one_on_one", "Find one person to learn from",
              "Someone who is good at the thing you want to learn: ask for half an hour.", _is_talk, {"learn"}),
    Challenge("other_field", "one_on_one", "Have a coffee with someone from another field",
              "Ask what they are working on, and what they would read first.", _is_talk, {"learn", "advance"}),
    Challenge("introduce", None, "Offer one introduction",
              "Think of two people who should know each other, ask both, then connect them.",
              lambda _: False, {"raise_money", "advance", "belong"}, is_quiet=True, favor="given"),
    Challenge("update", "one_on_one", "Send one investor a short update",
              "Three lines: what you did, what comes next, and one question.", _is_written, {"raise_money"},
              is_quiet=True),
    Challenge("ask", None, "Ask one person for something small",
              "A tip, a contact or an hour of help: people like to give back.",
              lambda _: False, is_quiet=True, favor="received"),
    Challenge("follow_through", "one_on_one", "Follow up with one person from your last event",
              "Within a week of it, suggest a call or a coffee.", _is_talk, {None, "win_clients"}, is_quiet=True,
              follows_events=True),
    Challenge("invite", "one_on_one", "Invite one person from your last event for lunch",
              "Half an hour is enough: ask what they are working on.", _is_talk, {None, "win_clients"},
              follows_events=True),
    _CONTACT,
    Challenge("call", "one_on_one", "Call one person",
              "Fifteen minutes: ask how they are, and what they are working on.",
              _is_talk, {None, "find_work", "win_clients", "raise_money", "belong"}, is_quiet=True),
    Challenge("coffee", "one_on_one", "Invite one person for a coffee",
              "Someone you would like to know better; half an hour is enough.",
              _is_talk, {None, "win_clients", "advance", "belong"}),
    Challenge("thank_you", "one_on_one", "Send one thank-you note",
              "Two sentences: what they did for you, and what came of it.", _is_written,
              {None, "find_work", "raise_money", "advance", "learn", "belong"}, is_quiet=True),
    Challenge("questions", "one_on_one", "Bring two questions to your next conversation",
              "Ask, then listen: people remember best the conversations in which they did the talking.",
              lambda activity: activity.meaningful > 0, {None, "find_work", "learn"}),
    Challenge("opening", "group_events", "Plan your opening line for your next event",
              "Two sentences: who you help, and one thing you would like to know from them.",
              lambda activity: activity.hours.preparing > 0, {None}, is_first_step=True),
    Challenge("message", "social_media", "Write to one person",
              "Someone whose work you like: say what you liked, and ask one question.",
              lambda activity: activity.approach == "social_media" or activity.channel == "text",
              {None, "win_clients"}, is_quiet=True),
    Challenge("comment", "social_media", "Comment on one post",
              "Add something of your own to it: an example, a figure, a thank-you.",
              lambda activity: activity.approach == "social_media", {None, "win_clients"}, is_quiet=True),
    _EVENT,
)  # fmt: skip


def weekly_challenge(workspace: Workspace, today: date, fit: ChallengeFit) -> tuple[Challenge, bool]:
    """Return the challenge of today's week, from Monday on, and whether it is done.

    Where the situation asks for none, the challenges that fit take turns, week by week. Where none does, it is a week
    to rest.
    """
    monday = today - timedelta(days=today.weekday())
    requested = [row for row in CHALLENGES if row.kind == fit.requested_kind and row.approach not in fit.blocked]
    fitting = requested or ([] if fit.is_resting else _fitting(workspace, monday, fit))
    challenge = _in_turn(fitting, monday) if fitting else REST
    first = monday.replace(day=1) if challenge is _EVENT else monday
    return challenge, _is_completed(workspace, challenge, first, monday + timedelta(days=7))


def _fitting(workspace: Workspace, monday: date, fit: ChallengeFit) -> list[Challenge]:
    """Return the challenges that serve the purpose, of approaches that are usual, or of a conversation."""
    usual = [activity.approach for activity in workspace.activities if activity.date < monday]
    allowed = {*usual, "one_on_one"} - fit.blocked
    serving = _serving(fit, allowed, knows_events=usual.count("group_events") >= _MANY_EVENTS)
    others = [row for row in serving if not row.follows_events]
    favored = {None, *(allowed & fit.favored or allowed)}
    others = [row for row in others if row.approach in favored] or others
    return _alternating([row for row in serving if row.follows_events], others) if fit.follows_events else others


def _alternating(bridging: Sequence[Challenge], others: Sequence[Challenge]) -> list[Challenge]:
    """Return both alternately: what leads from an event to a conversation, all year, would be the same two things."""
    return [row for pair in zip(cycle(bridging), others, strict=False) for row in pair] or [*bridging, *others]


def _serving(fit: ChallengeFit, allowed: AbstractSet[str], *, knows_events: bool) -> list[Challenge]:
    """Return the challenges of allowed approaches that serve the purpose, else those that serve any."""
    possible = [
        row
        for row in CHALLENGES
        if row.purposes and row.approach in {None, *allowed} and (row.is_quiet or not fit.is_quiet)
        if not (row.is_first_step and knows_events)
    ]
    # What serves no purpose in particular is better than a rest that nobody needs.
    return [row for row in possible if fit.purpose in row.purposes] or [row for row in possible if None in row.purposes]


def _in_turn(fitting: Sequence[Challenge], monday: date) -> Challenge:
    """Return the challenge of a week; late in a month, the one whose turn is furthest instead of an event."""
    turn = monday.toordinal() // 7
    challenge = fitting[turn % len(fitting)]
    is_late = challenge is _EVENT and monday.day > _LATEST_FOR_EVENT
    return fitting[(turn + len(fitting) // 2) % len(fitting)] if is_late else challenge


def _is_completed(workspace: Workspace, challenge: Challenge, first: date, end: date) -> bool:
    """Return True if a record from the first day to the one before the end completes a challenge."""
    # A quiz enters a quarter's totals on its last day: they say nothing about the week of that day.
    days = [row.date for row in workspace.activities if row.source != "quiz" and challenge.completes(row)]
    start = workspace.profile.fiscal_year_start
    favors = (row for row in workspace.exchanges if row.direction == challenge.favor)
    days += [row.date for row in favors if guessed_quarter(row.id, row.date, start) is None]
    if challenge is _CONTACT:
        met = ((contact.id, contact.met.date) for contact in workspace.contacts if contact.met)
        days += [day for contact, day in met if guessed_quarter(contact, day, start) is None]
    return any(first <= day < end for day in days)
