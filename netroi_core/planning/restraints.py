"""Restraints on a plan: what keeps an approach from growing or from being cut, whatever its estimated return.

Each restraint is a floor or a ceiling on the hours of an approach in the next quarter, with its reason.
"""

from math import inf
from typing import Final

from netroi_core.planning.baseline import Baseline
from netroi_core.planning.mix import Because, Effort, Limits, Restraint
from netroi_core.planning.signals import DROP_QUARTERS, Signals
from netroi_core.workspace.fields import APPROACHES, Approach

# The share of its usual hours that an approach keeps while it opens the way for the one that leads, or drains though
# it leads itself.
FEEDER_SHARE: Final = 2 / 3
# A cut beyond half in one quarter is not a step that anybody takes back easily, and networking ripens late.
SMALLEST_SHARE: Final = 0.5
# Hours that any approach may grow by, where half of its usual hours would be less.
SMALLEST_RAMP: Final = 4.0


def restraints(baseline: Baseline, signals: Signals, limits: Limits) -> dict[Approach, Restraint]:
    """Return the floor and ceiling of each approach."""
    within_evenings = evening_ceilings(baseline, signals, limits.evenings)
    bounds = {}
    for approach in APPROACHES:
        bound, most = _restraint(approach, baseline, signals, limits.ramp_share), within_evenings[approach]
        if most < bound.ceiling:
            # A limit that the person set comes before protecting what the approach feeds.
            bound = Restraint(min(bound.floor, most), most, bound.keeps, "cap")
        bounds[approach] = bound
    return bounds


def _restraint(approach: Approach, baseline: Baseline, signals: Signals, ramp_share: float) -> Restraint:
    hours = baseline.mix.get(approach, Effort()).hours
    kept, because = _most_kept(approach, hours, signals)
    if approach in signals.left:
        return Restraint(0.0, 0.0, None, because)
    if approach in signals.draining or approach in signals.parts:
        # Whatever it returns: what drains is cut, not kept at a level that already was too much.
        floor = SMALLEST_SHARE * hours if approach in signals.parts else kept_share(approach, signals) * hours
        return Restraint(min(floor, kept), kept, None, because)
    why_limited: Because = because or "ramp"
    ceiling = kept if because else hours + max(ramp_share * hours, SMALLEST_RAMP)
    floor, keeps = _floor(approach, hours, signals)
    return Restraint(floor, ceiling, keeps, why_limited)


def _most_kept(approach: Approach, hours: float, signals: Signals) -> tuple[float, Because | None]:
    """Return the ceiling of an approach without growth, and its reason; None as the reason where it may grow."""
    if approach in signals.draining:
        # What was cut already is kept where it is now.
        latest = signals.cut_already[approach][1] if approach in signals.cut_already else inf
        return min(latest, kept_share(approach, signals) * hours), "energy"
    if part := signals.parts.get(approach):
        return hours - (1 - SMALLEST_SHARE) * part.hours, "energy"
    if approach in signals.strained:
        return hours, "strain"
    if approach in signals.saturated:
        return hours, "cap"
    if approach in signals.fruitless:
        return kept_share(approach, signals) * hours, "no_outcomes"
    # Unproven: only the estimate speaks for more, so it stays.
    return hours, "no_outcomes" if approach in signals.unproven else None


def _floor(approach: Approach, hours: float, signals: Signals) -> tuple[float, Because | None]:
    """Return the fewest hours of an approach, and what for."""
    is_joyful = approach in signals.joyful and approach not in signals.fruitless
    floor = hours if is_joyful or approach in {*signals.cut_already, *signals.paid} else SMALLEST_SHARE * hours
    if approach == signals.cherished:
        return hours, "intangibles"
    if approach in signals.feeders:
        return max(floor, FEEDER_SHARE * hours), "feeder"
    return (0.0 if signals.fruitless.get(approach, 0) >= DROP_QUARTERS else floor), None


def kept_share(approach: Approach, signals: Signals) -> float:
    """Return the share of its usual hours that an approach keeps (0 to 1), apart from what it returns."""
    if approach in signals.left:
        return 0.0
    is_draining = approach in signals.draining
    if is_draining and signals.fruitless.get(approach, 0) >= DROP_QUARTERS:
        return 0.0
    is_cut = approach in {*signals.fruitless, *signals.draining} - signals.cut_already.keys()
    return _cut_share(approach, signals) if is_cut else 1.0


def _cut_share(approach: Approach, signals: Signals) -> float:
    return FEEDER_SHARE if approach in signals.rewarding else SMALLEST_SHARE


def evening_ceilings(baseline: Baseline, signals: Signals, most: float) -> dict[Approach, float]:
    """Return the most hours of each approach within a limit of evenings a quarter.

    What drains, or took much for nothing, is cut first; then all evenings are cut by the same share. Within the limit,
    approaches grow by no more than their evenings have room for; if the usual evenings exceed it, none grows.
    """
    hours = {approach: baseline.mix.get(approach, Effort()).hours for approach in APPROACHES}
    usual = {approach: evenings for approach, evenings in baseline.evenings.items() if evenings.count}
    remaining: dict[Approach, float] = {}
    for approach, evenings in usual.items():
        if part := signals.parts.get(approach):
            cut, fewer = (1 - SMALLEST_SHARE) * part.hours, (1 - SMALLEST_SHARE) * part.evenings
        else:
            share = 1 - kept_share(approach, signals)
            cut, fewer = share * hours[approach], share * evenings.count
        hours[approach], remaining[approach] = hours[approach] - cut, evenings.count - fewer
    in_all = sum(remaining.values())
    ceilings = dict.fromkeys(APPROACHES, inf)
    for approach, count in remaining.items():
        each = usual[approach].hours / usual[approach].count
        if in_all > most:
            ceilings[approach] = max(0.0, hours[approach] - count * (1 - most / in_all) * each)
        elif sum(evenings.count for evenings in usual.values()) > most:
            ceilings[approach] = hours[approach]
        elif in_all:
            ceilings[approach] = hours[approach] * most / in_all
    return ceilings
