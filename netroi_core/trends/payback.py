"""Payback: what networking has brought so far, net of all costs, and since when it has been worth it.

A payback period that looks at the whole way: not the first quarter in which the sum reaches zero, but the first since
which it never fell below again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import polars as pl

from netroi_core.ledger import measures
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES

TOTAL: Final = "total"
_NOTHING: Final = 0.005
"""Less than half a cent is the rounding of sums, no debt."""


@dataclass(frozen=True)
class Payback:
    """The net benefit up to and with each quarter of a window, in money, and the quarter that paid all back.

    ``quarter`` is None where the sum ends below zero or nothing was invested.
    """

    invested: float
    net_benefits: tuple[float, ...]
    quarter: Quarter | None

    @property
    def net_benefit(self) -> float:
        """That of the whole window."""
        return self.net_benefits[-1]

    @property
    def is_tried(self) -> bool:
        """Whether anything was put in or came out."""
        return self.invested > 0 or any(self.net_benefits)


def paybacks(cells: pl.DataFrame) -> dict[str, Payback]:
    """The payback of each approach and of all together (TOTAL, with the value that nobody led to); cells of measures.

    The cells hold at least one quarter.
    """
    rows = measures.by_quarter_and_approach(cells)
    found = {str(approach): payback(rows.filter(pl.col("approach") == approach)) for approach in APPROACHES}
    return {**found, TOTAL: payback(measures.by_quarter(cells))}


def payback(rows: pl.DataFrame) -> Payback:
    """The payback of quarters in their order, one a row: quarter, total_cost, net_benefit."""
    costs = rows["total_cost"].to_list()
    sums = tuple(accumulate(rows["net_benefit"].to_list()))
    since = _since(costs, sums)
    return Payback(sum(costs), sums, None if since is None else Quarter.from_ordinal(rows["quarter"][since]))


def _since(costs: Sequence[float], sums: Sequence[float]) -> int | None:
    begun = next((place for place, cost in enumerate(costs) if cost > 0), None)
    if begun is None or sums[-1] < -_NOTHING:
        return None
    below = [place for place, net_benefit in enumerate(sums) if net_benefit < -_NOTHING]
    return max(begun, below[-1] + 1) if below else begun
