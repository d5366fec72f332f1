"""Goals: a target for a measure in a quarter, and how far the records have come; also as sentences.

A cost is to stay at most at its target, all other measures are to reach at least theirs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES_BY_KEY, Options
from netroi_core.planning.mix import Mix, total_effort
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, in_sentence, quarter_name
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import Removal, put, remove, undo
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

# The measures that are to stay at or below their target, and those that do not grow with the days of a quarter.
AT_MOST: Final = frozenset(key for key in MEASURES_BY_KEY if "cost" in key)
RATIOS: Final = frozenset(key for key in MEASURES_BY_KEY if "_per_" in key or MEASURES_BY_KEY[key].unit == "percent")

State = Literal["met", "missed", "under_way", "not_figured"]
_PLAN_PREFIX: Final = "plan"
# What stands between a measure's title and an approach, where it is not "of".
_BEFORE_APPROACH: Final[Mapping[str, str]] = {
    "actual_cost": "on",
    "opportunity_cost": "spent on",
    "total_cost": "in",
    "expected_value": "by",
    "value_per_hour": "by",
    "new_contacts": "by",
    "meaningful_contacts": "by",
    "cost_per_new_contact": "by",
    "cost_per_meaningful_contact": "by",
}


@dataclass(frozen=True)
class GoalProgress:
    """The progress towards a goal: the measure so far, None if it is not defined or unknown (``not_figured``).

    ``elapsed`` is the share of the quarter's days that are behind. ``is_on_track`` is True if the value keeps up: a sum
    with that share of the target, a ratio with all of it; None before the quarter begins and once it is over.
    """

    value: float | None
    state: State
    elapsed: float = 1.0
    is_on_track: bool | None = None


def goal_progress(goal: Goal, ledger: Ledger, today: date) -> GoalProgress:
    """Return how far a goal has come by today."""
    quarter, start = Quarter.parse(goal.quarter), ledger.profile.fiscal_year_start
    first, days = quarter.first_day(start), quarter.days(start)
    elapsed = min(1.0, max(0.0, (today - first).days / days))
    value = _value(goal, ledger, quarter)
    if value is None:
        return GoalProgress(None, "not_figured", elapsed)
    if elapsed == 1:
        return GoalProgress(value, "met" if _is_reached(goal, value, goal.target) else "missed")
    due = goal.target if goal.metric in RATIOS else goal.target * elapsed
    is_on_track = _is_reached(goal, value, due) if today >= first else None
    return GoalProgress(value, "under_way", elapsed, is_on_track)


def quarter_progress(ledger: Ledger, quarter: Quarter, today: date) -> list[tuple[Goal, GoalProgress]]:
    """Return the goals of a quarter, in the order they were set, with their progress by today."""
    goals = [goal for goal in ledger.workspace.goals if goal.quarter == str(quarter)]
    return [(goal, goal_progress(goal, ledger, today)) for goal in goals]


def all_progress(ledger: Ledger, today: date) -> list[tuple[Goal, GoalProgress]]:
    """Return all goals with their progress by today, the latest quarter first."""
    goals = sorted(ledger.workspace.goals, key=lambda goal: Quarter.parse(goal.quarter).ordinal, reverse=True)
    return [(goal, goal_progress(goal, ledger, today)) for goal in goals]


def goal_problem(workspace: Workspace, goal: Goal, today: date) -> str | None:
    """Return the reason why a goal can't be set or changed, for the person; None if it can."""
    if goal.metric not in MEASURES_BY_KEY:
        return "Choose what to measure."
    if goal.target <= 0:
        return "The target must be a number above 0."
    if Quarter.parse(goal.quarter) < Quarter.containing(today, workspace.profile.fiscal_year_start):
        return "That quarter is over: set a goal for this one or a later one."
    if any(_aim(stored) == _aim(goal) and stored.id != goal.id for stored in workspace.goals):
        return "There is a goal for that already: change it instead."
    return None


def goals_from_mix(mix: Mix, quarter: Quarter) -> list[Goal]:
    """Return a plan as goals of a quarter: the whole hours of each approach, and at most the money of all together."""
    hours = {approach: round(mix[approach].hours) for approach in APPROACHES}
    goals = [_plan_goal("hours", count, quarter, approach) for approach, count in hours.items() if count]
    money = round(total_effort(mix).money)
    return [*goals, _plan_goal("actual_cost", money, quarter)] if money else goals


def save_plan(document: Document, quarter: Quarter, goals: Sequence[Goal]) -> tuple[Document, Removal]:
    """Save a plan's goals instead of those of an earlier plan for the quarter, and of any goals for the same."""
    prefix, aims = f"{_PLAN_PREFIX}-{quarter}-", {_aim(goal) for goal in goals}
    stored = Workspace(document).goals
    document, removal = remove(
        document, "goals", [goal.id for goal in stored if goal.id.startswith(prefix) or _aim(goal) in aims]
    )
    for goal in goals:
        put(document, goal)
    return document, removal


def undo_plan(document: Document, goals: Sequence[Goal], removal: Removal) -> Document:
    """Remove a plan's goals, and restore those that they replaced."""
    document, _ = remove(document, "goals", [goal.id for goal in goals])
    return undo(document, removal)


def goal_name(goal: Goal) -> str:
    """Return what is to be reached, without its quarter, like: Hours of one-on-one."""
    # A document from elsewhere may have a metric of its own.
    title = MEASURES_BY_KEY[goal.metric].title if goal.metric in MEASURES_BY_KEY else goal.metric
    if goal.approach is None:
        return title
    return f"{title} {_BEFORE_APPROACH.get(goal.metric, 'of')} {in_sentence(goal.approach)}"


def progress_phrase(goal: Goal, progress: GoalProgress, words: Words) -> str:
    """Return how far a goal has come, like: 12 of 20 so far, on track."""
    target = f"{'at most ' if goal.metric in AT_MOST else ''}{_figure(goal, goal.target, words)}"
    if progress.value is None:
        why = "nothing to figure it from" if goal.metric in MEASURES_BY_KEY else "not among what NetROI figures"
        return f"{target}, {why}"
    reached = f"{_figure(goal, progress.value, words)} {'against' if goal.metric in RATIOS else 'of'} {target}"
    if progress.state != "under_way":
        return f"{reached}, {progress.state}"
    if progress.is_on_track is None:
        return f"{target}, not begun yet"
    behind = "more than is due by now" if goal.metric in AT_MOST else "behind"
    return f"{reached} so far, {'on track' if progress.is_on_track else behind}"


def goal_sentence(goal: Goal, progress: GoalProgress, words: Words) -> str:
    """Return a goal and its progress, like: Hours of one-on-one in Q4 2026: 12 of 20 so far, on track."""
    quarter = quarter_name(Quarter.parse(goal.quarter))
    return f"{goal_name(goal)} in {quarter}: {progress_phrase(goal, progress, words)}"


def _value(goal: Goal, ledger: Ledger, quarter: Quarter) -> float | None:
    if goal.metric not in MEASURES_BY_KEY:
        return None
    # Under the default options, so that a goal does not move when the results are filtered.
    figures = measures.figures(measures.cells(ledger, (quarter,), Options()))
    return (figures.total if goal.approach is None else figures.approaches[goal.approach]).value(goal.metric)


def _is_reached(goal: Goal, value: float, target: float) -> bool:
    return value <= target if goal.metric in AT_MOST else value >= target


def _plan_goal(metric: str, target: int, quarter: Quarter, approach: Approach | None = None) -> Goal:
    # The id is made of the quarter, so that a quarter has one plan.
    key = f"{_PLAN_PREFIX}-{quarter}-{metric}" + (f"-{approach}" if approach else "")
    return Goal(id=key, metric=metric, target=target, quarter=str(quarter), approach=approach)


def _aim(goal: Goal) -> tuple[str, str, Approach | None]:
    """Return what a goal is for; two goals for the same would contradict each other."""
    return goal.metric, goal.quarter, goal.approach


def _figure(goal: Goal, value: float, words: Words) -> str:
    measure = MEASURES_BY_KEY.get(goal.metric)
    match measure.unit if measure else "count":
        case "money":
            return words.money(value)
        case "percent":
            return words.percent(value)
    return words.number(value)
