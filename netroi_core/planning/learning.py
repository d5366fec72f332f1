"""Learning: the worth, in money, of knowing more before the mix is chosen.

The expected value of perfect information (EVPI) is E[maxₘ B(m, θ)] − maxₘ E[B(m, θ)], for net benefits B of the mixes m
that could be chosen and draws θ of the returns. That of a sample (EVSI) replaces θ by what n more activities would
show: each simulated sample reweights the draws by its likelihood (importance sampling; Menzies, Medical Decision
Making, 2016; Kunst et al., Value in Health, 2020, and Heath et al., Medical Decision Making, 2020, compare it with
other methods). The tests compare with brute force, a new posterior for every simulated sample, and with the EVPI.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from netroi_core.verdict.evidence import Floats
from netroi_core.verdict.posterior import Posterior
from netroi_core.workspace.fields import Approach

# The quarters for which a better choice is worth its difference: what is learned holds for about a year.
HORIZON: Final = 4
SIMULATIONS: Final = 500
_LARGEST_COUNT: Final = 60
# The simulated futures of all approaches: the standard error of a chance of one half is 3.5 points.
_FUTURES: Final = 200


@dataclass(frozen=True)
class LearningOffer:
    """More activities of an approach for the sake of learning.

    Attributes:
        cost: The money and time that they take.
        worth: The expected gain by better choices over HORIZON quarters, less the cost.
    """

    approach: Approach
    hours: float
    activities: int
    cost: float
    worth: float


def sample_information(
    benefits: Floats, posterior: Posterior, approach: int, cost: float, lump: float, rng: np.random.Generator
) -> float:
    """Return the expected value, for one quarter, of a sample that spends so much on one approach.

    Args:
        benefits: The net benefit of each mix under each draw (mixes, draws).
        posterior: The same draws.
        approach: The index of the approach that is sampled.
        cost: The money and time that the sample takes.
        lump: The outcomes that come at once: the variance of their number over its mean.
        rng: The source of the simulated samples.
    """
    log_rate, typical = posterior.log_rate[approach], posterior.log_typical[approach]
    expected, deviation = np.exp(log_rate) * cost / lump, np.sqrt(posterior.variance)
    usual = int(benefits.mean(1).argmax())
    gain = 0.0
    for truth in rng.integers(benefits.shape[1], size=SIMULATIONS).tolist():
        count = min(int(rng.poisson(expected[truth])), _LARGEST_COUNT)
        logs = rng.normal(typical[truth], deviation[truth], round(count * lump))
        means = benefits @ _likelihoods(count, logs, expected, typical, deviation)
        # Against the choice without the sample under the same weights: their common noise cancels out.
        gain += float(means.max() - means[usual])
    return gain / SIMULATIONS


def chances_to_tell(
    posterior: Posterior, cost: Floats, lump: float, odds: float, rng: np.random.Generator
) -> tuple[float, ...]:
    """Return the chance that an approach is known to be best, by each of the next HORIZON quarters.

    Args:
        posterior: Draws of the return of each approach.
        cost: What a quarter costs, by approach (a).
        lump: The outcomes that come at once, as in ``sample_information``.
        odds: The odds of being best from which on an approach is known to be.
        rng: The source of the simulated quarters.
    """
    approaches, draws = posterior.log_rate.shape
    expected, deviation = np.exp(posterior.log_rate) * cost[:, None] / lump, np.sqrt(posterior.variance)
    is_best = posterior.log_return.argmax(0) == np.arange(approaches)[:, None]
    told = np.zeros(HORIZON)
    for truth in rng.integers(draws, size=_FUTURES).tolist():
        weights = np.full(draws, 1 / draws)
        for quarter in range(HORIZON):
            for index in range(approaches):
                count = min(int(rng.poisson(expected[index, truth])), _LARGEST_COUNT)
                typical = posterior.log_typical[index]
                logs = rng.normal(typical[truth], deviation[truth], round(count * lump))
                weights = weights * _likelihoods(count, logs, expected[index], typical, deviation)
                weights /= weights.sum()
            if (is_best @ weights).max() >= odds:
                told[quarter:] += 1
                break
    return tuple((told / _FUTURES).tolist())


def _likelihoods(count: int, logs: Floats, expected: Floats, typical: Floats, deviation: Floats) -> Floats:
    """Return how likely a sample is under each draw, scaled to a sum of 1."""
    log_likelihood = count * np.log(expected) - expected
    if len(logs):
        squares = ((logs - logs.mean()) ** 2).sum() + len(logs) * (logs.mean() - typical) ** 2
        log_likelihood = log_likelihood - len(logs) * np.log(deviation) - squares / (2 * deviation**2)
    likelihoods = np.exp(log_likelihood - log_likelihood.max())
    weights: Floats = likelihoods / likelihoods.sum()
    return weights


def best_offer(offers: Sequence[LearningOffer]) -> LearningOffer | None:
    """Return the cheapest offer that is worth its cost; None if none is."""
    return min((offer for offer in offers if offer.worth > 0), key=lambda offer: offer.cost, default=None)
