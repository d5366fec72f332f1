"""Ripening: the share of the value of a quarter's work that is won only later, learned from the person's own wins.

The chain ladder, as insurers use it for claims that are still to come (Mack, Distribution-free Calculation of the
Standard Error of Chain Ladder Reserve Estimates, ASTIN Bulletin 1993). The work of a quarter leads to the
value that its touchpoints get credit for; the wait is the number of quarters from there to the win.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from netroi_core.ledger.attribution import Attribution
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, View, contributions
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, join_words, pluralize, quarter_name

# With fewer wins, one large one decides when value arrives; no share is named then.
FEWEST_WINS: Final = 5
# In a shorter record no wait of a year can be seen, and every win would look like an early one.
FEWEST_QUARTERS: Final = 4
# With no more than this share to come a quarter counts as ripe: the estimate is no finer.
RIPE: Final = 0.05
# The number of last quarters that count as developing without a history: their follow-ups are still under way.
DEVELOPING_WITHOUT_HISTORY: Final = 2
# Percent: from the wins of two years the share is known to within about 15, so it is rounded to tens.
_STEP: Final = 10
_MOST_NAMED: Final = 3

# Won value by the ordinal of the quarter whose work led to it, and the wait in quarters.
Triangle = Mapping[tuple[int, int], float]


@dataclass(frozen=True)
class Ripeness:
    """A quarter's age in quarters, and the share of its value still to come (0 to 1); None while too little was won."""

    age: int
    share_to_come: float | None

    @property
    def is_ripening(self) -> bool:
        """True if more of the quarter's value is likely to come."""
        if self.share_to_come is None:
            return self.age < DEVELOPING_WITHOUT_HISTORY
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
    # Work from before the records begin is left out: the value that it led to earlier is unknown.
    won = (
        contributions(ledger, Options(attribution, view="invested", basis="won"))
        .filter(pl.col("approach").is_not_null(), pl.col("value") > 0, pl.col("quarter") >= first)
        .join(ledger.outcomes.select("outcome", pl.col("quarter").alias("came")), on="outcome")
    )
    wins, ages = won["outcome"].n_unique(), range(last - first, -1, -1)
    to_come: list[float | None] = [None for _ in ages]
    if wins >= FEWEST_WINS and len(ages) >= FEWEST_QUARTERS:
        sums = won.group_by("quarter", "came").agg(pl.col("value").sum())
        shares = arrived_shares({(worked, came - worked): value for worked, came, value in sums.rows()}, first, last)
        to_come = [1 - shares[age] for age in ages]
    return Ripening(wins, dict(zip(ledger.quarters, map(Ripeness, ages, to_come), strict=True)))


def arrived_shares(triangle: Triangle, first: int, last: int) -> list[float]:
    """Return the share of all value that has come after 0, 1, … quarters, up to the longest wait, after which it is 1.

    From the longest wait to none: of the value that had come by then, in quarters old enough to show it, what share
    came only then? Nothing is taken to come later than the longest wait that the records could show.

    >>> arrived_shares({(0, 0): 50, (0, 1): 50, (1, 0): 100}, first=0, last=1)
    [0.5, 1.0]
    """
    shares = [1.0]
    for wait in range(last - first, 0, -1):
        old_enough = [(waited, value) for (worked, waited), value in triangle.items() if worked <= last - wait]
        by_then = sum(value for waited, value in old_enough if waited <= wait)
        at_wait = sum(value for waited, value in old_enough if waited == wait)
        shares.append(shares[-1] * (1 - at_wait / by_then if by_then else 1))
    return shares[::-1]


def still_to_come(ripening: Ripening, window: Sequence[Quarter], words: Words) -> str | None:
    """Return which quarters are still developing, and how much usually comes later; None if none is."""
    developing = {quarter: ripe for quarter in window if (ripe := ripening.quarters[quarter]).is_ripening}
    if not developing:
        return None
    names = list(map(quarter_name, developing))
    are_many = len(names) > _MOST_NAMED
    subject = f"{names[0]} to {names[-1]}" if are_many else join_words(names)
    start = f"{subject} {'is' if len(names) == 1 else 'are'} still developing"
    shares = [
        rounded_share(ripe.share_to_come, words) for ripe in developing.values() if ripe.share_to_come is not None
    ]
    if not shares:
        return (
            f"{start}: work done there may still pay off. Once you have {FEWEST_WINS} wins with the steps that led to "
            f"them, over at least {FEWEST_QUARTERS} quarters, you will see how much usually comes later."
        )
    how_much = f"about {shares[0]} to {shares[-1]}" if are_many else f"about {join_words(shares)}"
    if set(shares) == {rounded_share(1.0, words)}:
        how_much = "almost all"
    basis = f"your own {pluralize(ripening.wins, 'win')}"
    return f"{start}: based on {basis}, {how_much} of the value of a quarter’s work usually comes later."


def paid_title(net_benefits: Mapping[Quarter, float], view: View) -> str:
    """Return how many quarters returned more than was invested in them, by the net benefit of each in a view."""
    # A quarter may receive little while its work led to much: so the title says which of its bars it is about.
    more = f"{'brought in' if view == 'realised' else 'led to'} more than you invested"
    paid = [quarter for quarter, benefit in net_benefits.items() if benefit > 0]
    count = len(net_benefits)
    if count == 1:
        name = quarter_name(max(net_benefits))
        return f"{name} {more}" if paid else f"{name} hasn’t {more} yet"
    if not paid:
        return f"No quarter has {more} yet"
    if len(paid) == 1:
        return f"1 of {count} quarters {more}: {quarter_name(paid[0])}"
    if len(paid) == count:
        return f"{'Both' if count == 2 else f'All {count}'} quarters {more}"
    return f"{len(paid)} of {count} quarters {more}"


def rounded_share(share: float, words: Words) -> str:
    """Return a share as a percentage no finer than it is known.

    >>> rounded_share(0.37, Words())
    '40%'
    """
    return words.percent(round(share * 100 / _STEP) * _STEP)
