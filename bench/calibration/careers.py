"""Simulated careers whose truth is known, from a model that is not the verdict's own.

Counts are negative binomial with rates that drift from quarter to quarter, what differs between approaches follows a
Student or a normal law, and values are gamma, lognormal, Pareto or a mixture of kinds: none of it is what the verdict
assumes. The truth of an approach is its expected return per unit of cost over the quarters that it was paid for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netroi_core.verdict.evidence import Evidence, Floats

Draw = Callable[[np.random.Generator, int], Floats]

NAMES: Final = ("group_events", "one_on_one", "social_media")


@dataclass(frozen=True)
class Career:
    """The records of a person, and what they don't tell.

    Attributes:
        truth: The true return per unit of cost of each approach.
        sizes: The true value of each outcome ÷ the mean value of its approach's outcomes.
        cost: The cost of each approach by quarter (a, q).
        quarter: The quarter of each outcome, from 0.
    """

    evidence: Evidence
    truth: Floats
    sizes: Floats
    cost: Floats
    quarter: NDArray[np.intp]

    def until(self, quarters: int) -> Evidence:
        """Return the evidence of the first quarters."""
        inside = self.quarter < quarters
        names = ("low", "likely", "high", "probability", "credit")
        parts: dict[str, Any] = {name: getattr(self.evidence, name)[inside] for name in names}
        cost, outcomes = self.cost[:, :quarters].sum(1), tuple(range(int(inside.sum())))
        return replace(self.evidence, **parts, cost=cost, outcomes=outcomes, quarters=quarters)


def gamma_values(rng: np.random.Generator, count: int) -> Floats:
    """Return values with light tails: gamma of shape 3, scaled to mean 1."""
    return rng.gamma(3, 1 / 3, count)


def lognormal_values(rng: np.random.Generator, count: int) -> Floats:
    """Return values with the usual skew: lognormal, σ = 0.8, of mean 1."""
    return rng.lognormal(-0.32, 0.8, count)


def pareto_values(rng: np.random.Generator, count: int) -> Floats:
    """Heavy tails: Pareto of shape 2.2, of mean 1."""
    return (1 + rng.pareto(2.2, count)) * 1.2 / 2.2


def mixed_values(rng: np.random.Generator, count: int) -> Floats:
    """Small leads, clients and now and then a new role, worth fifty leads: of mean 1."""
    typical = rng.choice([0.08, 0.6, 4.0], count, p=[0.4, 0.45, 0.15])
    return typical * rng.lognormal(-0.045, 0.3, count) / (0.4 * 0.08 + 0.45 * 0.6 + 0.15 * 4)


@dataclass(frozen=True)
class Family:
    """A family of careers.

    Attributes:
        quarters: The range of their number.
        yearly: The range of outcomes a year over all approaches.
        rate_spread: The standard deviation of the log rate between approaches.
        value_spread: The standard deviation of the log value between approaches.
        level: The mean log of what all approaches together return per unit of cost; its standard deviation is 0.5.
    """

    title: str
    values: Draw = lognormal_values
    quarters: tuple[int, int] = (4, 8)
    yearly: tuple[float, float] = (3, 10)
    rate_spread: float = 0.6
    value_spread: float = 0.35
    approaches: int = 3
    open_share: float = 0
    has_paths: bool = False
    level: float = 0.3


FAMILIES: Final[Mapping[str, Family]] = {
    "light": Family("light tails", gamma_values),
    "usual": Family("usual skew"),
    "heavy": Family("heavy tails", pareto_values),
    "mixed": Family("leads beside roles", mixed_values),
    "alike": Family("alike approaches", rate_spread=0.15, value_spread=0.1),
    "unlike": Family("unlike approaches", rate_spread=1.0, value_spread=0.6),
    "open": Family("open outcomes", open_share=0.6),
    "paths": Family("multi-touch paths", has_paths=True),
    "few": Family("two or three quarters", quarters=(2, 3)),
    "many": Family("four to six years", quarters=(16, 24)),
    "untried": Family("one approach untried", approaches=2),
    "first": Family("one to eight quarters", quarters=(1, 8)),
    "first_light": Family("the same, light tails", gamma_values, quarters=(1, 8)),
}
# Nothing is required of these: they show what the prior on the overall return does where it is wrong by a factor of 2.
OTHER_LEVELS: Final[Mapping[str, Family]] = {
    "low": Family("half the returns", quarters=(1, 8), level=-0.4),
    "high": Family("twice the returns", quarters=(1, 8), level=1.0),
}


def careers(family: Family, count: int, seed: int) -> Iterator[Career]:
    """Yield careers of a family; the same for the same seed."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield _career(family, rng)


def _career(family: Family, rng: np.random.Generator) -> Career:
    tried = np.sort(rng.permutation(len(NAMES))[: family.approaches])
    quarters = int(rng.integers(family.quarters[0], family.quarters[1] + 1))
    cost = rng.gamma(4, rng.uniform(200, 1000, tried.size)[:, None] / 4, (tried.size, quarters))
    expected = _expected_counts(family, cost, rng)
    # The return of all approaches per unit of cost, by default for half of all people between 1 and 1.9, over a typical
    # outcome of this career.
    size = rng.lognormal(family.level, 0.5) * cost.sum() / expected.sum()
    mean = size * np.exp(family.value_spread * rng.standard_normal(tried.size))
    chances = expected * (1 + family.open_share)
    counts = rng.negative_binomial(2.5, 2.5 / (2.5 + chances))
    source = np.repeat(np.arange(tried.size), counts.sum(1))
    quarter = np.concatenate([np.repeat(np.arange(quarters), row) for row in counts])
    credit, truth = _credited(family, expected.sum(1) * mean, source, rng)
    probability = _probabilities(family, source.size, rng)
    sizes = family.values(rng, source.size)
    low, likely, high = report_values(sizes * mean[source], rng)
    is_kept = probability > 0
    evidence = Evidence(
        tuple(NAMES[index] for index in tried),
        cost.sum(1),
        tuple(range(int(is_kept.sum()))),
        low[is_kept],
        likely[is_kept],
        high[is_kept],
        probability[is_kept],
        credit[is_kept],
        quarters,
    )
    return Career(evidence, truth / cost.sum(1), sizes[is_kept], cost, quarter[is_kept])


def _expected_counts(family: Family, cost: Floats, rng: np.random.Generator) -> Floats:
    """Return the expected number of outcomes by approach and quarter; the log rates drift as random walks."""
    often = np.exp(family.rate_spread * rng.standard_t(6, cost.shape[0]) * np.sqrt(4 / 6))
    drift = np.exp(0.15 * rng.standard_normal(cost.shape).cumsum(1))
    expected: Floats = often[:, None] * drift * cost
    yearly = rng.uniform(*family.yearly)
    return expected / expected.sum() * yearly * cost.shape[1] / 4


def _credited(
    family: Family, produced: Floats, source: NDArray[np.intp], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return each outcome's credits, and the expected value that each approach gets credit for.

    ``produced`` is the expected value of what each approach started. With paths, each approach starts three kinds of
    them, of one to four steps, the others by rng; each step gets the same credit.
    """
    approaches = produced.size
    shares = np.eye(approaches)[:, None]
    if family.has_paths:
        steps = rng.integers(0, approaches, (approaches, 3, 4))
        steps[:, :, 0] = np.arange(approaches)[:, None]
        lengths = rng.integers(1, 5, (approaches, 3, 1))
        is_step = np.arange(4) < lengths
        shares = (np.eye(approaches)[steps] * is_step[..., None]).sum(2) / lengths
    kind = rng.integers(0, shares.shape[1], source.size)
    return shares[source, kind], produced @ shares.mean(1)


def _probabilities(family: Family, count: int, rng: np.random.Generator) -> Floats:
    """Return the probability of each chance on record: 1 for what is won, 0 for what is lost.

    Uncertain chances come true half the time on average, so twice as many of them leave the truth as it is: of
    1 + s chances 2 s are uncertain. Half of those are decided by now, as often in their favor as their odds say.
    """
    is_uncertain = rng.random(count) < 2 * family.open_share / (1 + family.open_share)
    odds = rng.beta(2, 2, count)
    decided = np.where(rng.random(count) < 0.5, rng.random(count) < odds, odds)
    return np.where(is_uncertain, decided, 1.0)


def report_values(values: Floats, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
    """Return what a person records of these values: half of them exactly, the rest as a range around a guess."""
    is_range = rng.random(values.size) < 0.5
    likely = values * np.where(is_range, rng.lognormal(0, 0.15, values.size), 1)
    low = np.where(is_range, likely * rng.uniform(0.5, 0.9, values.size), likely)
    high = np.where(is_range, likely * rng.uniform(1.1, 1.8, values.size), likely)
    return low, likely, high
