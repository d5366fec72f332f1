"""This week as data: the week in lines, and the habits."""

from dataclasses import dataclass

from netroi_core.quiz.habits import HabitHistory, habit_history
from netroi_core.views.advice import Situation
from netroi_core.views.week import WeekPlan, week_plan
from netroi_core.wording.wording import Words, pluralize


@dataclass(frozen=True, eq=False)
class ThisWeek:
    """The week at a glance: what to do, and the habits."""

    headline: str
    plan: WeekPlan
    habits: HabitHistory


def this_week(situation: Situation, words: Words) -> ThisWeek:
    """Return the week of a workspace, as of the day of the situation."""
    workspace, today = situation.ledger.workspace, situation.today
    plan = week_plan(situation, words)
    return ThisWeek(
        _headline(plan),
        plan,
        habit_history(workspace, today, plan.blocked),
    )


def _headline(plan: WeekPlan) -> str:
    if plan.is_resting:
        return "Rest comes first this week"
    return f"{pluralize(len(plan.items), 'thing')} to do this week" if plan.items else "All done for this week"
