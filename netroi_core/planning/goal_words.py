"""Goals as sentences: the target, and the progress towards it."""

from collections.abc import Mapping
from typing import Final

from netroi_core.ledger.measures import MEASURES_BY_KEY
from netroi_core.planning.goals import AT_MOST, RATIOS, Progress
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, in_sentence, quarter_name
from netroi_core.workspace.records import Goal

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


def goal_name(goal: Goal) -> str:
    """Return what is to be reached, without its quarter, like: Hours of one-on-one."""
    # A document from elsewhere may have a metric of its own.
    title = MEASURES_BY_KEY[goal.metric].title if goal.metric in MEASURES_BY_KEY else goal.metric
    if goal.approach is None:
        return title
    return f"{title} {_BEFORE_APPROACH.get(goal.metric, 'of')} {in_sentence(goal.approach)}"


def progress_phrase(goal: Goal, progress: Progress, words: Words) -> str:
    """Return how far a goal has come, like: 12 of 20 so far, on track."""
    target = f"{'at most ' if goal.metric in AT_MOST else ''}{_figure(goal, progress.target, words)}"
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


def goal_sentence(goal: Goal, progress: Progress, words: Words) -> str:
    """Return a goal and its progress, like: Hours of one-on-one in Q4 2026: 12 of 20 so far, on track."""
    quarter = quarter_name(Quarter.parse(goal.quarter))
    return f"{goal_name(goal)} in {quarter}: {progress_phrase(goal, progress, words)}"


def _figure(goal: Goal, value: float, words: Words) -> str:
    measure = MEASURES_BY_KEY.get(goal.metric)
    match measure.unit if measure else "count":
        case "money":
            return words.money(value)
        case "percent":
            return words.percent(value)
    return words.number(value)
