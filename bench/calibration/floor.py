"""`python -m bench.calibration.floor` computes how good an estimate from so few outcomes can be at best.

An ideal observer knows the distribution that generated the careers, and samples the posterior of an approach's return.
Clusters in quarters that differ are taken to add up to a negative binomial law of the same variance.

- Told the family, it has the lowest error that any estimate could have. Of all estimates that are right on a log scale
  but for a factor g (their geometric mean over truth), those in proportion to 1 / E[1 / return] have the lowest
  arithmetic mean: g × exp(E[log return] + log E[1 / return]), averaged over careers.
- Not told, it considers all families equally likely, and learns from the records which one it may be. Its odds come
  true over all of them, not in each. Another such observer doesn't know how large leads, clients and roles are, either.
  Both are compared with NetROI where a role is on record, and where none is.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln  # type: ignore[import-untyped]  # scipy comes without types

from bench.calibration.__main__ import BUCKETS, FIRST_SEED, GEOMETRIC, Scores, bias_table, pays_table
from bench.calibration.__main__ import CAREERS as CAREERS_OF_TABLES
from bench.calibration.careers import FAMILIES, Career, Draw, Family, careers, mixed_values, report_values
from bench.calibration.scores import Prediction, Score, verdict
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.posterior import QUANTILES

CAREERS: Final = 150
CAREERS_UNTOLD: Final = 1_000
DRAWS: Final = 1_000
FEWEST: Final = 40
_SEED: Final = 4242
_FAMILIES: Final = ("usual", "light", "alike", "unlike", "few", "first")
# Open outcomes and shared ones show in the records.
UNTOLD: Final = tuple(family for family in FAMILIES.values() if not family.open_share and not family.has_paths)
_PROPOSALS: Final = 4_000
# The size halfway, on a log scale, between a client and a role of mixed_values.
LEAST_ROLE: Final = 1.72
# Log means lie within so much of the records' mean log value, on a grid of such steps.
_LOG_RANGE, _STEP = 6.0, 0.08
# The densities of values are histograms of so many, with bins of such width on a log scale.
_REPORTED, _BIN = 4_000_000, 0.02


def lognormal_mixed_values(rng: np.random.Generator, count: int) -> Floats:
    """Return lognormal values that spread as far as leads, clients and roles do."""
    logs = np.log(mixed_values(rng, count))
    return rng.lognormal(logs.mean(), logs.std(), count)


# Those in which nobody knows beforehand how large leads, clients and roles are, only how far values spread.
SIZES_UNKNOWN: Final = tuple(
    replace(family, values=lognormal_mixed_values) if family.values is mixed_values else family for family in UNTOLD
)


def main() -> None:
    """Print the floors, and the scores of the observers that aren't told the family, as Markdown tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.calibration.floor", description=__doc__)
    parser.add_argument("--careers", type=int, default=CAREERS, help=f"of each family told; default: {CAREERS}")
    parser.add_argument("--untold", type=int, default=CAREERS_UNTOLD, help=f"not told; default: {CAREERS_UNTOLD}")
    arguments = parser.parse_args()
    print(f"| careers | {' | '.join(BUCKETS)} |\n|---|" + "---:|" * len(BUCKETS))
    for family in (FAMILIES[name] for name in _FAMILIES):
        observed = np.concatenate([_observed(family, career) for career in _simulate(family, arguments.careers)])
        print(f"| {family.title} | {' | '.join(_cell(observed, *bucket) for bucket in BUCKETS.values())} |", flush=True)
    # The calibration's own careers; the observers, who take longer, judge the first of them.
    simulated = _simulate(FAMILIES["mixed"], CAREERS_OF_TABLES, FIRST_SEED + list(FAMILIES).index("mixed"))
    first = simulated[: arguments.untold]
    scores = {
        **_scores_by_role("NetROI", simulated, verdict),
        **_scores_by_role("sizes unknown", first, partial(untold, families=SIZES_UNKNOWN)),
        **_scores_by_role("sizes known", first, untold),
    }
    print(f"\n{pays_table(scores)}\n\n{bias_table(scores)}")


def _scores_by_role(title: str, simulated: Sequence[Career], method: Callable[[Evidence], Prediction]) -> Scores:
    parts = [Score.of(part, method) for part in split_by_role(simulated)]
    titles = (title, f"{title}, a role on record", f"{title}, none on record")
    return {name: (score,) * 3 for name, score in zip(titles, (Score.over(parts), *parts), strict=True)}


def split_by_role(simulated: Sequence[Career]) -> tuple[list[Career], list[Career]]:
    """Return the careers with leads beside roles that have a role on record, and those that have none."""
    recorded: list[Career] = []
    missing: list[Career] = []
    for career in simulated:
        (recorded if (career.sizes > LEAST_ROLE).any() else missing).append(career)
    return recorded, missing


def _simulate(family: Family, count: int, seed: int = _SEED) -> list[Career]:
    return [career for career in careers(family, count, seed) if career.evidence.outcomes]


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
    log_return = sample_ideal([family], evidence)[:, evidence.credit.sum(0) > 0]
    excess = log_return.mean(0) + np.log(np.exp(-log_return).mean(0))
    return np.stack([np.full(excess.size, len(evidence.outcomes)), log_return.var(0), excess], 1)


def untold(evidence: Evidence, families: Sequence[Family] = UNTOLD) -> Prediction:
    """Predict as the observer that considers all of these families equally likely."""
    log_return = sample_ideal(families, evidence)
    best = np.bincount(log_return.argmax(1), minlength=evidence.cost.size) / DRAWS
    return Prediction(best, (log_return > 0).mean(0), np.exp(np.quantile(log_return, QUANTILES, axis=0)))


def sample_ideal(families: Sequence[Family], evidence: Evidence) -> Floats:
    """Return draws of the log returns (DRAWS, a), if each of these families is as likely as another."""
    rng = np.random.default_rng(evidence.seed)
    sampled = [
        _sample_family(family, evidence, rng)
        for family in families
        if family.approaches == evidence.cost.size and family.quarters[0] <= evidence.quarters <= family.quarters[1]
    ]
    log_likelihoods = np.array([log_likelihood for log_likelihood, _ in sampled])
    weights = np.exp(log_likelihoods - log_likelihoods.max())
    chosen = rng.choice(len(sampled), DRAWS, p=weights / weights.sum())
    return np.stack([log_return for _, log_return in sampled])[chosen, np.arange(DRAWS)]


def _sample_family(family: Family, evidence: Evidence, rng: np.random.Generator) -> tuple[float, Floats]:
    """Return the log likelihood of a family, up to what all share, and draws of the log returns given it (DRAWS, a).

    How often outcomes come is drawn from the family's law and resampled; the means of their values are drawn on a grid.
    """
    cost, quarters = evidence.cost, evidence.quarters
    often = np.exp(family.rate_spread * rng.standard_t(6, (_PROPOSALS, cost.size)) * np.sqrt(4 / 6))
    drift = np.exp(0.15 * rng.standard_normal((_PROPOSALS, cost.size, quarters)).cumsum(2))
    quarterly = drift * rng.dirichlet(np.full(quarters, 4), (_PROPOSALS, cost.size))
    relative = often * quarterly.sum(2) * cost
    total = rng.uniform(*family.yearly, (_PROPOSALS, 1)) * quarters / 4
    expected = relative / relative.sum(1, keepdims=True) * total
    clusters = 2.5 * quarterly.sum(2) ** 2 / (quarterly**2).sum(2)
    source = evidence.credit.argmax(1)
    count = np.bincount(source, minlength=cost.size)
    log_likelihoods = gammaln(clusters + count) - gammaln(clusters) + clusters * np.log(clusters)
    log_likelihoods += count * np.log(expected) - (clusters + count) * np.log(clusters + expected)

    log_values = np.log(evidence.likely)
    grid = log_values.mean() + np.arange(-_LOG_RANGE, _LOG_RANGE, _STEP)
    values = np.zeros((cost.size, grid.size))
    for log_value, approach, is_range in zip(log_values, source, evidence.high > evidence.low, strict=True):
        values[approach] += log_density(family.values, bool(is_range), log_value - grid)
    highest = values.max(1, keepdims=True)
    # By approach, the common mean and the approach's own mean; then by the center of the common mean and that mean.
    of_means = _bell(grid, family.value_spread) * np.exp(values - highest)[:, None]
    of_common = _bell(grid, 0.5) * of_means.sum(2).prod(0)
    center = ((family.level + np.log(cost.sum() / total[:, 0]) - grid[0]) / _STEP).round().astype(int)
    log_weights = log_likelihoods.sum(1) + np.log(of_common.sum(1))[center]
    weights = np.exp(log_weights - log_weights.max())
    chosen = rng.choice(_PROPOSALS, DRAWS, p=weights / weights.sum())
    common = _choose(of_common[center[chosen]], rng)
    log_means = np.stack([grid[_choose(of_mean[common], rng)] for of_mean in of_means], 1)
    log_likelihood = log_weights.max() + np.log(weights.mean()) + highest.sum()
    of_quarters = np.log(family.quarters[1] - family.quarters[0] + 1)
    return float(log_likelihood - of_quarters), log_means + np.log(expected[chosen] / cost)


def _bell(grid: Floats, spread: float) -> Floats:
    """Return the chances of the points of a grid, a row for each that a normal law has as its mean."""
    density = np.exp(-(((grid - grid[:, None]) / spread) ** 2) / 2)
    chances: Floats = density / density.sum(1, keepdims=True)
    return chances


def _choose(chances: Floats, rng: np.random.Generator) -> NDArray[np.intp]:
    """Return a random index for each row, with the odds that its elements have to each other."""
    cumulative = chances.cumsum(1)
    index: NDArray[np.intp] = (cumulative < rng.random((len(chances), 1)) * cumulative[:, -1:]).sum(1)
    return index


def log_density(values: Draw, is_range: bool, log_ratio: Floats) -> Floats:
    """Return the log density of the log of a value ÷ its mean, as reported: exactly, or as the guess of a range."""
    place = ((log_ratio + 2 * _LOG_RANGE) / _BIN).astype(int)
    density: Floats = _log_densities(values)[int(is_range)][place]
    return density


@cache
def _log_densities(values: Draw) -> Sequence[Floats]:
    """Return the log densities of values reported exactly, and of the guesses of ranges, as histograms of many."""
    rng = np.random.default_rng(0)
    low, likely, high = report_values(values(rng, _REPORTED), rng)
    edges = np.arange(-2 * _LOG_RANGE, 2 * _LOG_RANGE + _BIN, _BIN)
    # What never occurred is next to impossible, not quite.
    counts = [np.histogram(np.log(likely[chosen]), edges)[0] + 0.01 for chosen in (high <= low, high > low)]
    return [np.log(count / count.sum() / _BIN) for count in counts]


if __name__ == "__main__":
    main()
