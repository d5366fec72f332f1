"""Goals: a target for a measure in a quarter, and how far the records have come.

A cost is to stay at most at its target, all other measures are to reach at least theirs. Figures are made with the
usual options, so that a goal does not move when the results are looked at otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Final, Literal

import orjson
import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options
from netroi_core.planning.mix import Mix, total
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, Removal, put, remove, undo
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace

METRICS: Final = {measure.key: measure for measure in MEASURES}
"""What a goal can be set for, by key."""
AT_MOST: Final = frozenset(key for key in METRICS if "cost" in key)
"""The measures that are to stay at or below their target."""

RATIOS: Final = frozenset(key for key, measure in METRICS.items() if "_per_" in key or measure.unit == "percent")
"""The measures that do not grow with the days of a quarter."""

State = Literal["met", "missed", "under_way", "not_figured"]
_OF_PLAN: Final = "plan"


@dataclass(frozen=True)
class Progress:
    """How far a goal has come.

    ``value`` is what the records hold so far, None if that is not defined or the metric is none of METRICS (state
    ``not_figured``); ``share`` is value / target, below 0 or above 1 too, None for a target of 0 or less. While the
    quarter is not over, the state is ``under_way``, ``elapsed`` the share of its days that are behind, and
    ``is_on_track`` tells whether the value keeps up: a sum is held against that share of the target, a ratio
    against all of it; None before it begins.
    """

    value: float | None
    target: float
    share: float | None
    state: State
    elapsed: float = 1.0
    is_on_track: bool | None = None


def progress(goal: Goal, ledger: Ledger, today: date) -> Progress:
    """How far a goal has come by today."""
    quarter, start = Quarter.parse(goal.quarter), ledger.profile.fiscal_year_start
    first, days = quarter.first_day(start), quarter.days(start)
    elapsed = min(1.0, max(0.0, (today - first).days / days))
    value = _value(goal, ledger, quarter)
    if value is None:
        return Progress(None, goal.target, None, "not_figured", elapsed)
    share = value / goal.target if goal.target > 0 else None
    if elapsed == 1:
        return Progress(value, goal.target, share, "met" if _holds(goal, value, goal.target) else "missed")
    due = goal.target if goal.metric in RATIOS else goal.target * elapsed
    on_track = _holds(goal, value, due) if today >= first else None
    return Progress(value, goal.target, share, "under_way", elapsed, on_track)


def looked_back(document: Document, quarter: Quarter, today: date) -> list[tuple[Goal, Progress]]:
    """The goals of a quarter, in the order they were set, with how far each has come by today."""
    goals = goals_of(document, quarter)
    ledger = Ledger.of(Workspace(document)) if goals else None
    return [(goal, progress(goal, ledger, today)) for goal in goals if ledger]


def standings(document: Document, ledger: Ledger, today: date) -> list[tuple[Goal, Progress]]:
    """All goals of a checked document and its ledger, with how far each has come by today, the latest quarter first."""
    found = sorted(goals_of(document), key=lambda goal: Quarter.parse(goal.quarter).ordinal, reverse=True)
    return [(goal, progress(goal, ledger, today)) for goal in found]


def goals_of(document: Document, quarter: Quarter | None = None) -> list[Goal]:
    """The goals of a checked document, in the order they were set; of one quarter if it is given."""
    goals = [Goal.model_validate_json(orjson.dumps(goal)) for goal in document.get("goals", ())]
    return [goal for goal in goals if quarter is None or goal.quarter == str(quarter)]


def problem(document: Document, goal: RecordDict, today: date) -> str | None:
    """What keeps a typed goal from being specific, measurable and bound to a time, as a sentence; None if nothing does.

    A goal that is stored already may be changed: it is told from others by its id.
    """
    target, quarter = goal.get("target"), Quarter.parse(goal["quarter"])
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    if goal.get("metric") not in METRICS:
        return "Choose what to measure."
    if goal.get("approach") not in (None, *APPROACHES):
        return "Choose an approach, or all of them."
    if not isinstance(target, int | float) or not isfinite(target) or target <= 0:
        return "The target must be a number above 0."
    if quarter < Quarter.containing(today, start):
        return "That quarter is over: set a goal for this one or a later one."
    same = (other for other in document.get("goals", ()) if other["id"] != goal["id"])
    if any(_aim(other) == _aim(goal) for other in same):
        return "There is a goal for that already: change it instead."
    return None


def of_mix(mix: Mix, quarter: Quarter) -> list[RecordDict]:
    """A plan as goals of a quarter: the hours of each approach that gets some, and money at most what all of it takes.

    Whole hours, and money without cents. Their ids are made of the quarter, so that a quarter has one plan.
    """
    hours = {approach: round(mix[approach].hours) for approach in APPROACHES if approach in mix}
    goals = [_of_plan("hours", count, quarter, approach) for approach, count in hours.items() if count]
    money = round(total(mix).money)
    return [*goals, _of_plan("actual_cost", money, quarter)] if money else goals


def planned(document: Document, quarter: Quarter, goals: Sequence[RecordDict]) -> tuple[Document, Removal]:
    """The document with these goals in place of those of an earlier plan for the quarter, and of any for the same."""
    ours, aims = f"{_OF_PLAN}-{quarter}-", {_aim(goal) for goal in goals}
    replaced = [goal["id"] for goal in document.get("goals", ()) if goal["id"].startswith(ours) or _aim(goal) in aims]
    document, removal = remove(document, "goals", replaced)
    for goal in goals:
        put(document, "goals", goal)
    return document, removal


def unplanned(document: Document, goals: Sequence[RecordDict], removal: Removal) -> Document:
    """The document with a plan's goals taken out again, and those back that they replaced."""
    document, _ = remove(document, "goals", [goal["id"] for goal in goals])
    return undo(document, removal)


def _value(goal: Goal, ledger: Ledger, quarter: Quarter) -> float | None:
    if goal.metric not in METRICS:
        return None
    cells = measures.cells(ledger, (quarter,), Options())
    if goal.approach is None:
        figures = measures.in_total(cells)
    else:
        figures = measures.by_approach(cells).filter(pl.col("approach") == goal.approach)
    value: float | None = figures[goal.metric].item()
    return value


def _holds(goal: Goal, value: float, target: float) -> bool:
    return value <= target if goal.metric in AT_MOST else value >= target


def _of_plan(metric: str, target: int, quarter: Quarter, approach: Approach | None = None) -> RecordDict:
    return {
        "id": f"{_OF_PLAN}-{quarter}-{metric}" + (f"-{approach}" if approach else ""),
        "metric": metric,
        "target": target,
        "quarter": str(quarter),
        "approach": approach,
    }


def _aim(goal: RecordDict) -> tuple[Any, ...]:
    """What a goal is for; two goals for the same would contradict each other."""
    return goal["metric"], goal["quarter"], goal.get("approach")
