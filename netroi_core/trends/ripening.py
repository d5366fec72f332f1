"""Ripening: the share of a quarter's value that is won only in later quarters, learned from the person's own wins.

The chain ladder, as insurers use it for claims that are still to come (Mack, Distribution-free Calculation of the
Standard Error of Chain Ladder Reserve Estimates, ASTIN Bulletin 1993). A quarter *sows* the value that its touchpoints
get credit for; the wait is the number of quarters from there to the win.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from netroi_core.ledger.attribution import Attribution
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions
from netroi_core.quarters import Quarter

# With fewer wins, one large one decides when value arrives; no share is named then.
FEWEST_WINS: Final = 5
# In a shorter record no wait of a year can be seen, and every harvest would look like an early one.
FEWEST_QUARTERS: Final = 4
# With no more than this share to come a quarter counts as ripe: the estimate is no finer.
RIPE: Final = 0.05
# The number of last quarters marked as ripening without a history: their follow-ups are still under way.
RIPENING_UNKNOWN: Final = 2

# Won value by the ordinal of the quarter that sowed it, and the wait.
Triangle = Mapping[tuple[int, int], float]


@dataclass(frozen=True)
class Ripeness:
    """The ripeness of a quarter.

    Attributes:
        age: The number of quarters since.
        share_to_come: The share of its value that is still to come (0 to 1); None while too little was won to know.
    """

    age: int
    share_to_come: float | None

    @property
    def is_ripening(self) -> bool:
        """True if more of the quarter's value is likely to come."""
        if self.share_to_come is None:
            return self.age < RIPENING_UNKNOWN
        return self.share_to_come > RIPE


@dataclass(frozen=True)
class Ripening:
    """The ripeness of each quarter on record, and the number of wins that it was learned from."""

    wins: int
    quarters: Mapping[Quarter, Ripeness]


def ripening(ledger: Ledger, attribution: Attribution) -> Ripening:
    """Return the ripeness of each quarter of the ledger, under an attribution rule."""
    if not ledger.quarters:
        return Ripening(0, {})
    first, last = ledger.quarters[0].ordinal, ledger.quarters[-1].ordinal
    # What was sown before the records begin is left out, for what it brought earlier is not known.
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
    ages = {quarter: last - quarter.ordinal for quarter in ledger.quarters}
    return Ripening(
        wins, {quarter: Ripeness(age, None if shares is None else 1 - shares[age]) for quarter, age in ages.items()}
    )


def arrived_shares(triangle: Triangle, first: int, last: int) -> list[float]:
    """Return the share of all value that has come after 0, 1, … quarters; 1 after the longest wait, from first to last.

    From the longest wait to none: of the value that had come by then, in quarters old enough to show it, what share
    came only then? Nothing is taken to come later than the longest wait that the records could show.

    >>> arrived_shares({(0, 0): 50, (0, 1): 50, (1, 0): 100}, first=0, last=1)
    [0.5, 1.0]
    """
    waits = {wait for _, wait in triangle}
    shares = [1.0]
    for wait in range(last - first, 0, -1):
        only_then = 0.0
        if wait in waits:
            old_enough = [(waited, value) for (sown, waited), value in triangle.items() if sown <= last - wait]
            by_then = sum(value for waited, value in old_enough if waited <= wait)
            then = sum(value for waited, value in old_enough if waited == wait)
            only_then = then / by_then if by_then else 0.0
        shares.append(shares[-1] * (1 - only_then))
    return shares[::-1]
