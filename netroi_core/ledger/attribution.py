"""Attribution: seven rules to share the credit for an outcome among the touchpoints that led to it.

A frame of touchpoints is in order of outcome, then date, then place in the list, without those later than their
outcome. Each rule is an expression over its columns that gives credits summing to 1 within an outcome:
``outcome`` (which one), ``days_before`` (days from touchpoint to outcome), ``credit`` (the user's own weight or null)
and ``approach``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Final, Literal, get_args

import polars as pl

Attribution = Literal["first", "last", "linear", "position", "decay", "custom", "shapley"]
ATTRIBUTIONS: Final[tuple[Attribution, ...]] = get_args(Attribution)

HALF_LIFE_DAYS: Final = 90
POSITION_ENDS: Final = 0.4


@dataclass(frozen=True)
class AttributionRule:
    """One rule: its name and sentence for people, its expression for frames of touchpoints."""

    title: str
    sentence: str
    credits: pl.Expr


def _over_outcome(expression: pl.Expr) -> pl.Expr:
    return expression.over("outcome")


# Signed: lengths are unsigned in polars, and `pl.len() - 2` wraps around below zero.
_count = _over_outcome(pl.len()).cast(pl.Int64)
_position = _over_outcome(pl.int_range(pl.len(), dtype=pl.Int64))
_is_first, _is_last = _position == 0, _position == _count - 1
_equal = 1.0 / _count
_days_before_last = pl.col("days_before") - _over_outcome(pl.col("days_before").min())
# Counted from the last step, so that the weights of a path long ago are never all 0.
_decay = (_days_before_last / -HALF_LIFE_DAYS * log(2)).exp()
_weight_sum = _over_outcome(pl.col("credit").sum())
_weights_known = _over_outcome(pl.col("credit").is_not_null().all()) & (_weight_sum > 0)
_approach_count = _over_outcome(pl.col("approach").n_unique()).cast(pl.Int64)
_within_approach = pl.len().over("outcome", "approach").cast(pl.Int64)

RULES: Final[Mapping[Attribution, AttributionRule]] = {
    "first": AttributionRule(
        "First step", "The first step on the path gets all the credit.", _is_first.cast(pl.Float64)
    ),
    "last": AttributionRule(
        "Last step", "The last step before the outcome gets all the credit.", _is_last.cast(pl.Float64)
    ),
    "linear": AttributionRule("Shared equally", "Every step on the path gets the same share.", _equal),
    "position": AttributionRule(
        "First and last most",
        "Two fifths to the first step, two fifths to the last, one fifth to those between; of two steps, half each.",
        pl.when(_count == 1)
        .then(1.0)
        .when(_count == 2)
        .then(0.5)
        .when(_is_first | _is_last)
        .then(POSITION_ENDS)
        .otherwise((1 - 2 * POSITION_ENDS) / (_count - 2)),
    ),
    "decay": AttributionRule(
        "Recent steps most",
        f"A step {HALF_LIFE_DAYS} days earlier gets half as much as one on the day.",
        _decay / _over_outcome(_decay.sum()),
    ),
    "custom": AttributionRule(
        "My own shares",
        "As you weighed the steps yourself; shared equally where a weight is missing.",
        pl.when(_weights_known).then(pl.col("credit") / _weight_sum).otherwise(_equal),
    ),
    "shapley": AttributionRule(
        "Fair share by approach",
        "Each approach on the path gets the same share (its Shapley value), split over its steps.",
        # The Shapley value of the game in which an outcome comes about only if all approaches on its path take part.
        1.0 / (_approach_count * _within_approach),
    ),
}
