"""The outlook on a quarter: the forecast of any mix of hours and money, and the best mix.

The verdict's draws of what each approach returns per unit of cost are carried over to the next quarter. How value grows
with effort is an assumption, since records seldom show it: value ~ cost^elasticity, through what the approach usually
returned at what it usually cost a quarter. With 1, twice the effort is worth twice as much; with 0.7, the default, 1.6
times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from netroi_core.ledger import measures
from netroi_core.ledger.costs import loaded_rate
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.optimum import Allocation, best_hours
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, Floats, gather_evidence
from netroi_core.verdict.posterior import sample_posterior
from netroi_core.verdict.verdict import DRAWS, QUANTILES, Verdict, judge
from netroi_core.workspace.fields import APPROACHES, Approach

# The default of diminishing returns: ten times the effort is worth five times as much.
ELASTICITY: Final = 0.7
# A mix that is less likely than this to beat the present one is not advised.
MIN_BEATS_PRESENT: Final = 0.6
# The cost of an untried approach as a share of that of the others: too little to say anything.
_UNTRIED_COST: Final = 1e-6
# Two mixes less than half a cent apart are equal.
_TIE: Final = 0.005


@dataclass(frozen=True)
class Effort:
    """Hours and money (in the workspace's currency) of one quarter, neither of them negative."""

    hours: float = 0.0
    money: float = 0.0


# The effort of each of the approaches.
Mix = Mapping[Approach, Effort]
Reason = Literal["not_enough_data", "too_close", "no_better"]


@dataclass(frozen=True)
class Limits:
    """The hours and money that a person can spend a quarter, and the share of hours kept to learn (0 to 0.5)."""

    hours: float
    money: float
    learning_share: float = 0.1


@dataclass(frozen=True)
class Forecast:
    """The forecast of a quarter with a mix: of what such quarters return on average; a single one varies more.

    ``cost`` is the money and the worth of the hours, ``expected`` the net benefit at the median return of each
    approach, ``low``, ``middle`` and ``high`` are its 5, 50 and 95 % points, and ``beats_present`` is the probability
    that it is above that of the present mix; 0.5 if they are the same.
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
    """The best mix with its forecast, and the reason why it is not advised, if there is one."""

    mix: Mix
    forecast: Forecast
    reason: Reason | None


@dataclass(frozen=True, eq=False)
class Outlook:
    """The approaches ahead of a quarter, as the records of a window show them; arrays are in APPROACHES' order (a).

    Attributes:
        present: The mix of the latest quarter with any effort.
        tried: The approaches that cost something.
        hour_worth: The mean worth of an hour (a); of the others where an approach has no hours.
        money_per_hour, usual_cost: The mean money per hour, and total cost of a quarter (a); likewise.
        returns: Draws of the return per unit of cost, at the usual cost (a, draws).
    """

    present: Mix
    tried: tuple[Approach, ...]
    hour_worth: Floats
    money_per_hour: Floats
    usual_cost: Floats
    returns: Floats
    verdict: Verdict

    @property
    def is_known(self) -> bool:
        """True if the records can tell the approaches apart, so that the best mix is more than luck."""
        return self.verdict.call in ("stick", "lean", "nothing_pays")

    @cached_property
    def least_known(self) -> Approach:
        """The least known approach: one that is untried, else the least certain, other than the leader."""
        untried = [approach for approach in APPROACHES if approach not in self.tried]
        if untried:
            return untried[0]
        low, high = np.quantile(np.log(self.returns), QUANTILES[::2], axis=1)
        width = dict(zip(APPROACHES, (high - low).tolist(), strict=True))
        return max((name for name in APPROACHES if name != self.verdict.leader), key=width.__getitem__)

    def forecast(self, mix: Mix, elasticity: float = ELASTICITY) -> Forecast:
        """Return the forecast of a mix; elasticity is above 0 and at most 1."""
        net_benefit = self._sample_net_benefit(mix, elasticity)
        gain = net_benefit - self._sample_net_benefit(self.present, elasticity)
        beats_present = float(np.mean(gain > _TIE) + np.mean(np.abs(gain) <= _TIE) / 2)
        effort, costs = total_effort(mix), self._costs(mix)
        cost = float(costs.sum())
        expected = float(self._scale(costs, elasticity) @ self._median_returns) - cost
        low, middle, high = np.quantile(net_benefit, QUANTILES).tolist()
        return Forecast(effort.hours, effort.money, cost, expected, low, middle, high, beats_present)

    def best_mix(self, limits: Limits, elasticity: float = ELASTICITY) -> Mix:
        """Return the mix with the largest expected net benefit within the limits, at the usual money per hour.

        The learning share of the hours, or as much of it as the money allows, is kept for ``least_known``; an untried
        approach gets no more than that.
        """
        least = np.zeros(len(APPROACHES))
        learning = APPROACHES.index(self.least_known)
        affordable = _affordable(self.money_per_hour, limits.money, limits.hours)
        least[learning] = min(limits.learning_share * limits.hours, affordable[learning])
        hourly = self.hour_worth + self.money_per_hour
        is_tried = np.array([approach in self.tried for approach in APPROACHES])
        most = np.where(is_tried & (hourly > 0), affordable, least)
        value = self._scale(hourly, elasticity) * self._median_returns
        problem = Allocation(
            value, hourly, self.money_per_hour, least, most, limits.hours, max(0.0, limits.money), elasticity
        )
        hours = best_hours(problem)
        efforts = zip(hours.tolist(), (hours * self.money_per_hour).tolist(), strict=True)
        return {approach: Effort(*effort) for approach, effort in zip(APPROACHES, efforts, strict=True)}

    @cached_property
    def _median_returns(self) -> Floats:
        # Few outcomes leave room for returns that nobody ever saw, and these would decide a mean over all draws.
        medians: Floats = np.median(self.returns, axis=1)
        return medians

    def _costs(self, mix: Mix) -> Floats:
        hours = np.array([mix[approach].hours for approach in APPROACHES], np.float64)
        costs: Floats = hours * self.hour_worth + [mix[approach].money for approach in APPROACHES]
        return costs

    def _scale(self, costs: Floats, elasticity: float) -> Floats:
        """Return the factor that turns a return into the value at these costs (a)."""
        scaled: Floats = self.usual_cost * (costs / self.usual_cost) ** elasticity
        return scaled

    def _sample_net_benefit(self, mix: Mix, elasticity: float) -> Floats:
        costs = self._costs(mix)
        net_benefit: Floats = self._scale(costs, elasticity) @ self.returns - costs.sum()
        return net_benefit


def build_outlook(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Outlook | None:
    """Return the outlook from the quarters of a window; None if they hold no outcome of worth that cost anything."""
    evidence = gather_evidence(ledger, window, options)
    if not evidence.outcomes:
        return None
    cells = measures.by_quarter_and_approach(measures.cells(ledger, window, options))
    sums = _sums(cells)
    is_tried = sums["total_cost"] > 0
    has_hours = sums["hours"] > 0
    rate = float(loaded_rate(ledger.profile, window[-1]))
    usual_cost = np.divide(sums["total_cost"], sums["quarters"], where=is_tried, out=np.zeros(len(APPROACHES)))
    return Outlook(
        present=_present(cells),
        tried=tuple(compress(APPROACHES, is_tried)),
        hour_worth=_per_hour(sums["opportunity_cost"], sums["hours"], has_hours, rate),
        money_per_hour=_per_hour(sums["actual_cost"], sums["hours"], has_hours & is_tried, 0.0),
        usual_cost=np.where(is_tried, usual_cost, usual_cost[is_tried].mean()),
        returns=np.exp(sample_posterior(with_untried(evidence), DRAWS).log_return),
        verdict=judge(evidence),
    )


def advise(outlook: Outlook, limits: Limits, elasticity: float = ELASTICITY) -> Advice:
    """Return the best mix, or why it is not advised."""
    mix = outlook.best_mix(limits, elasticity)
    forecast = outlook.forecast(mix, elasticity)
    reason: Reason | None = "no_better" if forecast.beats_present < MIN_BEATS_PRESENT else None
    if not outlook.is_known:
        reason = "too_close" if outlook.verdict.call == "too_close" else "not_enough_data"
    return Advice(mix, forecast, reason)


def with_untried(evidence: Evidence) -> Evidence:
    """Return the evidence with the untried approaches: next to no cost and no outcome, which says nothing of them."""
    columns = [APPROACHES.index(approach) for approach in evidence.approaches]
    cost = np.full(len(APPROACHES), evidence.cost.sum() * _UNTRIED_COST)
    credit = np.zeros((len(evidence.outcomes), len(APPROACHES)))
    cost[columns], credit[:, columns] = evidence.cost, evidence.credit
    return replace(evidence, approaches=APPROACHES, cost=cost, credit=credit)


def total_effort(mix: Mix) -> Effort:
    """Return the effort of a mix over all approaches."""
    return Effort(sum(effort.hours for effort in mix.values()), sum(effort.money for effort in mix.values()))


def _affordable(money_per_hour: Floats, money: float, hours: float) -> Floats:
    """Return the hours of each approach alone that the limits allow."""
    affordable = np.full_like(money_per_hour, max(0.0, hours))
    is_paid = money_per_hour > 0
    affordable[is_paid] = np.minimum(affordable[is_paid], max(0.0, money) / money_per_hour[is_paid])
    return affordable


def _sums(cells: pl.DataFrame) -> Mapping[str, Floats]:
    """Return sums over the window, by approach: hours, costs, and the number of quarters that cost anything."""
    names = ("hours", "actual_cost", "opportunity_cost", "total_cost")
    sums = (
        pl.DataFrame({"approach": APPROACHES})
        .join(cells, on="approach", how="left", maintain_order="left")
        .group_by("approach", maintain_order=True)
        .agg(pl.col(names).sum(), (pl.col("total_cost") > 0).sum().cast(pl.Float64).alias("quarters"))
    )
    return {name: sums[name].to_numpy() for name in (*names, "quarters")}


def _present(cells: pl.DataFrame) -> Mix:
    """Return the mix of the latest quarter with hours; without any, of the latest that cost anything."""
    had_hours, had_cost = (cells.filter(pl.col(name) > 0)["quarter"].max() for name in ("hours", "total_cost"))
    latest = had_hours or had_cost
    rows = cells.filter(pl.col("quarter") == latest).select("approach", "hours", "actual_cost")
    return {approach: Effort(hours, money) for approach, hours, money in rows.iter_rows()}


def _per_hour(sums: Floats, hours: Floats, is_known: NDArray[np.bool_], default: float) -> Floats:
    """Return sums per hour; where unknown, the mean of the known, or the default."""
    mean = sums[is_known].sum() / hours[is_known].sum() if is_known.any() else default
    return np.divide(sums, hours, where=is_known, out=np.full_like(sums, mean))
