"""`python -m bench.calibration.floor` computes the lowest error that any estimate could have with so few outcomes.

For some families, an ideal observer knows the distribution that generated the careers: the posterior of an approach's
return is then a weighted sum over parameters drawn from it. Of all estimates that are right on a log scale but for a
factor g (their geometric mean over truth), those in proportion to 1 / E[1 / return] have the lowest arithmetic mean:
g × exp(E[log return] + log E[1 / return]), averaged over careers. Counts are taken to spread evenly over the quarters.
"""

import argparse
from typing import Final

import numpy as np
from scipy.special import gammaln  # type: ignore[import-untyped]  # scipy comes without types

from bench.calibration.__main__ import BUCKETS, GEOMETRIC
from bench.calibration.careers import FAMILIES, Career, Family, careers, gamma_values
from netroi_core.verdict.evidence import Floats

CAREERS: Final = 150
DRAWS: Final = 20_000
FEWEST: Final = 40
_FAMILIES: Final = ("usual", "light", "alike", "unlike", "few", "first")


def main() -> None:
    """Print the floors as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration.floor", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family; default: {CAREERS}")
    arguments = parser.parse_args()
    print(f"| careers | {' | '.join(BUCKETS)} |\n|---|" + "---:|" * len(BUCKETS))
    for family in (FAMILIES[name] for name in _FAMILIES):
        observed = np.concatenate([_observed(family, career) for career in careers(family, arguments.careers, 4242)])
        print(f"| {family.title} | {' | '.join(_cell(observed, *bucket) for bucket in BUCKETS.values())} |", flush=True)


def _cell(observed: Floats, fewest: int, most: int) -> str:
    """Return the least error on a log scale, and the least arithmetic mean at the least geometric mean asked for."""
    chosen = observed[(observed[:, 0] >= fewest) & (observed[:, 0] <= most)]
    if len(chosen) < FEWEST:
        return "–"
    _, variance, excess = chosen.mean(0)
    return f"{np.sqrt(variance):.2f} · {GEOMETRIC[0] * np.exp(excess):.2f}"


def _observed(family: Family, career: Career) -> Floats:
    """Return a row for each approach with an outcome.

    The number of outcomes of the career, the variance of the log return, and E[log return] + log E[1 / return].
    """
    evidence = career.evidence
    source = evidence.credit.argmax(1)
    count = np.bincount(source, minlength=evidence.cost.size)
    rng = np.random.default_rng(evidence.seed)
    expected, mean = _drawn(family, evidence.cost, evidence.quarters, rng)
    clusters = 2.5 * evidence.quarters
    likelihood = (count * np.log(expected) - (clusters + count) * np.log(clusters + expected)).sum(1)
    likelihood += (gammaln(clusters + count) - gammaln(clusters)).sum()
    for value, approach in zip(evidence.value.tolist(), source.tolist(), strict=True):
        likelihood += _log_density(family, value / mean[:, approach])
    weights = np.exp(likelihood - likelihood.max())
    weights /= weights.sum()
    log_return = np.log(expected * mean / evidence.cost)[:, count > 0]
    center = weights @ log_return
    variance = weights @ (log_return - center) ** 2
    excess = center + np.log(weights @ np.exp(-log_return))
    return np.stack([np.full(center.size, source.size), variance, excess], 1)


def _drawn(family: Family, cost: Floats, quarters: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return draws of the expected number of outcomes and of their mean value by approach, from the family's law."""
    often = np.exp(family.rate_spread * rng.standard_t(6, (DRAWS, cost.size)) * np.sqrt(4 / 6))
    drift = np.exp(0.15 * rng.standard_normal((DRAWS, cost.size, quarters)).cumsum(2)).mean(2)
    relative = often * drift * cost
    yearly = rng.uniform(*family.yearly, (DRAWS, 1))
    expected = relative / relative.sum(1, keepdims=True) * yearly * quarters / 4
    size = rng.lognormal(family.level, 0.5, (DRAWS, 1)) * cost.sum() / expected.sum(1, keepdims=True)
    return expected, size * np.exp(family.value_spread * rng.standard_normal((DRAWS, cost.size)))


def _log_density(family: Family, ratio: Floats) -> Floats:
    """Return the log density of a value ÷ its mean, up to what is the same for every mean."""
    density: Floats = 3 * (np.log(ratio) - ratio) if family.values is gamma_values else _log_normal(ratio)
    return density


def _log_normal(ratio: Floats) -> Floats:
    density: Floats = -(((np.log(ratio) + 0.32) / 0.8) ** 2) / 2
    return density


if __name__ == "__main__":
    main()
