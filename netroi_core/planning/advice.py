"""The advice for a quarter: a mix that can be reached and is likely better than the usual one, or why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from netroi_core.planning.baseline import Baseline
from netroi_core.planning.learning import HORIZON, LearningOffer, best_offer, sample_information
from netroi_core.planning.mix import Effort, Limits, Mix, total_effort
from netroi_core.planning.outlook import ELASTICITY, Forecast, Outlook
from netroi_core.planning.restraints import Because, Restraint, Signals, restraints
from netroi_core.verdict.posterior import CLUSTERING
from netroi_core.verdict.verdict import Verdict
from netroi_core.workspace.fields import APPROACHES, Approach, Purpose

# A mix that is less likely than this to beat the usual one is not advised.
MIN_BEATS_USUAL: Final = 0.6
# The purposes for which money is the yardstick. For all others, a plan by return alone would cut what they live by.
MONEY_PURPOSES: Final[tuple[Purpose | None, ...]] = (None, "win_clients")
# The share of its usual hours that a fruitless approach is cut to.
_FRUITLESS_CUT: Final = 0.5
# Hours are advised in halves: nobody plans by the minute.
_HOUR_STEP: Final = 0.5
# A change by less than an hour, or by less than this share of the usual hours, is none.
_SMALLEST_CHANGE: Final = 0.1
_NEGLIGIBLE: Final = 1e-6
_LEARNING_DRAWS: Final = 2_000

Reason = Literal["not_enough_data", "too_close", "no_better", "hold"]


@dataclass(frozen=True)
class Held:
    """An approach that the plan keeps from growing or from being cut, and why."""

    approach: Approach
    because: Because


@dataclass(frozen=True, eq=False)
class Advice:
    """The advice for the next quarter.

    Attributes:
        mix: The advised mix; None where there is a reason for none.
        forecast: Its forecast; None where too little recurs to say what a quarter returns.
        learning: The part of the mix, or beside the usual one, that is meant for learning.
        reason: The reason for no change: the verdict's (``not_enough_data``, ``too_close``), that no mix in reach is
            likely better (``no_better``), or that now is the time to hold still (``hold``).
    """

    baseline: Baseline
    mix: Mix | None
    forecast: Forecast | None
    learning: LearningOffer | None
    reason: Reason | None
    held: tuple[Held, ...]


def advise(
    baseline: Baseline,
    outlook: Outlook | None,
    verdict: Verdict,
    signals: Signals,
    limits: Limits,
    purpose: Purpose | None = None,
    elasticity: float = ELASTICITY,
) -> Advice:
    """Return the advice for a quarter within the limits.

    Where the records can tell the approaches apart, it is the best mix within the restraints. Elsewhere only what took
    much and led to nothing is cut. Neither asks for more of what drains or strains.
    """
    bounds = restraints(baseline, signals, limits.ramp_share)
    is_priced = outlook is not None and bool(outlook.hour_worth.any())
    is_known = is_priced and verdict.call in ("stick", "lean", "nothing_pays") and purpose in MONEY_PURPOSES
    learning = None
    if outlook is not None and is_priced and not signals.is_strained:
        learning = _learning(outlook, baseline, signals, limits, verdict.leader)
    if outlook is None or not is_known:
        mix = _without_waste(baseline, signals, limits)
        forecast = outlook.forecast(mix, elasticity) if outlook and mix else None
        reason = None if mix else _reason(verdict, signals, purpose)
        return Advice(baseline, mix, forecast, learning, reason, tuple(_always_held(baseline, signals)))
    wished = outlook.best_mix(limits, None, elasticity)
    best = outlook.best_mix(limits, bounds, elasticity)
    held = tuple(_held(wished, best, bounds, limits, baseline, signals))
    mix = outlook.mix(_rounded(best, baseline.mix, limits))
    forecast = outlook.forecast(mix, elasticity)
    if forecast.beats_present < MIN_BEATS_USUAL or not _differs(mix, baseline.mix):
        fallback = _without_waste(baseline, signals, limits)
        if fallback:
            return Advice(baseline, fallback, outlook.forecast(fallback, elasticity), learning, None, held)
        return Advice(baseline, None, None, learning, "hold" if signals.is_strained else "no_better", held)
    return Advice(baseline, mix, forecast, learning, None, held)


def _reason(verdict: Verdict, signals: Signals, purpose: Purpose | None) -> Reason:
    if signals.is_strained or purpose not in MONEY_PURPOSES:
        return "hold"
    return "too_close" if verdict.call == "too_close" else "not_enough_data"


def _without_waste(baseline: Baseline, signals: Signals, limits: Limits) -> Mix | None:
    """Return the usual mix with fruitless approaches halved, within the limit of hours; None if nothing changes."""
    hours = {
        approach: effort.hours * (_FRUITLESS_CUT if approach in signals.fruitless else 1.0)
        for approach, effort in baseline.mix.items()
    }
    whole = sum(hours.values())
    share = limits.hours / whole if whole > limits.hours else 1.0
    cut = {approach: number * share for approach, number in hours.items()}
    mix = {
        approach: Effort(number, effort.money * (number / effort.hours if effort.hours else 1.0))
        for (approach, number), effort in zip(_round(cut, baseline.mix, limits), baseline.mix.values(), strict=True)
    }
    return mix if _differs(mix, baseline.mix) else None


def _learning(
    outlook: Outlook, baseline: Baseline, signals: Signals, limits: Limits, leader: str | None
) -> LearningOffer | None:
    """Return the sample of one approach that is worth most, within the share of hours for learning."""
    room = limits.learning_share * min(limits.hours, total_effort(baseline.mix).hours or limits.hours)
    draws = slice(0, _LEARNING_DRAWS)
    posterior = outlook.posterior.part(draws)
    choices = [outlook.present, *(_shifted(outlook, approach, limits) for approach in APPROACHES)]
    benefits = np.stack([outlook.sample_net_benefit(mix, capped=True)[draws] for mix in choices])
    offers = []
    for index, approach in enumerate(outlook.approaches):
        each = baseline.hours_per_activity(approach) or 1.0
        count = int((room + _NEGLIGIBLE) / each)
        is_ruled_out = approach in signals.fruitless or approach in signals.vetoed or approach == leader
        if count < 1 or is_ruled_out:
            continue
        hours = count * each
        cost = hours * float(outlook.hour_worth[index] + outlook.money_per_hour[index])
        rng = np.random.default_rng(index)
        value = sample_information(benefits, posterior, index, cost, CLUSTERING, rng)
        offers.append(LearningOffer(approach, hours, count, cost, HORIZON * value - cost))
    return best_offer(offers)


def _shifted(outlook: Outlook, approach: Approach, limits: Limits) -> Mix:
    """Return the usual mix with an approach ramped up, paid for by the others in proportion."""
    hours = {name: outlook.present.get(name, Effort()).hours for name in outlook.approaches}
    more = max(limits.ramp_share * hours[approach], 4.0)
    rest = sum(hours.values()) - hours[approach]
    share = max(0.0, rest - more) / rest if rest else 0.0
    return outlook.mix({name: number + more if name == approach else number * share for name, number in hours.items()})


def _held(
    wished: Mix, best: Mix, bounds: Mapping[Approach, Restraint], limits: Limits, baseline: Baseline, signals: Signals
) -> Iterator[Held]:
    """Yield the approaches that the restraints hold, compared with what the return alone would ask for."""
    always = list(_always_held(baseline, signals))
    yield from always
    known = {held.approach for held in always}
    is_full = total_effort(best).hours >= limits.hours - _NEGLIGIBLE
    for approach in APPROACHES:
        bound, wish, now = bounds[approach], wished[approach].hours, best[approach].hours
        because: Because | None = None
        if wish > now + _HOUR_STEP:
            because = bound.limits if now >= bound.ceiling - _HOUR_STEP else "cap" if is_full else None
        elif wish < now - _HOUR_STEP and now <= bound.floor + _HOUR_STEP:
            because = bound.keeps
        if because and because != "no_outcomes" and approach not in known:
            yield Held(approach, because)


def _always_held(baseline: Baseline, signals: Signals) -> Iterator[Held]:
    for approach in APPROACHES:
        if approach in signals.strained:
            yield Held(approach, "strain")
        elif approach in signals.draining:
            yield Held(approach, "energy")
        elif approach == signals.cherished and baseline.mix.get(approach, Effort()).hours:
            yield Held(approach, "intangibles")


def _rounded(mix: Mix, usual: Mix, limits: Limits) -> dict[Approach, float]:
    return dict(_round({approach: effort.hours for approach, effort in mix.items()}, usual, limits))


def _round(hours: Mapping[Approach, float], usual: Mix, limits: Limits) -> Iterator[tuple[Approach, float]]:
    """Yield hours as steps of _HOUR_STEP away from the usual ones, rounded towards them, within the limit of hours."""
    rounded = {}
    for approach, number in hours.items():
        now = usual.get(approach, Effort()).hours
        change = abs(number - now)
        steps = (
            int(change / _HOUR_STEP + _NEGLIGIBLE) if change >= max(1.0, _SMALLEST_CHANGE * now) - _NEGLIGIBLE else 0
        )
        rounded[approach] = now + (steps if number > now else -steps) * _HOUR_STEP
        if number < now and number < 1:
            rounded[approach] = 0.0
    over = sum(rounded.values()) - limits.hours
    # Rounding towards more hours may pass the limit; the largest part gives way.
    if over > _NEGLIGIBLE:
        largest = max(rounded, key=rounded.__getitem__)
        rounded[largest] = max(0.0, rounded[largest] - over)
    yield from rounded.items()


def _differs(mix: Mix, usual: Mix) -> bool:
    return any(
        abs(mix.get(approach, Effort()).hours - usual.get(approach, Effort()).hours) >= _HOUR_STEP - _NEGLIGIBLE
        for approach in APPROACHES
    )
