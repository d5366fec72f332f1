"""The metrics that a goal can be set for: every measure, the counts of what people look for, favors and reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.counts import CountKind, clients_won, total_counts
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import MEASURES, Options, in_window
from netroi_core.quarters import Quarter
from netroi_core.relationships.measures import balance
from netroi_core.workspace.fields import Approach

Value = Callable[[Ledger, Quarter, Approach | None], float | None]


@dataclass(frozen=True)
class GoalMetric:
    """A figure that a goal can be set for.

    Attributes:
        before_approach: What stands between the title and an approach, like: Hours *of* one-on-one.
        value: Returns the figure of a quarter, of one approach or of all; None where it is not defined.
        is_at_most: True if it is to stay at or below the target.
        is_ratio: True if it does not grow with the days of a quarter.
    """

    key: str
    title: str
    unit: Literal["count", "hours", "money", "percent"]
    sentence: str
    before_approach: str
    value: Value
    is_at_most: bool = False
    is_ratio: bool = False


# Goals count what is won alone, so measures of value have titles of their own there.
_WON_TITLES: Final[Mapping[str, str]] = {
    "expected_value": "Won",
    "net_benefit": "Won less invested",
    "roi_percent": "ROI",
    "value_per_hour": "Won per hour",
}
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


def _measured(key: str, ledger: Ledger, quarter: Quarter, approach: Approach | None) -> float | None:
    # Whatever the filters of the results, so that a goal doesn't move with them. Open money reaches no goal.
    figures = measures.figures(measures.cells(ledger, (quarter,), Options(basis="won")))
    return (figures.total if approach is None else figures.approaches[approach]).value(key)


def _counted(kind: CountKind, ledger: Ledger, quarter: Quarter, approach: Approach | None) -> float:
    return total_counts(ledger, (quarter,), approach)[kind]


def _clients(ledger: Ledger, quarter: Quarter, approach: Approach | None) -> float:
    return clients_won(ledger, (quarter,), approach)


def _reach(ledger: Ledger, quarter: Quarter, approach: Approach | None) -> float:
    """Return the number of people in touch: met, at an activity, or (over all approaches) in an exchange."""
    inside = in_window((quarter,))
    if approach is None:
        return ledger.touches.filter(inside)["contact"].n_unique()
    by_approach = inside & (pl.col("approach") == approach)
    met = ledger.contacts.filter(by_approach)["id"]
    return pl.concat([met, ledger.meetings.filter(by_approach)["contact"]]).n_unique()


def _imbalance(ledger: Ledger, quarter: Quarter, approach: Approach | None) -> float | None:
    """Return how far favors are from even, in percent: 0 if as many were given as received, 100 if all on one side."""
    favors = ledger.exchanges.filter(in_window((quarter,)))
    if approach is not None:
        favors = favors.filter(pl.col("approach") == approach)
    received = int((favors["direction"] == "received").sum())
    return 100 * abs(balance(float(favors.height - received), float(received))) if favors.height else None


_MEASURED: Final = tuple(
    GoalMetric(
        measure.key,
        _WON_TITLES.get(measure.key, measure.title),
        measure.unit,
        "Won outcomes only: open outcomes don’t count yet." if measure.key in _WON_TITLES else measure.sentence,
        _BEFORE_APPROACH.get(measure.key, "of"),
        partial(_measured, measure.key),
        is_at_most="cost" in measure.key,
        is_ratio="_per_" in measure.key or measure.unit == "percent",
    )
    for measure in MEASURES
)
_MORE: Final = (
    GoalMetric("most_hours", "Most hours", "hours", "The most hours to spend, such as where you cut back.", "of",
               partial(_measured, "hours"), is_at_most=True),
    GoalMetric("leads", "Leads", "count", "Outcomes of the kind lead, however they ended.", "by",
               partial(_counted, "leads")),
    GoalMetric("clients", "Clients won", "count", "Clients and projects won, and leads that became clients.", "by",
               _clients),
    GoalMetric("referrals", "Referrals", "count", "Outcomes of the kind referral, however they ended.", "by",
               partial(_counted, "referrals")),
    GoalMetric("interviews", "Interviews", "count", "Interviews that took place, however they ended.", "by",
               partial(_counted, "interviews")),
    GoalMetric("introductions", "Introductions made", "count", "Introductions that you gave to others.",
               "to people met by", partial(_counted, "introductions")),
    GoalMetric("reach", "People in touch", "count", "Different people you met, saw at an activity or exchanged favors "
               "with.", "by", _reach),
    GoalMetric("imbalance", "Favors out of balance", "percent",
               "How far favors given and received are from even: 0 is even, 100 is all on one side.",
               "with people met by", _imbalance, is_at_most=True, is_ratio=True),
)  # fmt: skip

GOAL_METRICS: Final[Mapping[str, GoalMetric]] = {metric.key: metric for metric in (*_MEASURED, *_MORE)}
