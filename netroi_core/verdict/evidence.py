"""The evidence for a verdict: what each approach cost, and the outcomes with their credits, as plain arrays.

Money is in the workspace's currency. Only approaches that cost something are in it, since a return on nothing is not
defined, and only outcomes of worth that at least one of them has credit for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Evidence:
    """What n outcomes and a approaches have to say.

    ``cost`` (a) is the total cost of each approach. Of each outcome, ``low``, ``likely`` and ``high`` (n) are its value
    × margin × incrementality, ``probability`` (n) is 1 when won, ``credit`` (n, a) the share that each approach gets in
    the window, and ``outcomes`` (n) its place among the workspace's outcomes. ``quarters`` counts those that cost
    something.
    """

    approaches: tuple[str, ...]
    cost: Floats
    outcomes: tuple[int, ...]
    low: Floats
    likely: Floats
    high: Floats
    probability: Floats
    credit: Floats
    quarters: int

    @property
    def value(self) -> Floats:
        """What each outcome is worth if it happens, in the mean."""
        return (self.low + 4 * self.likely + self.high) / 6

    @property
    def worth(self) -> Floats:
        """The expected value of each outcome, as the measures have it."""
        return self.probability * self.value

    @property
    def returned(self) -> Floats:
        """The expected value that each approach returned per unit of its cost; 1 pays back exactly."""
        returned: Floats = self.worth @ self.credit / self.cost
        return returned

    @property
    def seed(self) -> int:
        """The same figures always give the same seed, wherever and whenever it is asked for."""
        digest = blake2b(repr((self.approaches, self.quarters)).encode(), digest_size=16)
        for figures in (self.cost, self.low, self.likely, self.high, self.probability, self.credit):
            digest.update(np.ascontiguousarray(figures, np.float64).tobytes())
        return int.from_bytes(digest.digest(), "big")

    def changed(self, place: int, *, probability: float | None = None, factor: float = 1) -> "Evidence":
        """The same with another probability for the outcome at this place, or its value times a factor."""
        values: dict[str, Any] = {name: _at(getattr(self, name), place, factor) for name in ("low", "likely", "high")}
        if probability is None:
            return replace(self, **values)
        chances = self.probability.copy()
        chances[place] = probability
        return replace(self, **values, probability=chances)

    def without(self, place: int) -> "Evidence":
        """The same without the outcome at this place, as if it were lost."""
        names = ("low", "likely", "high", "probability", "credit")
        others: dict[str, Any] = {name: np.delete(getattr(self, name), place, axis=0) for name in names}
        return replace(self, **others, outcomes=(*self.outcomes[:place], *self.outcomes[place + 1 :]))

    def extended(self, approach: int, cost: float, values: Floats) -> "Evidence":
        """The same after so much more was spent on one approach, and outcomes of these values won by it alone.

        They have no place in the workspace: it stands as -1.
        """
        costs, more = self.cost.copy(), len(values)
        costs[approach] += cost
        longer: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), values]) for name in ("low", "likely", "high")
        }
        return replace(
            self,
            **longer,
            cost=costs,
            outcomes=(*self.outcomes, *[-1] * more),
            probability=np.concatenate([self.probability, np.ones(more)]),
            credit=np.concatenate([self.credit, np.tile(np.eye(len(costs))[approach], (more, 1))]),
        )


def evidence(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Evidence:
    """The evidence of the quarters of a window under the chosen options."""
    cells = measures.cells(ledger, window, options)
    cost = pl.col("actual_cost") + pl.col("opportunity_cost")
    costs = cells.drop_nulls("approach").group_by("approach", maintain_order=True).agg(cost.sum().alias("cost"))
    tried = costs.filter(pl.col("cost") > 0).sort("approach")
    approaches = tuple(tried["approach"])
    rows = _credited(ledger, window, options, approaches)
    return Evidence(
        approaches,
        tried["cost"].to_numpy(),
        tuple(rows["outcome"]),
        low=rows["low"].to_numpy(),
        likely=rows["likely"].to_numpy(),
        high=rows["high"].to_numpy(),
        probability=rows["probability"].to_numpy(),
        credit=np.array([rows[approach] for approach in approaches], np.float64)
        .reshape(len(approaches), rows.height)
        .T,
        quarters=cells.filter(cost > 0)["quarter"].n_unique(),
    )


def _credited(ledger: Ledger, window: Sequence[Quarter], options: Options, approaches: tuple[str, ...]) -> pl.DataFrame:
    """The outcomes of worth, a row each, with a column of credit for each approach."""
    share = pl.col("margin").fill_null(1) * pl.col("incrementality").fill_null(1)
    value = {name: pl.col(name) for name in ("low", "likely", "high")}
    open_chance = 0.0 if options.basis == "won" else pl.col("probability").fill_null(0)
    chance = pl.when(pl.col("status") == "won").then(1.0).when(pl.col("status") == "open").then(open_chance)
    outcomes = ledger.outcomes.select(
        "outcome",
        *((each.fill_null(value["likely"]) * share).fill_null(0).alias(name) for name, each in value.items()),
        chance.otherwise(0.0).alias("probability"),
    ).filter(pl.col("probability") > 0, pl.col("high") > 0)
    shares = (
        measures.contributions(ledger, options)
        .filter(pl.col("quarter").is_in([quarter.ordinal for quarter in window]))
        .group_by("outcome")
        .agg(pl.col("credit").filter(pl.col("approach") == approach).sum().alias(approach) for approach in approaches)
    )
    has_credit = pl.any_horizontal(pl.lit(False), *(pl.col(approach) > 0 for approach in approaches))
    return outcomes.join(shares, on="outcome").filter(has_credit).sort("outcome")


def _at(figures: Floats, place: int, factor: float) -> Floats:
    changed = figures.copy()
    changed[place] *= factor
    return changed
