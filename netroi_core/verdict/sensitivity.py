"""The sensitivity of the verdict: to one outcome, to the attribution rule, to a test that can be afforded.

Each answer is computed on its own, when it is asked for. Verdicts here take fewer draws, all with the same seed, so
that two of them differ by their evidence and hardly by chance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from netroi_core.ledger.attribution import ATTRIBUTIONS
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, in_window
from netroi_core.quarters import Quarter
from netroi_core.verdict.evidence import Evidence, gather_evidence
from netroi_core.verdict.posterior import CLUSTERING, LARGEST_VARIANCE, Posterior, sample_posterior
from netroi_core.verdict.verdict import Call, Verdict, judge

DRAWS: Final = 4_000
# The number of outcomes, by the value at stake, that are tried for a flip of the call.
WEIGHTIEST: Final = 6
LARGEST_FACTOR: Final = 3.0
_HALVINGS: Final = 6

# The most activities of a test; more is not a test but a plan.
LARGEST_TEST: Final = 64
# A test that makes the call firm less often than this is not worth a word.
MIN_PROBABILITY: Final = 0.1
_SIMULATIONS: Final = 40
_LARGEST_COUNT: Final = 500.0
_DRAWS_OF_A_TEST: Final = 500


@dataclass(frozen=True)
class Flip:
    """One outcome that would change the call, alone.

    Attributes:
        outcome: Its position in the workspace.
        variable: Its probability, from 0 to 1, or its value as a multiple of the one on record.
        now: The variable on record.
        at: The variable from which on the call is another; at 0 it is as if the outcome were lost.
        call: The call from there on.
        approach: The approach that it names.
    """

    outcome: int
    variable: Literal["probability", "value"]
    now: float
    at: float
    call: Call
    approach: str | None


@dataclass(frozen=True)
class NextTest:
    """A number of further activities of an approach, their cost, and the probability that they make the call firm."""

    approach: str
    activities: int
    cost: float
    probability: float


def flips(evidence: Evidence) -> list[Flip]:
    """Return the outcomes that would change the call, the smallest change first; open ones before all others.

    Of an open outcome, its probability is moved as far as 0 and 1; of one that was won, its value down to nothing and
    up to LARGEST_FACTOR times.
    """
    if len(evidence.approaches) < 2 or not evidence.outcomes:
        return []
    weightiest = np.argsort(-(evidence.value * evidence.credit.sum(1)), kind="stable")[:WEIGHTIEST]
    now = judge(evidence)
    candidates = [
        _flip(evidence, index, end, now)
        for index in weightiest.tolist()
        for end in ((0.0, 1.0) if evidence.probability[index] < 1 else (0.0, LARGEST_FACTOR))
    ]
    changing = [flip for flip in candidates if flip]
    return sorted(changing, key=lambda flip: (flip.variable != "probability", abs(flip.at - flip.now)))


def leaders_by_rule(ledger: Ledger, window: Sequence[Quarter], options: Options) -> Mapping[str, str | None]:
    """Return the approach that most likely returns most, under each attribution rule; None where nothing is known."""
    verdicts: dict[int, Verdict] = {}
    leaders: dict[str, str | None] = {}
    for attribution in ATTRIBUTIONS:
        evidence = gather_evidence(ledger, window, replace(options, attribution=attribution))
        # Where each outcome has one step, all rules have the same evidence.
        if evidence.seed not in verdicts:
            verdicts[evidence.seed] = judge(evidence, DRAWS)
        leaders[attribution] = verdicts[evidence.seed].leader
    return leaders


def activity_costs(ledger: Ledger, window: Sequence[Quarter], evidence: Evidence) -> dict[str, float]:
    """Return the mean cost of an activity, dues and time included, of each approach that has one in the window."""
    counts = dict(ledger.activities.filter(in_window(window)).group_by("approach").len().iter_rows())
    costs = zip(evidence.approaches, evidence.cost.tolist(), strict=True)
    return {approach: cost / counts[approach] for approach, cost in costs if approach in counts}


def cheapest_test(evidence: Evidence, activity_costs: Mapping[str, float]) -> NextTest | None:
    """Return the cheapest further activities of one approach that would more likely than not make the call firm.

    By simulation of what they would bring, each time from another draw of the posterior, and of the call after that (a
    preposterior analysis; Raiffa and Schlaifer, Applied Statistical Decision Theory, 1961, chapter 4). Where
    LARGEST_TEST are not enough of any approach, that many of the one that comes closest. None if the call is firm, if
    there is nothing to compare, or if no test has at least MIN_PROBABILITY.
    """
    if len(evidence.approaches) < 2 or not evidence.outcomes or judge(evidence).call == "stick":
        return None
    later = replace(evidence, quarters=evidence.quarters + 1)
    truths = sample_posterior(later, _SIMULATIONS, evidence.seed, sweeps=8)

    def test(approach: str, count: int) -> NextTest:
        cost = count * activity_costs[approach]
        probability = _firm_probability(later, truths, evidence.approaches.index(approach), cost)
        return NextTest(approach, count, cost, probability)

    largest = [test(approach, LARGEST_TEST) for approach in activity_costs]
    sufficient = [_smallest(test, candidate) for candidate in largest if candidate.probability >= 0.5]
    if sufficient:
        return min(sufficient, key=lambda candidate: candidate.cost)
    closest = max(largest, key=lambda candidate: candidate.probability, default=None)
    return closest if closest and closest.probability >= MIN_PROBABILITY else None


def _smallest(test: Callable[[str, int], NextTest], largest: NextTest) -> NextTest:
    """Return the smallest sufficient test of an approach by bisection, given one that is sufficient."""
    too_few, sufficient = 0, largest
    while sufficient.activities - too_few > 1:
        candidate = test(largest.approach, (too_few + sufficient.activities) // 2)
        if candidate.probability >= 0.5:
            sufficient = candidate
        else:
            too_few = candidate.activities
    return sufficient


def _flip(evidence: Evidence, index: int, end: float, now: Verdict) -> Flip | None:
    """Return where, on the way to this end, the call becomes another, by bisection; None if it is the same there."""
    seed, is_open = evidence.seed, bool(evidence.probability[index] < 1)
    change = evidence.with_probability if is_open else evidence.with_value_times
    start = float(evidence.probability[index]) if is_open else 1.0

    def flipped(point: float) -> Verdict | None:
        verdict = judge(change(index, point), DRAWS, seed)
        return None if (verdict.call, verdict.approach) == (now.call, now.approach) else verdict

    verdict = flipped(end)
    if verdict is None:
        return None
    unchanged, changed = start, end
    for _ in range(_HALVINGS):
        middle = (unchanged + changed) / 2
        if closer := flipped(middle):
            changed, verdict = middle, closer
        else:
            unchanged = middle
    variable: Literal["probability", "value"] = "probability" if is_open else "value"
    return Flip(evidence.outcomes[index], variable, start, changed, verdict.call, verdict.approach)


def _firm_probability(evidence: Evidence, truths: Posterior, approach: int, cost: float) -> float:
    """Return the probability that the call is ``stick`` once so much more was spent on an approach."""
    rng = np.random.default_rng(evidence.seed)
    deviations = np.sqrt(np.minimum(truths.variance, LARGEST_VARIANCE))
    firm = 0
    for rate, typical, deviation in zip(
        truths.log_rate[approach], truths.log_typical[approach], deviations, strict=True
    ):
        expected = min(float(np.exp(rate)) * cost, _LARGEST_COUNT)
        # Negative binomial: as clustered as the posterior takes outcomes to be.
        count = int(rng.poisson(rng.gamma(expected / (CLUSTERING - 1), CLUSTERING - 1)))
        simulated = evidence.with_simulated(approach, cost, rng.lognormal(typical, deviation, count))
        firm += judge(simulated, _DRAWS_OF_A_TEST, evidence.seed).call == "stick"
    return firm / _SIMULATIONS
