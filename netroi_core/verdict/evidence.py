"""The evidence for a verdict: the cost of each approach, and the outcomes with their credits, as plain arrays.

Money is in the workspace's currency. Only approaches that cost something are in it, since a return on nothing is not
defined, and only outcomes with a value that at least one of them has credit for.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from statistics import fmean
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netroi_core.ledger import measures
from netroi_core.ledger.formulas import pert_mean
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evidence:
    """The records on n outcomes and a approaches.

    Attributes:
        approaches: Those that cost something (a).
        cost: The total cost of each (a).
        outcomes: Each outcome's position among the workspace's outcomes (n); -1 for a simulated one.
        low, likely, high: Its value × margin × incrementality (n).
        probability: 1 when won (n).
        credit: The share that each approach gets in the window (n, a).
        quarters: The number of quarters that cost something. An incomplete one counts as the share of the mean cost of
            the others that it has come to so far, at most as one.
    """

    approaches: tuple[str, ...]
    cost: Floats
    outcomes: tuple[int, ...]
    low: Floats
    likely: Floats
    high: Floats
    probability: Floats
    credit: Floats
    quarters: float

    @property
    def value(self) -> Floats:
        """The mean value of each outcome if it happens (n)."""
        return pert_mean(self.low, self.likely, self.high)

    @property
    def expected_value(self) -> Floats:
        """The expected value of each outcome, as the measures have it (n)."""
        return self.probability * self.value

    @property
    def returned(self) -> Floats:
        """The expected value that each approach returned per unit of its cost (a); 1 pays back exactly."""
        returned: Floats = self.expected_value @ self.credit / self.cost
        return returned

    @property
    def seed(self) -> int:
        """A fingerprint of all figures: the same figures give the same seed, wherever and whenever."""
        digest = blake2b(repr((self.approaches, self.quarters)).encode(), digest_size=16)
        for figures in (self.cost, self.low, self.likely, self.high, self.probability, self.credit):
            digest.update(np.ascontiguousarray(figures, np.float64).tobytes())
        return int.from_bytes(digest.digest(), "big")

    def with_probability(self, index: int, probability: float) -> "Evidence":
        """Return the evidence with another probability for one outcome; without the outcome if it is 0."""
        if not probability:
            return self.without(index)
        probabilities = self.probability.copy()
        probabilities[index] = probability
        return replace(self, probability=probabilities)

    def with_value_times(self, index: int, factor: float) -> "Evidence":
        """Return the evidence with the value of one outcome times a factor; without the outcome if it is 0."""
        if not factor:
            return self.without(index)
        factors = np.ones(len(self.outcomes))
        factors[index] = factor
        return replace(self, low=self.low * factors, likely=self.likely * factors, high=self.high * factors)

    def without(self, index: int) -> "Evidence":
        """Return the evidence without one outcome, as if it were lost."""
        names = ("low", "likely", "high", "probability", "credit")
        remaining: dict[str, Any] = {name: np.delete(getattr(self, name), index, axis=0) for name in names}
        return replace(self, **remaining, outcomes=(*self.outcomes[:index], *self.outcomes[index + 1 :]))


def gather_evidence(
    ledger: Ledger, window: Sequence[Quarter], options: Options, incomplete: Collection[Quarter] = ()
) -> Evidence:
    """Return the evidence of the quarters of a window under the chosen options.

    Of the ``incomplete`` quarters, not all is on record yet.
    """
    cells = measures.cells(ledger, window, options)
    cost = pl.col("actual_cost") + pl.col("opportunity_cost")
    costs = cells.drop_nulls("approach").group_by("approach").agg(cost.sum().alias("cost"))
    by_quarter = cells.group_by("quarter").agg(cost.sum().alias("cost"))
    costly = costs.filter(pl.col("cost") > 0).sort("approach")
    approaches = tuple(costly["approach"])
    rows = _credited_outcomes(ledger, window, options, approaches)
    return Evidence(
        approaches,
        costly["cost"].to_numpy(),
        tuple(rows["outcome"]),
        low=rows["low"].to_numpy(),
        likely=rows["likely"].to_numpy(),
        high=rows["high"].to_numpy(),
        probability=rows["probability"].to_numpy(),
        credit=rows.select(approaches).to_numpy(),
        quarters=_count_quarters(dict(by_quarter.filter(pl.col("cost") > 0).iter_rows()), incomplete),
    )


def _count_quarters(costs: dict[int, float], incomplete: Collection[Quarter]) -> float:
    """Return the number of quarters as ``Evidence`` has it, given the cost of each by its ordinal."""
    # The prior expects the outcomes of a whole quarter from each. From the first coffee of a new one it must not: one
    # that led to nothing so far would raise what is expected of all others.
    so_far = [costs.pop(quarter.ordinal) for quarter in sorted(incomplete) if quarter.ordinal in costs]
    usual = fmean(costs.values()) if costs else 0.0
    return len(costs) + sum(min(1, cost / usual) if usual else 1 for cost in so_far)


def recurring(evidence: Evidence, ledger: Ledger) -> Evidence:
    """Return the evidence without the outcomes that come once: one new job says nothing about the next quarter."""
    outcomes = ledger.workspace.outcomes
    for index in reversed(range(len(evidence.outcomes))):
        if not outcomes[evidence.outcomes[index]].recurs:
            evidence = evidence.without(index)
    return evidence


def _credited_outcomes(
    ledger: Ledger, window: Sequence[Quarter], options: Options, approaches: tuple[str, ...]
) -> pl.DataFrame:
    """Return the outcomes with a value, a row each, with a column of credit for each approach."""
    share = pl.col("margin") * pl.col("incrementality")
    open_probability = 0.0 if options.basis == "won" else pl.col("probability")
    probability = pl.when(pl.col("status") == "won").then(1.0).when(pl.col("status") == "open").then(open_probability)
    outcomes = ledger.outcomes.select(
        "outcome",
        *((pl.col(name) * share).fill_null(0).alias(name) for name in ("low", "likely", "high")),
        probability.otherwise(0.0).alias("probability"),
    ).filter(pl.col("probability") > 0, pl.col("high") > 0)
    shares = (
        measures.contributions(ledger, options)
        .filter(measures.in_window(window))
        .group_by("outcome")
        .agg(pl.col("credit").filter(pl.col("approach") == approach).sum().alias(approach) for approach in approaches)
    )
    has_credit = pl.any_horizontal(pl.lit(False), *(pl.col(approach) > 0 for approach in approaches))
    return outcomes.join(shares, on="outcome").filter(has_credit).sort("outcome")
