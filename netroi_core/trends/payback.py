"""Payback: the cumulative net benefit of networking, and the quarter since which it has paid back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import polars as pl

from netroi_core.ledger import measures
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES

TOTAL: Final = "total"
# Less than half a cent is the rounding of sums, no debt.
_ROUNDING: Final = 0.005


@dataclass(frozen=True)
class Payback:
    """The payback of a window.

    Attributes:
        net_benefits: The cumulative net benefit at the end of each quarter.
        quarter: The first quarter since which it never fell below zero again; None where it ends below zero or nothing
            was invested.
    """

    invested: float
    net_benefits: tuple[float, ...]
    quarter: Quarter | None

    @property
    def net_benefit(self) -> float:
        """The net benefit of the whole window."""
        return self.net_benefits[-1]

    @property
    def is_tried(self) -> bool:
        """True if anything was invested or gained."""
        return self.invested > 0 or any(self.net_benefits)


def paybacks(cells: pl.DataFrame) -> dict[str, Payback]:
    """Return the payback of each approach and in total (TOTAL), from cells of measures of at least one quarter."""
    rows = measures.by_quarter_and_approach(cells)
    by_approach = {str(approach): payback(rows.filter(pl.col("approach") == approach)) for approach in APPROACHES}
    return {**by_approach, TOTAL: payback(measures.by_quarter(cells))}


def payback(rows: pl.DataFrame) -> Payback:
    """Return the payback of quarters in their order, one a row: quarter, total_cost, net_benefit."""
    costs = rows["total_cost"].to_list()
    sums = tuple(accumulate(rows["net_benefit"].to_list()))
    since = paid_back_at(costs, sums)
    return Payback(sum(costs), sums, None if since is None else Quarter.from_ordinal(rows["quarter"][since]))


def paid_back_at(costs: Sequence[float], net_benefits: Sequence[float]) -> int | None:
    """Return the index of the first quarter since which the cumulative net benefit never fell below zero again.

    >>> paid_back_at([100, 0, 100, 0], [-50, 20, -10, 40])
    3
    """
    # Not the first quarter in which the sum reaches zero, the usual payback period: a later cost may undo that.
    begun = next((index for index, cost in enumerate(costs) if cost > 0), None)
    if begun is None or net_benefits[-1] < -_ROUNDING:
        return None
    below = [index for index, net_benefit in enumerate(net_benefits) if net_benefit < -_ROUNDING]
    return max(begun, below[-1] + 1) if below else begun
