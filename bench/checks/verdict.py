"""Compare the draws of the verdict with the random numbers that they are made from."""

from pathlib import Path

import numpy as np

from bench.bounds import BoundedRatio
from bench.clocks import cpu_time, measure_in_turns, median_ratio
from netroi_core.verdict.evidence import Evidence
from netroi_core.verdict.verdict import DRAWS, judge

_OUTCOMES, _APPROACHES = 50, 3
_ROUNDS = 9


def verdict_draws(_: Path) -> list[BoundedRatio]:
    """Compare a verdict on 50 open outcomes with ranges, the most expensive kind, with its random numbers alone.

    These are, for each draw: the occurrence and value of each outcome, and a rate and a typical value for each
    approach.
    """
    evidence = _evidence()
    rise = 4 * (evidence.likely - evidence.low) / (evidence.high - evidence.low)
    chance = np.random.Generator(np.random.SFC64(1))

    def random_numbers() -> None:
        for steepness in rise:
            chance.random(DRAWS)
            chance.beta(1 + steepness, 5 - steepness, DRAWS)
        chance.standard_gamma(2.0, (_APPROACHES, DRAWS))
        chance.standard_normal((_APPROACHES, DRAWS))

    rounds = measure_in_turns(_ROUNDS, lambda: cpu_time(lambda: judge(evidence)), lambda: cpu_time(random_numbers))
    return [
        BoundedRatio(
            "CPU of a verdict, 20,000 draws over 50 outcomes : its random numbers", median_ratio(rounds, 0, 1), 4
        )
    ]


def _evidence() -> Evidence:
    chance = np.random.default_rng(8)
    likely = chance.lognormal(8, 1, _OUTCOMES)
    return Evidence(
        ("group_events", "one_on_one", "social_media"),
        np.array([3000.0, 4000.0, 5000.0]),
        tuple(range(_OUTCOMES)),
        likely * 0.5,
        likely,
        likely * 2,
        chance.uniform(0.2, 0.9, _OUTCOMES),
        np.eye(_APPROACHES)[chance.integers(0, _APPROACHES, _OUTCOMES)],
        8,
    )
