"""Simulation-based calibration: ranks of true parameters among the posterior's draws, over data from the prior.

If the sampler is right, they are uniform (Talts et al., Validating Bayesian Inference Algorithms with Simulation-Based
Calibration, 2018). Counts are simulated without clusters, and judged as such, because lumps of 1.4 outcomes can't be.
Records without an outcome or with more than MOST are left out: that depends on the data alone, so ranks stay uniform.
"""

from typing import Final
from unittest.mock import patch

import numpy as np

from netroi_core.verdict import posterior
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.posterior import OVERALL_RETURN, PER_QUARTER, LogPrior, Posterior, sample_posterior

RECORDS: Final = 1_500
DRAWS: Final = 500
MOST: Final = 60
QUANTITIES: Final = ("return of an approach", "rate of an approach", "typical value", "variance", "overall return")
_APPROACHES: Final = 3


def largest_distances(records: int = RECORDS, seed: int = 1) -> Floats:
    """Return for each of QUANTITIES how far its ranks are from uniform: the Kolmogorov-Smirnov distance."""
    rng = np.random.default_rng(seed)
    ranks: list[Floats] = []
    with patch.object(posterior, "CLUSTERING", 1.0):
        while len(ranks) < records:
            # The priors' tails reach figures that no float holds; such records are left out, too.
            with np.errstate(all="ignore"):
                evidence, truth = _simulate(rng)
            if 0 < len(evidence.outcomes) <= MOST and evidence.likely.all() and np.isfinite(evidence.likely).all():
                drawn = sample_posterior(evidence, DRAWS)
                ranks.append((_quantities(drawn, evidence) < _quantities(truth, evidence)).mean(1))
    ordered = np.sort(ranks, axis=0)
    steps = np.arange(records + 1)[:, None] / records
    distances: Floats = np.maximum(steps[1:] - ordered, ordered - steps[:-1]).max(0)
    return distances


def band(records: int = RECORDS) -> float:
    """Return the distance that uniform ranks stay within 95 times in 100."""
    return float(1.36 / np.sqrt(records))


def _simulate(rng: np.random.Generator) -> tuple[Evidence, Posterior]:
    """Return records from the prior, and the parameters that they come from as a single draw."""
    quarters = int(rng.integers(1, 9))
    cost = rng.gamma(4, 500, _APPROACHES)
    k = 1 / rng.choice(posterior.RATE_SPREADS) ** 2
    log_common = np.log(quarters / cost.sum()) + _draw(PER_QUARTER, rng)
    log_rate = np.log(rng.gamma(k, 1 / k, _APPROACHES)) + log_common
    variance = posterior.TAIL_WEIGHT / rng.chisquare(posterior.TAIL_WEIGHT, 1)
    typical = rng.choice(posterior.VALUE_SPREADS) * rng.standard_normal(_APPROACHES)
    unscaled = Posterior(log_rate[:, None], typical[:, None], variance)
    typical += _draw(OVERALL_RETURN, rng) - _log_overall(unscaled, cost)
    expected = np.minimum(np.exp(log_rate) * cost, 10 * MOST)
    source = np.repeat(np.arange(_APPROACHES), rng.poisson(expected))
    values = rng.lognormal(typical[source], np.sqrt(variance))
    return (
        Evidence(
            ("group_events", "one_on_one", "social_media"),
            cost,
            tuple(range(source.size)),
            values,
            values,
            values,
            np.ones(source.size),
            np.eye(_APPROACHES)[source],
            quarters,
        ),
        Posterior(log_rate[:, None], typical[:, None], variance),
    )


def _quantities(drawn: Posterior, evidence: Evidence) -> Floats:
    """Return QUANTITIES of the first approach and overall, by draw."""
    overall = _log_overall(drawn, evidence.cost)
    return np.stack([drawn.log_return[0], drawn.log_rate[0], drawn.log_typical[0], drawn.variance, overall])


def _log_overall(drawn: Posterior, cost: Floats) -> Floats:
    overall: Floats = np.log(cost / cost.sum() @ np.exp(drawn.log_return))
    return overall


def _draw(prior: LogPrior, rng: np.random.Generator) -> float:
    return float(np.log(prior.median) + prior.scale * rng.standard_cauchy())
