"""The advice for a quarter: a mix that can be reached and is likely better than the usual one, or why there is none."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from netroi_core.planning.baseline import Baseline
from netroi_core.planning.learning import HORIZON, LearningOffer, best_offer, sample_information
from netroi_core.planning.mix import Because, Effort, Limits, Mix, Restraint, total_effort
from netroi_core.planning.outlook import ELASTICITY, Forecast, Outlook
from netroi_core.planning.restraints import SMALLEST_RAMP, evening_ceilings, kept_share, restraints
from netroi_core.planning.signals import Signals
from netroi_core.planning.steps import in_steps
from netroi_core.planning.venue_odds import HOPELESS
from netroi_core.verdict.evidence import Floats
from netroi_core.verdict.posterior import CLUSTERING
from netroi_core.verdict.verdict import Verdict
from netroi_core.workspace.fields import APPROACHES, Approach, Purpose

# A mix that is less likely than this to beat the usual one is not advised.
MIN_BEATS_USUAL: Final = 0.6
# A gain of less than this share of what a usual quarter costs is not worth a headline.
WORTHWHILE_GAIN: Final = 0.05
# The purposes for which money is the yardstick. For all others, a plan by return alone would cut what they live by.
MONEY_PURPOSES: Final[tuple[Purpose | None, ...]] = (None, "win_clients")
# Hours that are closer than this are as good as the same: nobody plans by the minute.
_HOUR_STEP: Final = 0.5
# A plan that changes no approach by an hour a month is not worth the trouble.
WORTHWHILE_HOURS: Final = 3.0
_NEGLIGIBLE: Final = 1e-6
# The days of the longest quarter by those of the shortest: as much more than a cap is within it, week by week.
_LONGEST_QUARTER: Final = 92 / 90
_LEARNING_DRAWS: Final = 2_000

Reason = Literal["not_enough_data", "too_close", "no_better", "hold"]
NoTest = Literal["pause", "purpose", "no_outcomes", "unpriced", "no_room", "not_worth_it"]


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
        learning: The cheapest test that is worth its cost, beside the mix and within its limits; None if none is.
        no_test: Why there is none: a pause ends (``pause``), money is not the measure (``purpose``), nothing that may
            recur is on record (``no_outcomes``), hours have no price (``unpriced``), the limits leave no room for one
            (``no_room``), or what it could change is worth less than it costs (``not_worth_it``).
        passed_over: The cheapest test that is not worth its cost, where that is the reason.
        reason: The reason for no change: the verdict's (``not_enough_data``, ``too_close``), that no mix in reach is
            likely better (``no_better``), or that now is the time to hold still (``hold``): after a pause,
            where money is not the measure, or where the change would hardly be noticed.
        fewer_evenings: The evenings a quarter that the person usually spends beyond the limit; 0 within it.
        limit: The cap on the hours of the quarter, if the mix brings them back within it; None otherwise.
    """

    baseline: Baseline
    mix: Mix | None
    forecast: Forecast | None
    learning: LearningOffer | None
    no_test: NoTest | None
    passed_over: LearningOffer | None
    reason: Reason | None
    held: tuple[Held, ...]
    fewer_evenings: float = 0.0
    limit: float | None = None

    @property
    def changes(self) -> Mapping[Approach, float]:
        """The hours that the mix adds to each approach; negative where it cuts some."""
        mix = self.mix or self.baseline.mix
        return {name: mix[name].hours - usual.hours for name, usual in self.baseline.mix.items()}

    @property
    def given_up(self) -> frozenset[Approach]:
        """The approaches that the mix drops, and those that stopped: what they owe by the year goes on."""
        if not self.baseline.is_current:
            return frozenset()
        dropped = (name for name, effort in (self.mix or {}).items() if not effort.hours and self.changes[name] < 0)
        return frozenset({*dropped, *self.baseline.stopped})

    @property
    def change(self) -> Effort:
        """The hours and money that the mix takes beyond the usual ones; negative where it frees some."""
        usual, advised = total_effort(self.baseline.mix), total_effort(self.mix or self.baseline.mix)
        return Effort(advised.hours - usual.hours, advised.money - usual.money)


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
    much and led to nothing is cut. Neither asks for more of what drains, or of what the latest note of strain names.
    """
    signals = _for_purpose(signals, verdict, purpose)
    mix, held = _choice(baseline, outlook, verdict, signals, limits, purpose, elasticity)
    is_worthwhile = mix is None or _is_worthwhile(mix, baseline, limits)
    if (
        mix
        and outlook
        and purpose in MONEY_PURPOSES
        and _costs_more_than_it_saves(mix, baseline, outlook, signals, limits)
    ):
        mix, held = None, tuple(_always_held(baseline, signals))
    reason = None if mix else _reason(baseline, outlook, verdict, signals, purpose)
    if not is_worthwhile:
        mix, reason, held = None, "hold", tuple(_always_held(baseline, signals))
    no_test = _no_test(baseline, outlook, purpose)
    learning = passed_over = None
    if outlook is not None and no_test is None:
        tests = _tests(outlook, baseline, mix, signals, limits, verdict.leader)
        learning, passed_over, no_test = _weigh(tests)
    return Advice(
        baseline,
        mix,
        outlook.forecast(mix, elasticity) if outlook and mix else None,
        learning,
        no_test,
        passed_over,
        reason,
        held,
        max(0.0, _evenings(baseline) - limits.evenings),
        _exceeded_limit(mix, baseline, limits),
    )


def _costs_more_than_it_saves(mix: Mix, baseline: Baseline, outlook: Outlook, signals: Signals, limits: Limits) -> bool:
    """Return True if a mix loses by its own estimate, freed hours counted, and neither energy nor a limit asks for it.

    That an approach won nothing in few hours says little: the estimate of the others may still count on it.
    """
    now, then = outlook.forecast(baseline.mix), outlook.forecast(mix)
    if (
        signals.draining
        or signals.parts
        or _is_beyond(baseline, limits)
        or not outlook.hour_worth.any()
        or not (now.is_plausible and then.is_plausible)
    ):
        return False
    return now.expected - then.expected > WORTHWHILE_GAIN * now.cost


def _exceeded_limit(mix: Mix | None, baseline: Baseline, limits: Limits) -> float | None:
    """Return the cap on hours that a mix keeps and the usual one exceeds; None without one."""
    is_exceeded = total_effort(baseline.mix).hours > _LONGEST_QUARTER * limits.hours
    return limits.hours if mix and is_exceeded and total_effort(mix).hours <= limits.hours + _NEGLIGIBLE else None


def _for_purpose(signals: Signals, verdict: Verdict, purpose: Purpose | None) -> Signals:
    """Return the signals as a purpose weighs joy against waste and money.

    Where time among people is the aim, what gives energy is no waste. Where money is, it is none either, unless it
    almost surely loses money: then joy doesn't protect it.
    """
    if purpose == "belong":
        return _without_waste_of(signals.joyful, signals)
    if purpose not in MONEY_PURPOSES:
        return signals
    costly = {name for name, odds in verdict.probability_pays.items() if odds < HOPELESS}
    joyful = signals.joyful - costly
    # Of what has no odds, nobody knows if it loses money.
    return _without_waste_of(joyful & verdict.probability_pays.keys(), replace(signals, joyful=joyful))


def _weigh(tests: Iterable[LearningOffer]) -> tuple[LearningOffer | None, LearningOffer | None, NoTest | None]:
    """Return the cheapest test that is worth its cost; else the cheapest of all, and why there is none."""
    offers = list(tests)
    if (learning := best_offer(offers)) is not None:
        return learning, None, None
    passed_over = min(offers, key=lambda offer: offer.cost, default=None)
    return None, passed_over, "not_worth_it" if passed_over else "no_room"


def _without_waste_of(approaches: Set[Approach], signals: Signals) -> Signals:
    """Return the signals in which these approaches are no waste, whatever they led to."""
    fruitless = {name: count for name, count in signals.fruitless.items() if name not in approaches}
    return replace(signals, fruitless=fruitless)


def _is_worthwhile(mix: Mix, baseline: Baseline, limits: Limits) -> bool:
    """Return True if a mix changes an approach by an hour a month, or keeps within limits that were passed."""
    changes = (abs(effort.hours - baseline.mix.get(name, Effort()).hours) for name, effort in mix.items())
    return _is_beyond(baseline, limits) or max(changes) >= WORTHWHILE_HOURS - _NEGLIGIBLE


def _is_beyond(baseline: Baseline, limits: Limits) -> bool:
    """Return True if the usual hours, money or evenings exceed a limit."""
    usual = total_effort(baseline.mix)
    limited = ((usual.hours, limits.hours), (usual.money, limits.money), (_evenings(baseline), limits.evenings))
    return any(spent > most + _NEGLIGIBLE for spent, most in limited)


def _evenings(baseline: Baseline) -> float:
    return sum(evenings.count for evenings in baseline.evenings.values())


def _choice(
    baseline: Baseline,
    outlook: Outlook | None,
    verdict: Verdict,
    signals: Signals,
    limits: Limits,
    purpose: Purpose | None,
    elasticity: float,
) -> tuple[Mix | None, tuple[Held, ...]]:
    """Return the advised mix, None for no change, and the approaches that are held."""
    usual = baseline.mix
    if not baseline.is_current:
        return None, ()
    less = _without_waste(baseline, signals, limits)
    if outlook is None or signals.is_unlinked or not _is_known(outlook, verdict, purpose):
        return less, tuple(_always_held(baseline, signals, less))
    bounds = restraints(baseline, signals, limits)
    best = outlook.best_mix(limits, bounds, elasticity)
    held = tuple(_held(outlook.best_mix(limits, None, elasticity), best, bounds, limits, baseline, signals))
    wished = {approach: effort.hours for approach, effort in best.items()}
    mix = _stepwise(wished, outlook.mix, baseline, signals, bounds, limits)
    if _differs(mix, usual) and _is_likely_better(outlook, mix, elasticity):
        return mix, held
    return less, tuple(_always_held(baseline, signals, less))


def _is_likely_better(outlook: Outlook, mix: Mix, elasticity: float) -> bool:
    """Return True if a mix likely beats the usual one, and by enough to be worth a headline."""
    usual, better = (outlook.forecast(choice, elasticity) for choice in (outlook.present, mix))
    is_likely = better.beats_present >= MIN_BEATS_USUAL
    return is_likely and better.expected - usual.expected >= WORTHWHILE_GAIN * usual.cost


def better_change(
    advice: Advice, outlook: Outlook, limits: Limits, elasticity: float = ELASTICITY
) -> tuple[Approach, float, float] | None:
    """Return the change of one approach that the estimate prefers to the advice by much: its hours, and the gain.

    It takes all of an approach away, or grows it within the limits; None if no such change gains that much.
    """
    usual = advice.baseline.mix
    now = outlook.forecast(advice.mix or usual, elasticity)
    changes = (
        (approach, hours, outlook.forecast(mix, elasticity))
        for approach, hours, mix in _single_changes(advice, outlook, limits.ramp_share)
    )
    gains = [
        (then.expected - now.expected, approach, hours)
        for approach, hours, then in changes
        if then.hours <= max(limits.hours, now.hours) and then.money <= max(limits.money, now.money)
    ]
    gain, approach, hours = max(gains, default=(0.0, APPROACHES[0], 0.0))
    least = WORTHWHILE_GAIN * outlook.forecast(usual, elasticity).cost
    return (approach, hours, gain) if gain >= least > 0 else None


def _single_changes(advice: Advice, outlook: Outlook, ramp_share: float) -> Iterator[tuple[Approach, float, Mix]]:
    """Yield the mix of each change of one approach that nothing else holds: none of it, or as much as it may grow."""
    usual, mix = advice.baseline.mix, advice.mix or advice.baseline.mix
    hours, held = {name: effort.hours for name, effort in mix.items()}, {row.approach for row in advice.held}
    for approach in outlook.tried:
        if approach in held or not hours[approach]:
            continue
        most = usual[approach].hours + max(ramp_share * usual[approach].hours, SMALLEST_RAMP)
        for changed in (0.0, max(most, hours[approach])):
            yield approach, changed, {**mix, approach: outlook.mix({**hours, approach: changed})[approach]}


def _is_known(outlook: Outlook, verdict: Verdict, purpose: Purpose | None) -> bool:
    """Return True if the return can steer the mix."""
    is_told_apart = verdict.call in ("stick", "lean", "nothing_pays")
    return is_told_apart and purpose in MONEY_PURPOSES and bool(outlook.hour_worth.any())


def _no_test(baseline: Baseline, outlook: Outlook | None, purpose: Purpose | None) -> NoTest | None:
    """Return why no test can be weighed; None if one can."""
    if not baseline.is_current:
        return "pause"
    if purpose not in MONEY_PURPOSES:
        return "purpose"
    if outlook is None:
        return "no_outcomes"
    return None if outlook.hour_worth.any() else "unpriced"


def _reason(
    baseline: Baseline, outlook: Outlook | None, verdict: Verdict, signals: Signals, purpose: Purpose | None
) -> Reason:
    if purpose not in MONEY_PURPOSES or not baseline.is_current:
        return "hold"
    if signals.is_unlinked:
        return "not_enough_data"
    if outlook is not None and _is_known(outlook, verdict, purpose):
        return "no_better"
    return "too_close" if verdict.call == "too_close" else "not_enough_data"


def _without_waste(baseline: Baseline, signals: Signals, limits: Limits) -> Mix | None:
    """Return the usual mix, with what is fruitless or drains cut, within the limit of hours.

    Freed hours go to the last step of the sequence that leads, if there is one. None if that changes nothing.
    """
    bounds = restraints(baseline, signals, limits)
    hours = {
        approach: min(effort.hours * kept_share(approach, signals), bounds[approach].ceiling)
        for approach, effort in baseline.mix.items()
    }
    if signals.closer is not None:
        freed = total_effort(baseline.mix).hours - sum(hours.values())
        most = min(bounds[signals.closer].ceiling, hours[signals.closer] + freed)
        hours[signals.closer] = max(hours[signals.closer], most)
    hours = _affordable(hours, baseline, limits.money)
    wished = _within_hours(hours, signals, limits.hours)
    mix = _stepwise(wished, baseline.mix_at, baseline, signals, bounds, limits)
    return mix if _differs(mix, baseline.mix) else None


def _within_hours(hours: Mapping[Approach, float], signals: Signals, most: float) -> dict[Approach, float]:
    """Return hours cut to a limit: first those of approaches that led to nothing, then all others."""
    remaining = dict(hours)
    for group in (signals.unproven, frozenset(APPROACHES)):
        beyond, own = sum(remaining.values()) - most, sum(remaining[name] for name in group)
        share = max(0.0, own - beyond) / own if own and beyond > 0 else 1.0
        remaining |= {name: remaining[name] * share for name in group}
    return remaining


def _stepwise(
    wished: Mapping[Approach, float],
    mix_at: Callable[[Mapping[Approach, float]], Mix],
    baseline: Baseline,
    signals: Signals,
    bounds: Mapping[Approach, Restraint],
    limits: Limits,
) -> Mix:
    """Return the mix of the steps that are closest to the wished hours, within the limits."""
    mixes = (
        mix_at({
            # What was cut already stays at what it is, whatever its steps.
            approach: number
            if number == signals.cut_already.get(approach, (0.0, -1.0))[1]
            else in_steps(
                number, approach, baseline, signals.parts.get(approach), bounds[approach], is_strict=is_strict
            )
            for approach, number in wished.items()
        })
        for is_strict in (False, True)
    )  # fmt: skip
    near, strict = mixes
    total = total_effort(near)
    # Rounding to steps may exceed limits that the unrounded hours keep.
    return near if total.hours <= limits.hours + _NEGLIGIBLE and total.money <= limits.money + _NEGLIGIBLE else strict


def _affordable(hours: Mapping[Approach, float], baseline: Baseline, budget: float) -> dict[Approach, float]:
    """Return hours cut to the budget where they cost money; dues are a fixed cost."""
    rates = {name: baseline.rate(name) for name in hours}
    paid = sum(number * rates[name] for name, number in hours.items())
    due = total_effort(baseline.mix_at(hours)).money - paid
    share = min(1.0, max(0.0, budget - due) / paid) if paid else 1.0
    return {name: number * share if rates[name] else number for name, number in hours.items()}


def _tests(
    outlook: Outlook, baseline: Baseline, mix: Mix | None, signals: Signals, limits: Limits, leader: str | None
) -> Iterator[LearningOffer]:
    """Yield tests of each approach that the mix leaves as it is, within the hours for learning and all limits.

    What the mix grows is tested anyhow; what it cuts, drains, or is in a note of strain, isn't to be asked for.
    """
    usual, planned = baseline.mix, total_effort(mix or baseline.mix)
    share = limits.learning_share * min(limits.hours, total_effort(usual).hours or limits.hours)
    room = min(share, limits.hours - planned.hours)
    posterior = outlook.posterior.part(slice(0, _LEARNING_DRAWS))
    benefits = _benefits_of_choices(outlook, limits)
    ceilings = evening_ceilings(baseline, signals, limits.evenings)
    for index, approach in enumerate(outlook.approaches):
        each = baseline.activity_hours.get(approach, 1.0)
        within = min(room, ceilings[approach] - usual.get(approach, Effort()).hours)
        most = int((within + _NEGLIGIBLE) / each)
        rate = float(outlook.money_per_hour[index])
        is_too_dear = planned.money + each * rate > limits.money + _NEGLIGIBLE
        if most < 1 or is_too_dear or not _is_testable(approach, usual, mix, signals, leader):
            continue
        for count in sorted({1, most}):
            hours = count * each
            cost = hours * (float(outlook.hour_worth[index]) + rate)
            # The same samples for each size, so that the sizes are compared fairly.
            rng = np.random.default_rng(index)
            value = sample_information(benefits, posterior, index, cost, CLUSTERING, rng)
            yield LearningOffer(approach, hours, count, cost, HORIZON * value - cost)


def _is_testable(approach: Approach, usual: Mix, mix: Mix | None, signals: Signals, leader: str | None) -> bool:
    """Return True if an approach is neither ruled out nor changed by the mix."""
    tiring = signals.draining | signals.strained | signals.parts.keys()
    is_ruled_out = approach in tiring | signals.fruitless.keys() or approach == leader
    is_changed = mix is not None and _differs({approach: mix[approach]}, {approach: usual[approach]})
    return not (is_ruled_out or is_changed)


def _benefits_of_choices(outlook: Outlook, limits: Limits) -> Floats:
    """Return draws of the net benefit of the usual mix, and of each with an approach ramped up (choices × draws)."""
    choices = [outlook.present, *(_shifted(outlook, approach, limits) for approach in APPROACHES)]
    return np.stack([outlook.sample_net_benefit(choice, capped=True)[:_LEARNING_DRAWS] for choice in choices])


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
    always = list(_always_held(baseline, signals, best))
    yield from always
    known = {held.approach for held in always}
    is_full = total_effort(best).hours >= limits.hours - _NEGLIGIBLE
    for approach in APPROACHES:
        bound, wish, now = bounds[approach], wished[approach].hours, best[approach].hours
        because = _hold(bound, wish, now, is_full)
        if because and because != "no_outcomes" and approach not in known:
            yield Held(approach, because)


def _hold(bound: Restraint, wish: float, now: float, is_full: bool) -> Because | None:
    """Return why an approach does not get the hours that the return alone would give it; None where it does."""
    if wish > now + _HOUR_STEP:
        return bound.limits if now >= bound.ceiling - _HOUR_STEP else "cap" if is_full else None
    return bound.keeps if wish < now - _HOUR_STEP and now <= bound.floor + _HOUR_STEP else None


def _always_held(baseline: Baseline, signals: Signals, mix: Mix | None = None) -> Iterator[Held]:
    """Yield the approaches that drain, and the one that is rated high unless a mix takes more of it."""
    for approach in APPROACHES:
        usual = baseline.mix.get(approach, Effort()).hours
        advised = usual if mix is None else mix[approach].hours
        if approach in {*signals.draining, *signals.parts}:
            yield Held(approach, "energy")
        elif approach == signals.cherished and usual and advised <= usual + _NEGLIGIBLE:
            yield Held(approach, "intangibles")


def _differs(mix: Mix, usual: Mix) -> bool:
    return any(
        abs(mix.get(approach, Effort()).hours - usual.get(approach, Effort()).hours) >= _HOUR_STEP - _NEGLIGIBLE
        for approach in APPROACHES
    )
