"""Planning: what a quarter with other hours and money would return, and which mix would return most.

The verdict's draws of what each approach returns per unit of cost are carried over to the next quarter. How value grows
with effort is an assumption, since records seldom show it: value ~ cost^elasticity, through what the approach usually
returned at what it usually cost a quarter. With 1, twice the effort is worth twice as much; with 0.7, the usual
assumption here, 1.6 times.

Few outcomes leave room for returns that nobody ever saw, and these would decide a mean over all draws. So what is
expected is reckoned from the middle of the returns of each approach. One that was never tried is reckoned with what the
others teach of it, but its effort in the best mix is for learning alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netroi_core.ledger import measures
from netroi_core.ledger.costs import loaded_rate
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.mix import Effort, Limits, Mix, total
from netroi_core.planning.optimum import Problem, best_hours
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, Floats, evidence
from netroi_core.verdict.posterior import posterior
from netroi_core.verdict.verdict import DRAWS, Verdict, judged
from netroi_core.workspace.fields import APPROACHES, Approach

ELASTICITY: Final = 0.7
"""What is assumed of diminishing returns unless told: ten times the effort is worth five times as much."""
LEAST_ODDS: Final = 0.6
"""A mix that is less likely than this to beat the present one is not advised."""
_UNTRIED_COST: Final = 1e-6
"""The cost of an untried approach as a share of that of the others: so little that it says nothing."""
_TIE: Final = 0.005
"""Less than half a cent between two mixes is none."""

Reason = Literal["not_enough_data", "too_close", "no_better"]


@dataclass(frozen=True)
class Forecast:
    """What a quarter with a mix is expected to return.

    ``hours`` and ``money`` are those of the mix, ``cost`` the money and the worth of the hours. ``expected`` is the net
    benefit at the middle of each approach's returns, and ``low``, ``middle`` and ``high`` are its 5, 50 and 95 % points
    over what the records leave possible: of what such quarters bring on average. The luck of a single one comes on top.
    ``beats_present`` is the probability that it is above that of the present mix, 0.5 if they are the same.
    """

    hours: float
    money: float
    cost: float
    expected: float
    low: float
    middle: float
    high: float
    beats_present: float


@dataclass(frozen=True)
class Advice:
    """The best mix with its forecast, or else the ``reason`` for which none is advised, with what would have been.

    ``not_enough_data`` and ``too_close`` are the verdict's; with ``no_better``, the odds of the best mix to beat the
    present one are below LEAST_ODDS.
    """

    mix: Mix
    forecast: Forecast
    reason: Reason | None


@dataclass(frozen=True, eq=False)
class Outlook:
    """What is known of the approaches a, in the contract's order, ahead of a quarter.

    ``returns`` (a, draws) are per unit of cost. ``usual_cost`` (a) is the total cost of a quarter at which they were
    seen, ``hour_worth`` and ``money_per_hour`` (a) are the means of the window; where an approach has none of its own,
    those of the others. ``tried`` are the approaches that cost something in the window, ``present`` is the mix of its
    latest quarter with any effort.
    """

    present: Mix
    tried: tuple[Approach, ...]
    hour_worth: Floats
    money_per_hour: Floats
    usual_cost: Floats
    returns: Floats
    verdict: Verdict
    approaches: tuple[Approach, ...] = APPROACHES

    @property
    def is_known(self) -> bool:
        """Whether the records can tell the approaches apart, so that a best mix rests on more than luck."""
        return self.verdict.call in ("stick", "lean", "nothing_pays")

    @cached_property
    def least_known(self) -> Approach:
        """The approach of which least is known: one that is untried, else the least certain but for the leader."""
        untried = [approach for approach in self.approaches if approach not in self.tried]
        if untried:
            return untried[0]
        low, high = np.quantile(np.log(self.returns), (0.05, 0.95), axis=1)
        width = dict(zip(self.approaches, (high - low).tolist(), strict=True))
        return max((a for a in self.approaches if a != self.verdict.leader), key=width.__getitem__)

    def forecast(self, mix: Mix, elasticity: float = ELASTICITY) -> Forecast:
        """What a quarter with this mix is expected to return; elasticity is above 0 and at most 1."""
        cost, drawn = self._net(mix, elasticity)
        _, present = self._net(self.present, elasticity)
        low, middle, high = np.quantile(drawn, (0.05, 0.5, 0.95)).tolist()
        takes = total(mix)
        gain = drawn - present
        beats = float(np.mean(gain > _TIE) + np.mean(np.abs(gain) <= _TIE) / 2)
        expected = float(self._scale(self._costs(mix), elasticity) @ self._expected_returns) - cost
        return Forecast(takes.hours, takes.money, cost, expected, low, middle, high, beats)

    def best_mix(self, limits: Limits, elasticity: float = ELASTICITY) -> Mix:
        """The mix with the largest expected net benefit within the limits, at the money an hour that is usual.

        The learning share of the hours, or as much of it as the money allows, is kept for ``least_known``; an untried
        approach gets no more than that.
        """
        least = np.zeros(len(self.approaches))
        place = self.approaches.index(self.least_known)
        affordable = _affordable(self.money_per_hour, limits.money, limits.hours)
        least[place] = min(limits.learning_share * limits.hours, affordable[place])
        hourly = self.hour_worth + self.money_per_hour
        is_tried = np.array([approach in self.tried for approach in self.approaches])
        most = np.where(is_tried & (hourly > 0), affordable, least)
        value = self._scale(hourly, elasticity) * self._expected_returns
        problem = Problem(
            value, hourly, self.money_per_hour, least, most, limits.hours, max(0.0, limits.money), elasticity
        )
        hours = best_hours(problem)
        efforts = zip(hours.tolist(), (hours * self.money_per_hour).tolist(), strict=True)
        return {approach: Effort(*effort) for approach, effort in zip(self.approaches, efforts, strict=True)}

    @cached_property
    def _expected_returns(self) -> Floats:
        expected: Floats = np.median(self.returns, axis=1)
        return expected

    def _costs(self, mix: Mix) -> Floats:
        efforts = [mix.get(approach, Effort()) for approach in self.approaches]
        hours, money = (np.array([getattr(each, name) for each in efforts], np.float64) for name in ("hours", "money"))
        costs: Floats = hours * self.hour_worth + money
        return costs

    def _scale(self, costs: Floats, elasticity: float) -> Floats:
        """By what a return is multiplied to give the value at these costs (a)."""
        scaled: Floats = self.usual_cost * (costs / self.usual_cost) ** elasticity
        return scaled

    def _net(self, mix: Mix, elasticity: float) -> tuple[float, Floats]:
        costs = self._costs(mix)
        return float(costs.sum()), self._scale(costs, elasticity) @ self.returns - costs.sum()


def outlook(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Outlook | None:
    """What the quarters of a window tell of the next one; None if they hold no outcome of worth that cost anything."""
    seen = evidence(ledger, window, options)
    if not seen.outcomes:
        return None
    cells = measures.by_quarter_and_approach(measures.cells(ledger, window, options))
    sums = _sums(cells)
    is_tried = sums["total_cost"] > 0
    has_hours = sums["hours"] > 0
    rate = float(loaded_rate(ledger.profile, window[-1]))
    usual_cost = np.divide(sums["total_cost"], sums["quarters"], where=is_tried, out=np.zeros(len(APPROACHES)))
    return Outlook(
        present=_present(cells),
        tried=tuple(approach for approach, was in zip(APPROACHES, is_tried, strict=True) if was),
        hour_worth=_an_hour(sums["opportunity_cost"], sums["hours"], has_hours, rate),
        money_per_hour=_an_hour(sums["actual_cost"], sums["hours"], has_hours & is_tried, 0.0),
        usual_cost=np.where(is_tried, usual_cost, usual_cost[is_tried].mean()),
        returns=np.exp(posterior(with_untried(seen), DRAWS).log_return),
        verdict=judged(seen),
    )


def advice(outlook: Outlook, limits: Limits, elasticity: float = ELASTICITY) -> Advice:
    """The best mix, or why none is advised."""
    mix = outlook.best_mix(limits, elasticity)
    forecast = outlook.forecast(mix, elasticity)
    reason: Reason | None = "no_better" if forecast.beats_present < LEAST_ODDS else None
    if not outlook.is_known:
        reason = "too_close" if outlook.verdict.call == "too_close" else "not_enough_data"
    return Advice(mix, forecast, reason)


def with_untried(seen: Evidence) -> Evidence:
    """The same evidence with the untried approaches: next to no cost and no outcome, which says nothing of them."""
    places = [seen.approaches.index(approach) if approach in seen.approaches else None for approach in APPROACHES]
    little, none = seen.cost.sum() * _UNTRIED_COST, np.zeros(len(seen.outcomes))
    return replace(
        seen,
        approaches=APPROACHES,
        cost=np.array([little if place is None else seen.cost[place] for place in places]),
        credit=np.column_stack([none if place is None else seen.credit[:, place] for place in places]),
    )


def _affordable(money_per_hour: Floats, money: float, hours: float) -> Floats:
    """How many hours of each approach alone the limits allow."""
    most = np.full_like(money_per_hour, max(0.0, hours))
    paid = money_per_hour > 0
    most[paid] = np.minimum(most[paid], max(0.0, money) / money_per_hour[paid])
    return most


def _sums(cells: pl.DataFrame) -> Mapping[str, Floats]:
    """Over the window, in the contract's order of approaches: hours, costs, and the quarters that cost anything."""
    names = ("hours", "actual_cost", "opportunity_cost", "total_cost")
    sums = (
        pl.DataFrame({"approach": APPROACHES})
        .join(cells, on="approach", how="left", maintain_order="left")
        .group_by("approach", maintain_order=True)
        .agg(pl.col(names).sum(), (pl.col("total_cost") > 0).sum().cast(pl.Float64).alias("quarters"))
    )
    return {name: sums[name].to_numpy() for name in (*names, "quarters")}


def _present(cells: pl.DataFrame) -> Mix:
    """The mix of the latest quarter with hours; without any, of the latest that cost anything."""
    busy = cells.filter(pl.col("hours") > 0)["quarter"].max() or cells.filter(pl.col("total_cost") > 0)["quarter"].max()
    rows = cells.filter(pl.col("quarter") == busy).select("approach", "hours", "actual_cost")
    return {approach: Effort(hours, money) for approach, hours, money in rows.iter_rows()}


def _an_hour(sums: Floats, hours: Floats, is_known: NDArray[np.bool_], otherwise: float) -> Floats:
    """Sums per hour; where that is not known, the mean of the others, or else ``otherwise``."""
    of_others = sums[is_known].sum() / hours[is_known].sum() if is_known.any() else otherwise
    return np.divide(sums, hours, where=is_known, out=np.full_like(sums, of_others))
