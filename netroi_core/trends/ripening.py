"""Ripening: how much of what a quarter sows is won only in later quarters, learnt from the person's own wins.

Won value is laid out by the quarter that sowed it and the quarters it took. The chain ladder goes through it from the
longest wait to none, as insurers do to learn what is still to be paid (Mack, Distribution-free Calculation of the
Standard Error of Chain Ladder Reserve Estimates, ASTIN Bulletin 1993): of what had come by then in the quarters old
enough to show it, how much came only then? What was sown before the records begin is left out, for what it brought
earlier is not known. Nothing is taken to come later than the longest wait that the records could show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from netroi_core.ledger.attribution import Attribution
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions
from netroi_core.quarters import Quarter

FEWEST_WINS: Final = 5
"""With fewer wins, one large one decides when value arrives; then no share is named."""
FEWEST_QUARTERS: Final = 4
"""In a shorter record no wait of a year can be seen, and every harvest would look like an early one."""
RIPE: Final = 0.05
"""With no more than this share to come a quarter counts as ripe: the estimate is no finer."""
RIPENING_UNKNOWN: Final = 2
"""So many quarters are marked as ripening while no history tells: follow-ups of the last two are still under way."""

Triangle = Mapping[tuple[int, int], float]
"""Won value by the ordinal of the quarter that sowed it, and the quarters it took to come."""


@dataclass(frozen=True)
class Ripeness:
    """How much of what a quarter sowed has come.

    ``age`` counts the quarters since; ``share_to_come`` (0 to 1) is None while too little was won to know.
    """

    age: int
    share_to_come: float | None

    @property
    def is_ripening(self) -> bool:
        """Whether what the quarter sowed will look larger later on."""
        if self.share_to_come is None:
            return self.age < RIPENING_UNKNOWN
        return self.share_to_come > RIPE


@dataclass(frozen=True)
class Ripening:
    """The ripeness of each quarter on record, and the number of wins that it was learnt from."""

    wins: int
    quarters: Mapping[Quarter, Ripeness]


def ripening(ledger: Ledger, attribution: Attribution) -> Ripening:
    """How ripe each quarter of the ledger is, when credit is shared by this rule."""
    if not ledger.quarters:
        return Ripening(0, {})
    first, last = ledger.quarters[0].ordinal, ledger.quarters[-1].ordinal
    won = (
        contributions(ledger, Options(attribution, view="invested", basis="won"))
        .filter(pl.col("approach").is_not_null(), pl.col("value") > 0, pl.col("quarter") >= first)
        .join(ledger.outcomes.select("outcome", pl.col("quarter").alias("came")), on="outcome")
    )
    wins = won["outcome"].n_unique()
    shares: list[float] | None = None
    if wins >= FEWEST_WINS and len(ledger.quarters) >= FEWEST_QUARTERS:
        sums = won.group_by("quarter", "came").agg(pl.col("value").sum())
        shares = arrived_shares({(sown, came - sown): value for sown, came, value in sums.rows()}, first, last)
    return Ripening(
        wins,
        {
            quarter: Ripeness(age, None if shares is None else 1 - shares[age])
            for quarter in ledger.quarters
            for age in [last - quarter.ordinal]
        },
    )


def arrived_shares(triangle: Triangle, first: int, last: int) -> list[float]:
    """The share of all value that has come after 0, 1, … quarters; 1 after the longest wait, from first to last."""
    waits = {wait for _, wait in triangle}
    shares = [1.0]
    for wait in range(last - first, 0, -1):
        only_then = 0.0
        if wait in waits:
            old_enough = [(took, value) for (sown, took), value in triangle.items() if sown <= last - wait]
            by_then = sum(value for took, value in old_enough if took <= wait)
            then = sum(value for took, value in old_enough if took == wait)
            only_then = then / by_then if by_then else 0.0
        shares.append(shares[-1] * (1 - only_then))
    return shares[::-1]
