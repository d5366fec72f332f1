"""How often what is said comes true: of the verdict, of a plain bootstrap, and of naming the highest ROI."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bench.calibration.careers import Career
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.verdict import judge

DRAWS: Final = 1_000
"""Per career; the verdict itself takes 20,000. The error that this adds to odds is 0.016 at most."""
BINS: Final = ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01))


@dataclass(frozen=True)
class Said:
    """What a method says of one career: the odds of being best, by approach; the 5 and 95 % points of returns."""

    best: Floats
    low: Floats
    high: Floats
    is_stick: bool = False


@dataclass(frozen=True)
class Score:
    """What was said over many careers, and what came true.

    ``odds`` are those of the approach that each was said to be likeliest, ``came_true`` whether it was the best,
    ``is_stick`` whether it was called so; ``covers`` is whether each interval, one for each approach, held the truth.
    """

    odds: Floats
    came_true: Floats
    is_stick: Floats
    covers: Floats

    @classmethod
    def of(cls, careers: Sequence[Career], method: Callable[[Evidence], Said]) -> "Score":
        """The score of a method over careers."""
        said = [method(career.evidence) for career in careers]
        pairs = list(zip(careers, said, strict=True))
        return cls(
            np.array([each.best.max() for each in said]),
            np.array([career.truth.argmax() == each.best.argmax() for career, each in pairs]),
            np.array([each.is_stick for each in said]),
            np.concatenate([(each.low <= career.truth) & (career.truth <= each.high) for career, each in pairs]),
        )

    @classmethod
    def over(cls, scores: Iterable["Score"]) -> "Score":
        """All of the scores together."""
        each = list(scores)
        return cls(
            *(np.concatenate([getattr(s, name) for s in each]) for name in ("odds", "came_true", "is_stick", "covers"))
        )

    @property
    def right(self) -> float:
        """How often the likeliest was the best, from 0 to 1."""
        return float(self.came_true.mean())

    @property
    def coverage(self) -> float:
        """How often an interval held the truth, from 0 to 1."""
        return float(self.covers.mean())

    def between(self, low: float, high: float) -> tuple[float, float, int]:
        """Of odds from low to below high: their mean, how often they came true, and how many there were."""
        return self._among((self.odds >= low) & (self.odds < high))

    def stick(self) -> tuple[float, float, int]:
        """Of the calls ``stick``: the mean odds, how often they came true, and how many there were."""
        return self._among(self.is_stick)

    def _among(self, chosen: Floats) -> tuple[float, float, int]:
        count = int(chosen.sum())
        return (float(self.odds[chosen].mean()), float(self.came_true[chosen].mean()), count) if count else (0, 0, 0)


def verdict(evidence: Evidence) -> Said:
    """What the verdict says."""
    judgement = judge(evidence, DRAWS)
    points = np.array([judgement.roi[approach] for approach in evidence.approaches]) + 1
    best = np.array([judgement.probability_best[approach] for approach in evidence.approaches])
    return Said(best, points[:, 0], points[:, 2], judgement.call == "stick")


def bootstrap(evidence: Evidence) -> Said:
    """What resampling the outcomes says, open ones at their expected value; sure enough at 0.9."""
    chance = np.random.default_rng(evidence.seed)
    count = len(evidence.outcomes)
    times = chance.multinomial(count, np.full(count, 1 / count), DRAWS)
    returned = times @ (evidence.expected_value[:, None] * evidence.credit) / evidence.cost
    best = np.bincount(returned.argmax(1), minlength=returned.shape[1]) / DRAWS
    low, high = np.quantile(returned, (0.05, 0.95), axis=0)
    return Said(best, low, high, bool(best.max() >= 0.9))


def naive(evidence: Evidence) -> Said:
    """The highest ROI, for sure."""
    best = np.eye(len(evidence.approaches))[evidence.returned.argmax()]
    return Said(best, evidence.returned, evidence.returned, is_stick=True)
