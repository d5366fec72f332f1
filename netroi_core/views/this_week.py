"""This week as data: the week in lines, and the habits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import polars as pl

from netroi_core.ledger.counts import conversations, dated
from netroi_core.ledger.measures import in_window
from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import draft_quarter
from netroi_core.quiz.habits import HabitHistory, habit_history
from netroi_core.views.advice import Situation
from netroi_core.views.search import WEEKS, Search
from netroi_core.views.todos import Todo
from netroi_core.views.week import WeekPlan, week_plan
from netroi_core.wording.wording import Words, pluralize, quarter_name

_FOUR_WEEKS: Final = timedelta(weeks=4)


@dataclass(frozen=True, eq=False)
class ThisWeek:
    """The week at a glance: a word of encouragement (empty where none is due), what to do, and the habits.

    ``items`` are those of the plan, without a quiz that is begun: it has a place of its own.
    """

    headline: str
    encouragement: str
    plan: WeekPlan
    items: tuple[Todo, ...]
    habits: HabitHistory


def this_week(situation: Situation, words: Words) -> ThisWeek:
    """Return the week of a workspace, as of the day of the situation."""
    workspace, today = situation.ledger.workspace, situation.today
    plan, begun = week_plan(situation, words), draft_quarter(workspace)
    items = tuple(item for item in plan.items if not (item.kind == "quiz" and item.quarter == begun))
    return ThisWeek(
        _headline(plan, items),
        plan.encouragement or _search_line(situation, plan),
        plan,
        items,
        habit_history(workspace, today, plan.blocked),
    )


def _search_line(situation: Situation, plan: WeekPlan) -> str:
    """Return a word of encouragement for a search, by what was done in the last four weeks; else empty text."""
    if situation.purpose != "find_work":
        return ""
    activities, today = situation.ledger.activities, situation.today
    inside = pl.col("day").is_between(today - _FOUR_WEEKS, today)
    if talks := conversations(dated(activities).filter(inside)):
        pace = Search(situation).pace
        usual = round(pace.usual * _FOUR_WEEKS.days / (7 * WEEKS)) if pace else talks
        more = f" That’s more than your usual {usual}." if talks > usual else ""
        return f"{pluralize(talks, 'conversation')} in the last four weeks.{more}"
    # Right after a quiz, its quarter is the latest that is known, whenever in it each conversation was.
    if conversations(activities.filter(inside)):
        quarter = Quarter.containing(today - _FOUR_WEEKS, situation.ledger.profile.fiscal_year_start)
        talks = conversations(activities.filter(in_window((quarter,))))
        return f"{pluralize(talks, 'conversation')} in {quarter_name(quarter)}."
    if not dated(activities).filter(inside).is_empty():
        # Where interviews come without a conversation, the hours are what counts.
        return "You kept at it in the last four weeks."
    if plan.is_resting or len(situation.ledger.quarters) < 2 or _has_logged(situation):
        return ""
    return "You haven’t logged anything lately. One short message is enough to get going again."


def _has_logged(situation: Situation) -> bool:
    """Return True if anything was logged or updated in the last four weeks: an outcome, a favor or a quiz."""
    workspace = situation.ledger.workspace
    days = [favor.date for favor in workspace.exchanges] + [quiz.submitted_on for quiz in workspace.quizzes]
    for row in workspace.outcomes:
        days += [row.date, row.lost_on, row.heard_on, *(step.date for step in row.touchpoints)]
        days += [forecast.day for forecast in row.stated]
    return any(day and situation.today - _FOUR_WEEKS <= day <= situation.today for day in days)


def _headline(plan: WeekPlan, items: Sequence[Todo]) -> str:
    if plan.is_resting:
        return "Rest comes first this week"
    if any(item.kind == "pause" for item in items):
        return "One message is enough this week"
    return f"{pluralize(len(items), 'thing')} to do this week" if items else "All done for this week"
