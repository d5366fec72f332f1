"""The outlook on a quarter: the forecast of any mix of hours and money, and the best mix that can be reached.

The draws of what each approach returns per unit of cost are carried over to the next quarter, without the outcomes that
do not recur. How value grows with effort is an assumption, since records seldom show it: value ~ cost^elasticity,
through what the approach usually returned at what it usually cost a quarter. Dues bring nothing by themselves: they are
a cost whatever the hours, as long as there are any. With 1, twice the effort is worth twice as
much; with 0.7, the default, 1.6 times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, combinations, compress
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netroi_core.ledger.costs import hourly_worth
from netroi_core.planning.baseline import Baseline
from netroi_core.planning.mix import Effort, Limits, Mix, Restraint, effort_at, total_effort
from netroi_core.planning.optimum import Allocation, best_hours
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.posterior import DRAWS, QUANTILES, Posterior, sample_posterior
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.profile import Profile

# The default of diminishing returns: ten times the effort is worth five times as much.
ELASTICITY: Final = 0.7
# The cost of an untried approach as a share of that of the others: too little to say anything.
_UNTRIED_COST: Final = 1e-6
# From so many times its cost on, the number itself would promise too much.
_BEYOND: Final = 100
# The outcomes to expect of open outcomes below which an estimate would be the prior's, as long as nothing is won.
LEAST_EXPECTED: Final = 0.5
# Tolerance for rounding errors of sums at a limit.
_ROUNDED: Final = 1 + 1e-9
# Two mixes less than half a cent apart are equal.
_TIE: Final = 0.005


@dataclass(frozen=True)
class Forecast:
    """The forecast of a quarter with a mix: of what such quarters return on average; a single one varies more.

    Attributes:
        hours: The hours of the mix.
        money: Its money.
        cost: The money and the worth of the hours.
        expected: The net benefit at the median return of each approach.
        low, middle, high: The 5, 50 and 95 % points of the net benefit.
        beats_present: The probability that the net benefit is above that of the present mix; 0.5 if they are the same.
    """

    hours: float
    money: float
    cost: float
    expected: float
    low: float
    middle: float
    high: float
    beats_present: float

    @property
    def is_plausible(self) -> bool:
        """True if enough is known to name a number at all: a hundred times the cost would promise too much."""
        return self.cost > 0 and self.expected <= _BEYOND * self.cost


@dataclass(frozen=True, eq=False)
class Outlook:
    """The approaches ahead of a quarter, as the records of a window show them.

    Attributes:
        present: The mix of a typical finished quarter.
        tried: The approaches that cost something.
        hour_worth: The mean worth of an hour (a); of the others where an approach has no hours.
        money_per_hour, usual_cost: The mean money per hour, and total cost of a quarter (a); likewise.
        dues: The fixed cost of a quarter, in addition to the money per hour (a).
        usual_dues: The part of the usual cost that is fixed (a).
        posterior: Draws of the return of each approach at the usual cost (a, draws), without outcomes that don't recur.
        approaches: All of them (a), in the contract's order.
    """

    present: Mix
    tried: tuple[Approach, ...]
    hour_worth: Floats
    money_per_hour: Floats
    usual_cost: Floats
    posterior: Posterior
    approaches: tuple[Approach, ...] = APPROACHES
    dues: Floats = field(default_factory=lambda: np.zeros(len(APPROACHES)))
    usual_dues: Floats = field(default_factory=lambda: np.zeros(len(APPROACHES)))

    @cached_property
    def returns(self) -> Floats:
        """Draws of the return per unit of cost (a, draws)."""
        draws: Floats = np.exp(self.posterior.log_return)
        return draws

    def forecast(self, mix: Mix, elasticity: float = ELASTICITY) -> Forecast:
        """Return the forecast of a mix; elasticity is above 0 and at most 1."""
        net_benefit = self.sample_net_benefit(mix, elasticity)
        low, middle, high = np.quantile(net_benefit, QUANTILES).tolist()
        gain = net_benefit - self.sample_net_benefit(self.present, elasticity)
        beats_present = float(np.mean(gain > _TIE) + np.mean(np.abs(gain) <= _TIE) / 2)
        effort, cost = total_effort(mix), float(self._costs(mix).sum())
        expected = self._expected(mix, elasticity)
        return Forecast(effort.hours, effort.money, cost, expected, low, middle, high, beats_present)

    def _expected(self, mix: Mix, elasticity: float) -> float:
        """Return the net benefit of a mix at the median return of each approach."""
        costs = self._costs(mix)
        return float(self._scale(self._efforts(mix, costs), elasticity) @ self._median_returns - costs.sum())

    def best_mix(
        self, limits: Limits, bounds: Mapping[Approach, Restraint] | None = None, elasticity: float = ELASTICITY
    ) -> Mix:
        """Return the mix with the largest expected net benefit within the limits, at the usual money per hour.

        Each approach stays within its bounds; without bounds, each that was tried may take whatever the limits allow.
        """
        # Dues end where all of an approach does, so the best mix with it is compared with the best one without.
        owing = [
            name
            for name, dues in zip(self.approaches, self.dues, strict=True)
            if dues and not (bounds and bounds[name].floor)
        ]
        dropped = chain.from_iterable(combinations(owing, count) for count in range(len(owing) + 1))
        mixes = [self._best_without(names, limits, bounds, elasticity) for names in dropped]
        return max(
            mixes,
            key=lambda mix: (total_effort(mix).money <= limits.money * _ROUNDED, self._expected(mix, elasticity)),
        )

    def _best_without(
        self,
        dropped: tuple[Approach, ...],
        limits: Limits,
        bounds: Mapping[Approach, Restraint] | None,
        elasticity: float,
    ) -> Mix:
        """Return the best mix without some approaches, whatever the dues of all others."""
        is_dropped = np.isin(self.approaches, dropped)
        efforts = [self.present.get(approach, Effort()) for approach in self.approaches]
        owed = np.where([effort.hours > 0 for effort in efforts], self.dues, [effort.money for effort in efforts])
        budget = max(0.0, limits.money - float(owed[~is_dropped].sum()))
        affordable = _affordable(self.money_per_hour, budget, limits.hours)
        hourly = self.hour_worth + self.money_per_hour
        is_tried = np.isin(self.approaches, self.tried)
        most = np.where(is_tried & ~is_dropped & (hourly > 0), affordable, 0.0)
        least = np.zeros(len(self.approaches))
        if bounds is not None:
            floors, ceilings = (
                np.array([getattr(bounds[approach], end) for approach in self.approaches])
                for end in ("floor", "ceiling")
            )
            most = np.minimum(most, ceilings)
            least = np.minimum(floors, most)
            # More than the limits allow is cut from all alike.
            for room, price in ((limits.hours, np.ones_like(least)), (budget, self.money_per_hour)):
                taken = float(least @ price)
                least = least * (max(0.0, room) / taken if taken > room else 1.0)
        value = self._scale(hourly, elasticity) * self._median_returns
        problem = Allocation(value, hourly, self.money_per_hour, least, most, limits.hours, budget, elasticity)
        hours = best_hours(problem)
        return self.mix(dict(zip(self.approaches, hours.tolist(), strict=True)))

    def mix(self, hours: Mapping[Approach, float]) -> Mix:
        """Return a mix of these hours, with money at the usual rate of each hour, and the dues."""
        rates = dict(zip(self.approaches, self.money_per_hour.tolist(), strict=True))
        dues = dict(zip(self.approaches, self.dues.tolist(), strict=True))
        return {
            approach: effort_at(number, rates[approach], self.present.get(approach, Effort()), dues[approach])
            for approach, number in hours.items()
        }

    def sample_net_benefit(self, mix: Mix, elasticity: float = ELASTICITY, *, capped: bool = False) -> Floats:
        """Return draws of the net benefit of a quarter with a mix (draws).

        ``capped`` returns stop at their 95 % point, for where a mean over draws is asked for.
        """
        costs = self._costs(mix)
        returns = self._capped_returns if capped else self.returns
        net_benefit: Floats = self._scale(self._efforts(mix, costs), elasticity) @ returns - costs.sum()
        return net_benefit

    @cached_property
    def _capped_returns(self) -> Floats:
        capped: Floats = np.minimum(self.returns, np.quantile(self.returns, QUANTILES[-1], axis=1)[:, None])
        return capped

    @cached_property
    def _median_returns(self) -> Floats:
        # Few outcomes leave room for returns that nobody ever saw, and these would decide a mean over all draws.
        medians: Floats = np.median(self.returns, axis=1)
        return medians

    def _costs(self, mix: Mix) -> Floats:
        efforts = [mix.get(approach, Effort()) for approach in self.approaches]
        hours, money = (
            np.array([getattr(effort, name) for effort in efforts], np.float64) for name in ("hours", "money")
        )
        costs: Floats = hours * self.hour_worth + money
        return costs

    def _efforts(self, mix: Mix, costs: Floats) -> Floats:
        """Return the part of the costs of a mix that brings value: all but the dues (a).

        Money for an approach that usually takes hours brings nothing by itself once no hour goes into it.
        """
        has_hours, has_usual_hours = (
            np.array([source.get(approach, Effort()).hours > 0 for approach in self.approaches])
            for source in (mix, self.present)
        )
        owed = np.where(has_hours & (self.usual_dues > 0), self.dues, 0.0)
        efforts: Floats = np.where(has_usual_hours & ~has_hours, 0.0, np.maximum(costs - owed, 0.0))
        return efforts

    def _scale(self, efforts: Floats, elasticity: float) -> Floats:
        """Return the factor that turns a return into the value at these costs without dues (a)."""
        scaled: Floats = self.usual_cost * (efforts / (self.usual_cost - self.usual_dues)) ** elasticity
        return scaled


def build_outlook(
    evidence: Evidence, baseline: Baseline, profile: Profile, window: Sequence[Quarter]
) -> Outlook | None:
    """Return the outlook from the evidence of a window for what may recur; None if that is too little, or cost nothing.

    Hours of an approach that took none so far are worth what an hour of pay is in the window's last quarter.
    """
    if not known_approaches(evidence) or not baseline.quarters:
        return None
    sums = _sums(baseline.cells)
    is_tried = sums["total_cost"] > 0
    if not is_tried.any():
        return None
    has_hours = sums["hours"] > 0
    rate = hourly_worth(profile, window[-1])
    has_usual_hours = np.array([baseline.mix[approach].hours > 0 for approach in APPROACHES])
    window_rates = _per_hour(sums["actual_cost"] - sums["dues"], sums["hours"], has_hours & is_tried, 0.0)
    none = np.zeros(len(APPROACHES))
    usual_cost = np.divide(sums["total_cost"], sums["quarters"], where=is_tried, out=none.copy())
    # Where dues are all that an approach costs, they stand for its effort.
    has_effort = has_hours & (sums["total_cost"] > sums["dues"])
    return Outlook(
        present=baseline.mix,
        tried=tuple(compress(APPROACHES, is_tried)),
        hour_worth=_per_hour(sums["opportunity_cost"], sums["hours"], has_hours, rate),
        # At the rate of the typical quarter, so that what stays as it is costs what it costs now.
        money_per_hour=np.where(has_usual_hours, [*map(baseline.rate, APPROACHES)], window_rates),
        usual_cost=np.where(is_tried, usual_cost, usual_cost[is_tried].mean()),
        posterior=sample_posterior(with_untried(evidence), DRAWS),
        dues=np.array([baseline.dues.get(approach, 0.0) for approach in APPROACHES]),
        usual_dues=np.divide(sums["dues"], sums["quarters"], where=has_effort, out=none),
    )


def known_approaches(evidence: Evidence) -> frozenset[str]:
    """Return the approaches with a win, or with open outcomes of which LEAST_EXPECTED are to be expected."""
    won, expected = (evidence.probability == 1) @ evidence.credit, evidence.probability @ evidence.credit
    is_known = (won > 0) | (expected >= LEAST_EXPECTED)
    return frozenset(compress(evidence.approaches, is_known.tolist()))


def with_untried(evidence: Evidence) -> Evidence:
    """Return the evidence with the untried approaches: next to no cost and no outcome, which says nothing of them."""
    costs = dict(zip(evidence.approaches, evidence.cost, strict=True))
    credit_by_approach = dict(zip(evidence.approaches, evidence.credit.T, strict=True))
    hardly_any, none = evidence.cost.sum() * _UNTRIED_COST, np.zeros(len(evidence.outcomes))
    return replace(
        evidence,
        approaches=APPROACHES,
        cost=np.array([costs.get(approach, hardly_any) for approach in APPROACHES]),
        credit=np.column_stack([credit_by_approach.get(approach, none) for approach in APPROACHES]),
    )


def _affordable(money_per_hour: Floats, money: float, hours: float) -> Floats:
    """Return the hours of each approach alone that the limits allow."""
    affordable = np.full_like(money_per_hour, max(0.0, hours))
    is_paid = money_per_hour > 0
    affordable[is_paid] = np.minimum(affordable[is_paid], max(0.0, money) / money_per_hour[is_paid])
    return affordable


def _sums(cells: pl.DataFrame) -> Mapping[str, Floats]:
    """Return sums over the window, by approach: hours, costs, and the number of quarters that cost anything."""
    names = ("hours", "actual_cost", "opportunity_cost", "total_cost", "dues")
    sums = (
        pl.DataFrame({"approach": APPROACHES})
        .join(cells, on="approach", how="left", maintain_order="left")
        .group_by("approach", maintain_order=True)
        .agg(pl.col(names).sum(), (pl.col("total_cost") > 0).sum().cast(pl.Float64).alias("quarters"))
    )
    return {name: sums[name].to_numpy() for name in (*names, "quarters")}


def _per_hour(sums: Floats, hours: Floats, is_known: NDArray[np.bool_], default: float) -> Floats:
    """Return sums per hour; where unknown, the mean of the known, or the default."""
    mean = sums[is_known].sum() / hours[is_known].sum() if is_known.any() else default
    return np.divide(sums, hours, where=is_known, out=np.full_like(sums, mean))
