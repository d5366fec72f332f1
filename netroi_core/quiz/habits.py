"""Habits: good manners online, ticked off once a quarter, and a small challenge for each week.

What was done is kept with the quarter's quiz, under ``habits``. A challenge is chosen by what the records held when the
week began, so that it stays the same all week, whatever is logged meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from netroi_core.quarters import Quarter, span
from netroi_core.quiz.answers import quiz_of
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, put
from netroi_core.workspace.fields import HABITS, Habit


@dataclass(frozen=True)
class Manner:
    """A good habit: what to tick off, and why."""

    title: str
    sentence: str


MANNERS: Final[Mapping[Habit, Manner]] = {
    "profile": Manner("Profile complete", "Whoever looks you up sees what you do now, and whom you can help."),
    "posts": Manner("Posted and commented", "A few places where you are active do more than many where you only read."),
    "endorsements": Manner("Endorsed somebody", "Say what somebody is good at before they ask; people repay in kind."),
    "groups": Manner("Took part in a group", "An association, alumni, a hobby: answer one question there."),
    "birthdays": Manner("Remembered birthdays", "A line of your own, not the button."),
    "sharing": Manner("Passed something on", "An article or an introduction that helps somebody, without being asked."),
}  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """What was ticked off in each quarter, the latest last: that is the one under way."""

    done: Mapping[Quarter, tuple[Habit, ...]]

    def streak(self, habit: Habit) -> int:
        """In how many quarters in a row a habit was kept up; the one under way counts as soon as it is ticked off."""
        quarters = list(self.done)[::-1]
        past = quarters if habit in self.done[quarters[0]] else quarters[1:]
        return next((n for n, quarter in enumerate(past) if habit not in self.done[quarter]), len(past))


def tally(document: Document, today: date) -> Tally:
    """What was ticked off, from the first quarter in which anything was to that of today."""
    now = Quarter.containing(today, document.get("profile", {}).get("fiscal_year_start", 1))
    kept = {
        Quarter.parse(quiz["quarter"]): quiz["habits"] for quiz in document.get("quizzes", ()) if quiz.get("habits")
    }
    first = min((quarter for quarter in kept if quarter <= now), default=now)
    return Tally({q: tuple(habit for habit in HABITS if habit in kept.get(q, ())) for q in span(first, now)})


def ticked(document: Document, quarter: Quarter, habit: Habit, is_done: bool) -> Document:
    """The document with a habit of a quarter ticked off, or not any more."""
    quiz = quiz_of(document, quarter) or {"id": f"quiz-{quarter}", "quarter": str(quarter), "submitted": None}
    others = [each for each in quiz.get("habits", ()) if each != habit]
    return put(document, "quizzes", {**quiz, "habits": [*others, habit] if is_done else others})


@dataclass(frozen=True)
class Challenge:
    """Something small to do in a week, and how."""

    key: str
    title: str
    sentence: str


_EVENT: Final = Challenge(
    "event", "One event this month", "Choose one where you know somebody, stay an hour, leave when you have had enough."
)
_CONTACT: Final = Challenge(
    "contact", "One new contact this week", "A friend of a friend counts: ask somebody you know for one introduction."
)
CHALLENGES: Final = (
    _CONTACT,
    Challenge(
        "opening", "Prepare an opening", "Two sentences: who you help, and one thing you would like to know of them."
    ),
    Challenge("questions", "Bring two questions", "Ask, then listen: the talk that is remembered is mostly theirs."),
    Challenge("comment", "Comment on one post", "Add something of your own to it: an example, a figure, a thank-you."),
    _EVENT,
)
_WEEK: Final = timedelta(days=7)
_NO_EVENT_FOR: Final = timedelta(days=30)
_NOBODY_NEW_FOR: Final = timedelta(days=14)


def challenge(document: Document, today: date) -> tuple[Challenge, bool]:
    """The challenge of today's week (from Monday on), and whether the records fulfil it already.

    Where there was no event for a month, that is it; where nobody new was met for two weeks, that; else they take turns
    week by week.
    """
    monday = today - timedelta(days=today.weekday())
    if not any(_steps(document, _EVENT, monday - _NO_EVENT_FOR, monday)):
        chosen = _EVENT
    elif not any(_steps(document, _CONTACT, monday - _NOBODY_NEW_FOR, monday)):
        chosen = _CONTACT
    else:
        chosen = CHALLENGES[monday.toordinal() // 7 % len(CHALLENGES)]
    first = monday.replace(day=1) if chosen is _EVENT else monday
    return chosen, any(_steps(document, chosen, first, monday + _WEEK))


def _steps(document: Document, challenge: Challenge, first: date, end: date) -> Iterator[bool]:
    """Whether each record from the first day to the one before the end is what a challenge asks for."""
    if challenge is _CONTACT:
        met = ((contact.get("met") or {}).get("date") for contact in document.get("contacts", ()))
        yield from (first.isoformat() <= day < end.isoformat() for day in met if day)
    for activity in document.get("activities", ()):
        if first.isoformat() <= activity["date"] < end.isoformat():
            yield _is_step(activity, challenge.key)


def _is_step(activity: RecordDict, key: str) -> bool:
    asked: Mapping[str, Any] = {
        "event": activity["approach"] == "group_events",
        "contact": activity.get("new_contacts"),
        "opening": activity.get("hours", {}).get("preparing"),
        "questions": activity.get("meaningful"),
        "comment": activity["approach"] == "social_media",
    }
    return bool(asked[key])
