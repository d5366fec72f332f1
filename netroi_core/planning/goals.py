"""Goals: a target for a figure in a quarter, and how far the records have come; also as sentences.

Costs and the imbalance of favors are to stay at most at their target, all other figures are to reach at least theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from netroi_core.ledger.costs import total_dues
from netroi_core.ledger.counts import incomplete_quarters, total_counts
from netroi_core.ledger.ledger import Ledger
from netroi_core.planning.goal_metrics import GOAL_METRICS, GoalMetric
from netroi_core.planning.mix import Effort, Mix, total_effort
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, in_sentence, pluralize, quarter_name, whole
from netroi_core.workspace.edits import Removal, put, remove, undo, undo_addition
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Document, Workspace

State = Literal["met", "missed", "under_way", "not_figured"]
_PLAN_PREFIX: Final = "plan"
# What was expected of a plan stands among its goals, to be held against what came of it. It is no goal itself.
EXPECTED_BENEFIT: Final = "planned_net_benefit"
MOST_HOURS: Final = "most_hours"
# The share of a quarter before which no sum falls behind: two and a half weeks.
_EARLY: Final = 0.2
# So many times the hours of a plan are more than it.
_OVERRUN: Final = 1.25
# The figures that hold the quarter's dues, and which way these move them.
_WITH_DUES: Final = {"actual_cost": 1, "total_cost": 1, "net_benefit": -1}
# The ROI of a quarter without anything won, which no percentage makes clearer.
_NOTHING_WON: Final = -100


@dataclass(frozen=True)
class GoalProgress:
    """The progress toward a goal: the measure so far, None if it is not defined or unknown (``not_figured``).

    ``elapsed`` is the share of the quarter's days that are behind. ``is_on_track`` is True if the value keeps up: a sum
    with that share of the target, a ratio with all of it; None before the quarter begins, of a sum that doesn't in
    its first weeks, and once it is over.
    ``still_open`` counts the open interviews of the quarter, for a goal of interviews; ``has_dues`` is True if the
    value has dues of days that are yet to come.
    """

    value: float | None
    state: State
    elapsed: float = 1.0
    is_on_track: bool | None = None
    still_open: int = 0
    has_dues: bool = False

    @property
    def is_ahead(self) -> bool:
        """True if the quarter is still to begin."""
        return self.state == "under_way" and self.is_on_track is None and not self.elapsed

    @property
    def aside(self) -> str:
        """The open interviews, or that dues are counted, as an addition to a sentence; empty without any."""
        dues = "; dues count for the whole quarter" if self.has_dues else ""
        return f"; {pluralize(self.still_open, 'open interview')}" if self.still_open else dues


def goal_progress(goal: Goal, ledger: Ledger, today: date) -> GoalProgress:
    """Return how far a goal has come by today."""
    quarter, start = Quarter.parse(goal.quarter), ledger.profile.fiscal_year_start
    first, days = quarter.first_day(start), quarter.days(start)
    elapsed = min(1.0, max(0.0, (today - first).days / days))
    metric = GOAL_METRICS.get(goal.metric)
    value = metric.value(ledger, quarter, goal.approach) if metric else None
    if metric is None or value is None:
        return GoalProgress(None, "not_figured", elapsed)
    is_counted = goal.metric == "interviews"
    still_open = total_counts(ledger, (quarter,), goal.approach)["open_interviews"] if is_counted else 0
    if elapsed == 1:
        return _finished(goal, metric, value, still_open, is_known=quarter not in incomplete_quarters(ledger, today))
    owed = total_dues(ledger.workspace, quarter, goal.approach)
    dues = _WITH_DUES.get(goal.metric, 0) * float(owed)
    is_on_track = _is_on_track(goal, metric, value, elapsed, dues) if today >= first else None
    return GoalProgress(value, "under_way", elapsed, is_on_track, still_open, bool(dues))


def _finished(goal: Goal, metric: GoalMetric, value: float, still_open: int, *, is_known: bool) -> GoalProgress:
    """Return how far a goal came by the end of its quarter; unknown while a quiz may still say otherwise."""
    is_met = _is_reached(goal, value, goal.target)
    if not is_known and (metric.is_at_most or not is_met):
        return GoalProgress(None, "not_figured")
    return GoalProgress(value, "met" if is_met else "missed", still_open=still_open)


def _is_on_track(goal: Goal, metric: GoalMetric, value: float, elapsed: float, dues: float) -> bool | None:
    """Return True if a value keeps up with the share of a quarter that is behind; None if that is too early to say.

    Its dues are all there from the first day, so that only the rest of the target grows by the day.
    """
    is_passed = metric.is_at_most and value > goal.target
    # One purchase in the first days is no sign that a sum runs high.
    behind = max(elapsed, _EARLY) if metric.is_at_most else elapsed
    by_today = goal.target if metric.is_ratio else dues + (goal.target - dues) * behind
    if _is_reached(goal, value, by_today) and not is_passed:
        return True
    return None if elapsed < _EARLY and not (metric.is_ratio or is_passed) else False


def quarter_progress(ledger: Ledger, quarter: Quarter, today: date) -> list[tuple[Goal, GoalProgress]]:
    """Return the goals of a quarter, in the order they were set, with their progress by today."""
    goals = [goal for goal in _goals(ledger) if goal.quarter == str(quarter)]
    return [(goal, goal_progress(goal, ledger, today)) for goal in goals]


def all_progress(ledger: Ledger, today: date) -> list[tuple[Goal, GoalProgress]]:
    """Return all goals with their progress by today, the latest quarter first."""
    goals = sorted(_goals(ledger), key=lambda goal: Quarter.parse(goal.quarter).ordinal, reverse=True)
    return [(goal, goal_progress(goal, ledger, today)) for goal in goals]


def goal_problem(workspace: Workspace, goal: Goal, today: date) -> str | None:
    """Return the reason why a goal can't be set or changed, for the person; None if it can."""
    if goal.metric not in GOAL_METRICS:
        return "Choose what to measure."
    if goal.target <= 0:
        return "The target must be a number above 0."
    if Quarter.parse(goal.quarter) < Quarter.containing(today, workspace.profile.fiscal_year_start):
        return "That quarter is over: set a goal for this one or a later one."
    if any(_aim(stored) == _aim(goal) and stored.id != goal.id for stored in workspace.goals):
        return "There is a goal for that already: change it instead."
    return None


def goals_from_mix(mix: Mix, quarter: Quarter, expected: float | None = None, usual: Mix | None = None) -> list[Goal]:
    """Return a plan as goals of a quarter: the whole hours of each approach, and at most the money of all together.

    What takes more than in the ``usual`` mix is to take at least so many hours, and what takes less at most; what stays
    as it is has no goal that a good week could miss.
    Last stands the net benefit that is expected of it (``EXPECTED_BENEFIT``), if it is known.
    """
    hours = {approach: whole(mix[approach].hours) for approach in APPROACHES}
    goals = [
        _plan_goal(_hours_metric(mix[name], usual[name] if usual else Effort()), count, quarter, name)
        for name, count in hours.items()
        if count and not (usual and mix[name].hours == usual[name].hours)
    ]
    money = whole(total_effort(mix).money)
    goals += [_plan_goal("actual_cost", money, quarter)] if money else []
    is_kept = goals and expected is not None
    return [*goals, _plan_goal(EXPECTED_BENEFIT, whole(expected or 0.0), quarter)] if is_kept else goals


def _hours_metric(planned: Effort, usual: Effort) -> str:
    return MOST_HOURS if planned.hours < usual.hours else "hours"


def is_of_plan(goal: Goal) -> bool:
    """Return True if a goal is part of a plan."""
    return goal.id.startswith(f"{_PLAN_PREFIX}-{goal.quarter}-")


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
    for goal in goals:
        document = undo_addition(document, goal)
    return undo(document, removal)


def goal_unit(goal: Goal) -> str | None:
    """Return the unit of a goal's metric; None of a metric from elsewhere."""
    metric = GOAL_METRICS.get(goal.metric)
    return metric.unit if metric else None


def goal_name(goal: Goal) -> str:
    """Return what is to be reached, without its quarter, like: Hours of one-on-one."""
    # A document from elsewhere may have a metric of its own.
    metric = GOAL_METRICS.get(goal.metric)
    title = metric.title if metric else goal.metric
    if goal.approach is None:
        return title
    return f"{title} {metric.before_approach if metric else 'of'} {in_sentence(goal.approach)}"


def progress_phrase(goal: Goal, progress: GoalProgress, words: Words) -> str:
    """Return how far a goal has come, like: 12 of 20 so far, on track."""
    metric = GOAL_METRICS.get(goal.metric)
    if metric is None:
        return f"goal {_figure(goal, goal.target, words)}, a figure that NetROI doesn’t measure"
    target = f"goal {_figure(goal, goal.target, words)}{' or less' if metric.is_at_most else ''}"
    if progress.value is None:
        return f"{target}, no data yet"
    if goal.metric == "roi_percent" and progress.value <= _NOTHING_WON:
        return f"{target}, {'nothing won yet' if progress.state == 'under_way' else 'nothing won'}"
    if progress.is_ahead and not _is_overrun(goal, progress.value):
        return f"{target}, not started yet"
    return f"{_measured_phrase(goal, metric, progress, progress.value, words)}{progress.aside}"


def _measured_phrase(goal: Goal, metric: GoalMetric, progress: GoalProgress, value: float, words: Words) -> str:
    """Return the value of a goal beside its target, and whether it keeps up or was met."""
    target = f"{'at most ' if metric.is_at_most else ''}{_figure(goal, goal.target, words)}"
    reached = f"{_figure(goal, value, words)} {'against' if metric.is_ratio else 'of'} {target}"
    if _is_overrun(goal, value):
        return f"{reached}{' so far' if progress.state == 'under_way' else ''}, more than planned"
    if progress.state != "under_way":
        return f"{reached}, {progress.state}"
    if progress.is_on_track is None:
        return f"{reached} so far"
    return f"{reached} so far, {'on track' if progress.is_on_track else _off_track(metric)}"


def _is_overrun(goal: Goal, value: float) -> bool:
    """Return True for far more hours than a plan has, which are no success."""
    return is_of_plan(goal) and goal.metric == "hours" and value > _OVERRUN * goal.target


def _off_track(metric: GoalMetric) -> str:
    if not metric.is_at_most:
        return "too low" if metric.is_ratio else "behind schedule"
    return "too high" if metric.is_ratio else "running high"


def goal_sentence(goal: Goal, progress: GoalProgress, words: Words) -> str:
    """Return a goal and its progress, like: Hours of one-on-one in Q4 2026: 12 of 20 so far, on track."""
    quarter = quarter_name(Quarter.parse(goal.quarter))
    return f"{goal_name(goal)} in {quarter}: {progress_phrase(goal, progress, words)}"


def _goals(ledger: Ledger) -> list[Goal]:
    return [goal for goal in ledger.workspace.goals if goal.metric != EXPECTED_BENEFIT]


def _is_reached(goal: Goal, value: float, target: float) -> bool:
    return value <= target if GOAL_METRICS[goal.metric].is_at_most else value >= target


def _plan_goal(metric: str, target: int, quarter: Quarter, approach: Approach | None = None) -> Goal:
    # The id is made of the quarter, so that a quarter has one plan.
    key = f"{_PLAN_PREFIX}-{quarter}-{metric}" + (f"-{approach}" if approach else "")
    return Goal(id=key, metric=metric, target=target, quarter=str(quarter), approach=approach)


def _aim(goal: Goal) -> tuple[str, str, Approach | None]:
    """Return what a goal is for; two goals for the same would contradict each other."""
    return "hours" if goal.metric == MOST_HOURS else goal.metric, goal.quarter, goal.approach


def _figure(goal: Goal, value: float, words: Words) -> str:
    match goal_unit(goal):
        case "money":
            return words.money(value)
        case "percent":
            return words.percent(value)
    return words.number(value)
