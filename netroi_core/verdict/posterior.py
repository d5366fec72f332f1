"""What each approach truly returns, as draws that are as likely as the evidence leaves them.

A return is how often outcomes come per unit of cost × how much one is worth on average. Few outcomes tell little of
either, so approaches borrow strength from each other, and how much they do is itself learned:

1. An open outcome happens with its probability, and a value given as a range is drawn from it as PERT has it:
   Beta(1 + 4(likely − low)/(high − low), 1 + 4(high − likely)/(high − low)) on [low, high] (Malcolm et al., 1959).
2. How often: Nᵢ, the credits of approach i at cost Cᵢ, come in lumps of gᵢ, so Nᵢ/gᵢ ~ Poisson(λᵢCᵢ/gᵢ);
   λᵢ ~ Gamma(k, k/λ₀), p(λ₀) ∝ λ₀^−½, and 1/√k is one of RATE_SPREADS, each as likely at first.
3. How much: log value ~ Normal(μᵢ, σ²/credit), μᵢ ~ Normal(μ₀, τ²), μ₀ flat, τ one of VALUE_SPREADS, each as likely
   at first, σ² ~ scaled-inverse-χ²(TAIL_WEIGHT, 1). The mean of a lognormal is exp(μ + σ²/2).

This is §8 of the contract with four changes, each asked for by simulated careers (docs/calibration.md):

- With the spreads between approaches fixed at 0.75 and 0.4, odds of 0.8 came true 0.73 of the time, because alike
  approaches were held to be unlike. So the spreads are learned.
- Outcomes come in clusters, so a lump is CLUSTERING times an outcome. A shared one is smaller than a whole one, so an
  outcome is Σ credit² / Σ credit large, where one of usual size is added to those of each approach.
- The first guess at σ² counts less (TAIL_WEIGHT), since leads beside a new role spread further than one kind alone.
- In the mean, σ² counts up to LARGEST_VARIANCE: beyond, two odd values would promise returns that nobody ever saw.

The sampler is blocked Gibbs (Gelman et al., Bayesian Data Analysis, 3rd edition, chapter 11), every draw a chain of its
own that starts near its target: (k, λᵢ) | λ₀, then λ₀ | λᵢ, k; and (τ, μ₀, μᵢ) | σ², then σ² | μᵢ. What happens to open
outcomes is drawn first and not learned from the rest. Arrays are shaped (approaches, draws).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import lgamma, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netroi_core.verdict.evidence import Evidence, Floats

RATE_SPREADS: Final = (0.25, 0.6, 1.1)
"""How far apart, as a share of their mean, the rates of approaches may be."""
VALUE_SPREADS: Final = (0.1, 0.4)
"""How far apart the logs of the typical values of approaches may be."""
TAIL_WEIGHT: Final = 3.0
"""How many outcomes the first guess, a variance of 1 among the logs of values, counts for."""
CLUSTERING: Final = 1.25
"""The variance of the number of outcomes over that of a Poisson law."""
LARGEST_VARIANCE: Final = 6.0
"""The variance of log value up to which it lifts the mean: there, the mean is 20 times the typical value."""
SWEEPS: Final = 4
"""After so many, more change nothing to speak of; the tests compare with a grid."""
_SHAPES: Final = 1 / np.array(RATE_SPREADS) ** 2


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws of the logs of how often per unit of cost and of the typical value (a, draws), and σ² (draws)."""

    log_rate: Floats
    log_typical: Floats
    variance: Floats

    @property
    def log_return(self) -> Floats:
        """The log of the return per unit of cost: above 0, it pays."""
        drawn: Floats = self.log_rate + self.log_typical + np.minimum(self.variance, LARGEST_VARIANCE) / 2
        return drawn


@dataclass(frozen=True, eq=False)
class Sums:
    """What the outcomes that happened add up to, for each approach and draw (or all draws alike).

    Sums of credits, of credits × log value and of credits × its square; logs are relative to ``reference``.
    """

    credits: Floats
    logs: Floats
    squares: Floats
    reference: float


def posterior(evidence: Evidence, draws: int, seed: int | None = None, sweeps: int = SWEEPS) -> Posterior:
    """Draws of what each approach returns, given evidence with an outcome; seeded by the evidence unless told."""
    chances = np.random.SeedSequence(evidence.seed if seed is None else seed).spawn(3)
    happening, often, much = (np.random.Generator(np.random.SFC64(chance)) for chance in chances)
    sums = outcome_sums(evidence, draws, happening)
    log_rate = np.log(rates(sums.credits, _lumps(evidence), evidence.cost, draws, often, sweeps))
    log_typical, variance = typical_values(sums, draws, much, sweeps)
    return Posterior(log_rate, log_typical, variance)


def outcome_sums(evidence: Evidence, draws: int, chance: np.random.Generator) -> Sums:
    """What the outcomes add up to; only uncertain ones are drawn."""
    log_value = np.log(evidence.value)
    weights = evidence.probability * evidence.credit.sum(1)
    reference = float(log_value @ weights / weights.sum())
    is_sure = (evidence.high <= evidence.low) & (evidence.probability >= 1)
    credit, logs = evidence.credit[is_sure].T, log_value[is_sure] - reference
    sums = np.stack([credit.sum(1), credit @ logs, credit @ logs**2])[..., None]
    if not is_sure.all():
        sums = np.repeat(sums, draws, axis=2)
        # One outcome after the other: what is in hand stays in the processor's cache.
        for place in np.flatnonzero(~is_sure).tolist():
            happens, logs = _happening(evidence, place, draws, chance)
            logs -= reference
            happened = happens * logs
            for approach in np.flatnonzero(evidence.credit[place]).tolist():
                share = evidence.credit[place, approach]
                sums[0, approach] += share * happens
                sums[1, approach] += share * happened
                sums[2, approach] += share * (happened * logs)
    return Sums(sums[0], sums[1], sums[2], reference)


def _happening(evidence: Evidence, place: int, draws: int, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Whether the outcome at this place happens, 1 or 0, and the log of its value."""
    low, likely, high, probability = (
        float(each[place]) for each in (evidence.low, evidence.likely, evidence.high, evidence.probability)
    )
    happens = (chance.random(draws) < probability).astype(np.float64) if probability < 1 else np.ones(draws)
    return happens, np.log(pert(low, likely, high, draws, chance) if high > low else np.full(draws, likely))


def pert(low: float, likely: float, high: float, draws: int, chance: np.random.Generator) -> Floats:
    """Values between low and high with mean (low + 4 likely + high) / 6; never 0."""
    rise = 4 * ((likely - low) / (high - low))
    values: Floats = low + (high - low) * chance.beta(1 + rise, 5 - rise, draws)
    return np.maximum(values, high * 1e-9, out=values)


def rates(
    brought: Floats, lumps: Floats, cost: Floats, draws: int, chance: np.random.Generator, sweeps: int = SWEEPS
) -> Floats:
    """How often outcomes come, per unit of cost: λᵢ, given Nᵢ (a, draws or 1) and gᵢ (a)."""
    total = cost.sum()
    counts, exposure = brought / lumps[:, None], (cost / total / lumps)[:, None]
    kinship = _Kinship(counts)
    common = _first_common_rates(counts, exposure, draws, chance)
    for _ in range(sweeps):
        k = _SHAPES[_chosen(kinship.likelihoods(exposure * common), chance)]
        drawn = chance.standard_gamma(np.broadcast_to(counts + k, (len(cost), draws))) / (k / common + exposure)
        common = k * drawn.sum(0) / chance.standard_gamma(k * len(cost) - 0.5)
    rate: Floats = drawn / total
    return rate


class _Kinship:
    """What counts (a, draws or 1) say of how far apart rates are: negative binomial, with λᵢ integrated out."""

    def __init__(self, counts: Floats) -> None:
        self._counts, approaches = counts, len(counts)
        self._known = [log_gamma(k + counts).sum(0) + approaches * (k * log(k) - lgamma(k)) for k in _SHAPES.tolist()]

    def likelihoods(self, expected: Floats) -> list[Floats]:
        """For each spread, the log likelihood of the counts that were expected, but for what all spreads share."""
        return [
            known - ((self._counts + k) * np.log(expected + k)).sum(0)
            for k, known in zip(_SHAPES, self._known, strict=True)
        ]


def _first_common_rates(counts: Floats, exposure: Floats, draws: int, chance: np.random.Generator) -> Floats:
    """Where the chains of λ₀ start: drawn from its posterior given mean counts, over a grid, in proportion to all."""
    mean = counts.mean(1, keepdims=True)
    each = (mean + 0.5) / exposure
    grid = np.geomspace(each.min() / 20, each.max() * 20, 200)
    density = np.logaddexp.reduce(_Kinship(mean).likelihoods(exposure * grid)) + (mean.sum() + 0.5) * np.log(grid)
    heap = np.exp(density - density.max()).cumsum()
    drawn = grid[np.searchsorted(heap, chance.random(draws) * heap[-1])]
    in_proportion: Floats = drawn * (counts.sum(0) + 0.5) / (mean.sum() + 0.5)
    return in_proportion


def typical_values(sums: Sums, draws: int, chance: np.random.Generator, sweeps: int = SWEEPS) -> tuple[Floats, Floats]:
    """The log of the typical value of each approach's outcomes, μᵢ, and the variance of log value, σ².

    In a draw in which nothing happens, μ₀ is drawn around the log of what is open, with variance 1.
    """
    weights, approaches = sums.credits, len(sums.credits)
    means = sums.logs / np.where(weights > 0, weights, 1)
    within = np.maximum(sums.squares - sums.logs * means, 0).sum(0) + TAIL_WEIGHT
    freedom = weights.sum(0) + TAIL_WEIGHT
    variance = within / chance.chisquare(np.broadcast_to(freedom, draws))
    spreads = np.array(VALUE_SPREADS) ** 2
    for _ in range(sweeps):
        evidence, known, center = zip(*(_pooled(spread, weights, means, variance) for spread in spreads), strict=True)
        which = _chosen(evidence, chance)
        spread = spreads[which]
        common = np.choose(which, center) + chance.standard_normal(draws) / np.sqrt(np.choose(which, known))
        narrow = 1 / (1 / spread + weights / variance)
        middle = narrow * (common / spread + sums.logs / variance)
        typical = middle + np.sqrt(narrow) * chance.standard_normal((approaches, draws))
        variance = (within + (weights * (means - typical) ** 2).sum(0)) / chance.chisquare(
            np.broadcast_to(freedom, draws)
        )
    return typical + sums.reference, variance


def log_gamma(x: Floats) -> Floats:
    """The log of Γ(x) for x > 0, to 10⁻⁶: Stirling's series at x + 3 (Abramowitz and Stegun, 6.1.40)."""
    up = x + 3
    series = (up - 0.5) * np.log(up) - up + 0.9189385332046727 + 1 / (12 * up) - 1 / (360 * up**3) + 1 / (1260 * up**5)
    exact: Floats = series - np.log(x * (x + 1) * (x + 2))
    return exact


def _lumps(evidence: Evidence) -> Floats:
    """What comes at once, in credits, by approach: starts from one outcome of what is usual for all."""
    chance = evidence.probability
    first, second = chance @ evidence.credit, chance @ evidence.credit**2
    usual = second.sum() / first.sum()
    lumps: Floats = CLUSTERING * (second + usual**2) / (first + usual)
    return lumps


def _pooled(spread: float, weights: Floats, means: Floats, variance: Floats) -> tuple[Floats, Floats, Floats]:
    """What the means say of a spread, as a log likelihood; the precision of μ₀ under it, 1 if nothing is known, and μ₀.

    Each mean is Normal(μ₀, τ² + σ²/weight), and μ₀ is integrated out; those without weight say nothing.
    """
    precision = weights / (spread * weights + variance)
    total = precision.sum(0)
    known = np.where(total > 0, total, 1)
    center = (precision * means).sum(0) / known
    apart = (precision * (means - center) ** 2).sum(0)
    scale = np.log(np.where(weights > 0, precision, 1).prod(0) / known)
    return (scale - apart) / 2, known, center


def _chosen(evidence: Sequence[Floats], chance: np.random.Generator) -> NDArray[np.intp]:
    """A place for each draw, as likely as e to the power of its evidence."""
    top = np.maximum.reduce(evidence)
    heap = np.cumsum([np.exp(each - top) for each in evidence], axis=0)
    mark = chance.random(heap.shape[1]) * heap[-1]
    passed: NDArray[np.intp] = np.add.reduce([mark > level for level in heap[:-1]], dtype=np.intp)
    return passed
