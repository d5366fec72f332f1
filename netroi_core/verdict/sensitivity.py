"""What would change the verdict's mind: one outcome, another way to share credit, or a test that can be afforded.

Verdicts here rest on fewer draws, all with the same seed, so that two of them differ by what the evidence says and
hardly by chance. Each answer is figured on its own, when it is asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import polars as pl

from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, evidence
from netroi_core.verdict.posterior import CLUSTERING, LARGEST_VARIANCE, Posterior, posterior
from netroi_core.verdict.verdict import Call, Verdict, judged

DRAWS: Final = 4_000
WEIGHTIEST: Final = 6
"""How many outcomes, by the value at stake, are asked whether they would flip the call."""
LARGEST_FACTOR: Final = 3.0
_HALVINGS: Final = 6

LARGEST_TEST: Final = 64
"""How many activities a test may ask for; more is not a test but a plan."""
LEAST_ODDS: Final = 0.1
"""A test that makes the call firm less often than this is not worth a word."""
_SIMULATIONS: Final = 40
_LARGEST_COUNT: Final = 500.0
_DRAWS_OF_A_TEST: Final = 500

Knob = Literal["probability", "value"]


@dataclass(frozen=True)
class Flip:
    """One outcome that would change the call, alone.

    ``outcome`` is its place in the workspace. From ``at`` on, the call becomes ``call`` and names ``approach``: a
    probability from 0 to 1 for ``knob`` probability, a multiple of the value on record for ``value``; at 0 it is as
    if it were lost. ``now`` is the probability on record, or 1.
    """

    outcome: int
    knob: Knob
    now: float
    at: float
    call: Call
    approach: str | None


@dataclass(frozen=True)
class NextTest:
    """So many more activities of an approach at this cost would make the call firm, with this probability."""

    approach: str
    activities: int
    cost: float
    probability: float


def flips(evidence: Evidence) -> list[Flip]:
    """Which outcomes would change the call, the smallest change first; those that are still open before all others.

    Of an open outcome, its probability is moved as far as 0 and 1; of one that was won, its value down to nothing and
    up to LARGEST_FACTOR times.
    """
    if len(evidence.approaches) < 2 or not evidence.outcomes:
        return []
    weightiest = np.argsort(-(evidence.value * evidence.credit.sum(1)), kind="stable")[:WEIGHTIEST]
    seed = evidence.seed
    now = judged(evidence)
    found = [
        flip
        for place in weightiest.tolist()
        for end in ((0.0, 1.0) if evidence.probability[place] < 1 else (0.0, LARGEST_FACTOR))
        if (flip := _flip(evidence, place, end, now, seed))
    ]
    return sorted(found, key=lambda flip: (flip.knob != "probability", abs(flip.at - flip.now)))


def leaders(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Mapping[str, str | None]:
    """Under each attribution model, the approach that is likeliest to return most; None where nothing is known."""
    judgements: dict[int, Verdict] = {}
    found: dict[str, str | None] = {}
    for attribution in ATTRIBUTIONS:
        seen = evidence(ledger, window, replace(options, attribution=attribution))
        if seen.seed not in judgements:  # where each outcome has one step, all models agree
            judgements[seen.seed] = judged(seen, DRAWS)
        found[attribution] = judgements[seen.seed].leader
    return found


def activity_costs(ledger: Ledger, window: Sequence[Quarter], evidence: Evidence) -> dict[str, float]:
    """What an activity of each approach cost in the window, dues and time included; only where there is one."""
    inside = ledger.activities.filter(pl.col("quarter").is_in([quarter.ordinal for quarter in window]))
    counts = dict(inside.group_by("approach").len().iter_rows())
    costs = zip(evidence.approaches, evidence.cost.tolist(), strict=True)
    return {approach: cost / counts[approach] for approach, cost in costs if approach in counts}


def cheapest_test(evidence: Evidence, activity_costs: Mapping[str, float]) -> NextTest | None:
    """The cheapest number of further activities of one approach that would more likely than not make the call firm.

    By simulation of what they would bring, each time from another draw of what the evidence leaves possible, and of
    the call after that (a preposterior analysis; Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961,
    chapter 4). Where LARGEST_TEST are not enough of any, that many of the one which comes closest. None if the call is
    firm, if there is nothing to compare, or if no test has at least LEAST_ODDS.
    """
    if len(evidence.approaches) < 2 or not evidence.outcomes or judged(evidence).call == "stick":
        return None
    after = replace(evidence, quarters=evidence.quarters + 1)
    possible = posterior(after, _SIMULATIONS, evidence.seed, sweeps=8)

    def test(approach: str, count: int) -> NextTest:
        cost = count * activity_costs[approach]
        return NextTest(approach, count, cost, _firm_odds(after, possible, evidence.approaches.index(approach), cost))

    largest = [test(approach, LARGEST_TEST) for approach in activity_costs]
    enough = [_smallest(test, each) for each in largest if each.probability >= 0.5]
    if enough:
        return min(enough, key=lambda test: test.cost)
    closest = max(largest, key=lambda test: test.probability, default=None)
    return closest if closest and closest.probability >= LEAST_ODDS else None


def _smallest(test: Callable[[str, int], NextTest], largest: NextTest) -> NextTest:
    """The smallest test of an approach that is more likely than not to do, given one that is."""
    too_few, enough = 0, largest
    while enough.activities - too_few > 1:
        tried = test(largest.approach, (too_few + enough.activities) // 2)
        if tried.probability >= 0.5:
            enough = tried
        else:
            too_few = tried.activities
    return enough


def _flip(evidence: Evidence, place: int, end: float, now: Verdict, seed: int) -> Flip | None:
    """Where, on the way to this end, the call first becomes another; None if it does not."""
    is_open = bool(evidence.probability[place] < 1)
    start = float(evidence.probability[place]) if is_open else 1.0

    def at(point: float) -> Verdict:
        changed = _with(evidence, place, point) if is_open or not point else evidence.changed(place, factor=point)
        return judged(changed, DRAWS, seed)

    flipped = at(end)
    if (flipped.call, flipped.approach) == (now.call, now.approach):
        return None
    same, other = start, end
    for _ in range(_HALVINGS):
        middle = (same + other) / 2
        there = at(middle)
        if (there.call, there.approach) == (now.call, now.approach):
            same = middle
        else:
            other, flipped = middle, there
    return Flip(
        evidence.outcomes[place], "probability" if is_open else "value", start, other, flipped.call, flipped.approach
    )


def _with(evidence: Evidence, place: int, probability: float) -> Evidence:
    return evidence.changed(place, probability=probability) if probability else evidence.without(place)


def _firm_odds(evidence: Evidence, possible: Posterior, place: int, cost: float) -> float:
    """How likely the call is ``stick`` once so much more was spent on the approach at this place."""
    chance = np.random.default_rng(evidence.seed)
    deviation = np.sqrt(np.minimum(possible.variance, LARGEST_VARIANCE))
    firm = 0
    for rate, typical, spread in zip(possible.log_rate[place], possible.log_typical[place], deviation, strict=True):
        expected = min(float(np.exp(rate)) * cost, _LARGEST_COUNT)
        # Negative binomial: as clustered as the posterior reckons with.
        count = int(chance.poisson(chance.gamma(expected / (CLUSTERING - 1), CLUSTERING - 1)))
        values = chance.lognormal(typical, spread, count)
        firm += judged(evidence.extended(place, cost, values), _DRAWS_OF_A_TEST, evidence.seed).call == "stick"
    return firm / _SIMULATIONS
