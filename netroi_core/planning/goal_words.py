"""Goals as sentences: what is to be reached, and how far it has come."""

from collections.abc import Mapping
from typing import Final

from netroi_core.planning.goals import AT_MOST, METRICS, RATIOS, Progress
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, inside, quarter_name
from netroi_core.workspace.records import Goal

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
"""What stands between a measure's title and an approach, where it is not "of"."""


def name(goal: Goal) -> str:
    """What is to be reached, without its quarter: Hours of one-on-one. A metric from elsewhere has its own name."""
    title = METRICS[goal.metric].title if goal.metric in METRICS else goal.metric
    if goal.approach is None:
        return title
    return f"{title} {_BEFORE_APPROACH.get(goal.metric, 'of')} {inside(goal.approach)}"


def standing(goal: Goal, progress: Progress, words: Words) -> str:
    """How far a goal has come: 12 of 20 so far, on track."""
    target = f"{'at most ' if goal.metric in AT_MOST else ''}{_figure(goal, progress.target, words)}"
    if progress.value is None:
        why = "nothing to figure it from" if goal.metric in METRICS else "not among what NetROI figures"
        return f"{target}, {why}"
    reached = f"{_figure(goal, progress.value, words)} {'against' if goal.metric in RATIOS else 'of'} {target}"
    if progress.state != "under_way":
        return f"{reached}, {progress.state}"
    if progress.is_on_track is None:
        return f"{target}, not begun yet"
    behind = "more than is due by now" if goal.metric in AT_MOST else "behind"
    return f"{reached} so far, {'on track' if progress.is_on_track else behind}"


def sentence(goal: Goal, progress: Progress, words: Words) -> str:
    """A goal and how far it has come: Hours of one-on-one in Q4 2026: 12 of 20 so far, on track."""
    quarter = quarter_name(Quarter.parse(goal.quarter))
    return f"{name(goal)} in {quarter}: {standing(goal, progress, words)}"


def _figure(goal: Goal, value: float, words: Words) -> str:
    measure = METRICS.get(goal.metric)
    match measure.unit if measure else "count":
        case "money":
            return words.money(value)
        case "percent":
            return words.percent(value)
    return words.number(value)
