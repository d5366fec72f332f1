"""The calibration and coverage of three methods: the verdict, a plain bootstrap, and naming the highest ROI."""

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
class Prediction:
    """The prediction of one career: the odds of being best and the 5 and 95 % points of the return, by approach."""

    best: Floats
    low: Floats
    high: Floats
    is_stick: bool = False


@dataclass(frozen=True)
class Score:
    """The predictions over many careers, against the truth.

    Attributes:
        odds: Those of the approach that was most likely the best (a career each).
        came_true: True where that was the best.
        is_stick: True where the call was ``stick``.
        covers: True where an interval held the truth (one for each approach and career).
    """

    odds: Floats
    came_true: Floats
    is_stick: Floats
    covers: Floats

    @classmethod
    def of(cls, careers: Sequence[Career], method: Callable[[Evidence], Prediction]) -> "Score":
        """Return the score of a method over careers."""
        predictions = [method(career.evidence) for career in careers]
        truths = [career.truth for career in careers]
        pairs = list(zip(predictions, truths, strict=True))
        return cls(
            np.array([prediction.best.max() for prediction in predictions]),
            np.array([prediction.best.argmax() == truth.argmax() for prediction, truth in pairs]),
            np.array([prediction.is_stick for prediction in predictions]),
            np.concatenate([(prediction.low <= truth) & (truth <= prediction.high) for prediction, truth in pairs]),
        )

    @classmethod
    def over(cls, scores: Iterable["Score"]) -> "Score":
        """Return the score over the careers of all of these."""
        parts = list(scores)
        names = ("odds", "came_true", "is_stick", "covers")
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @property
    def right(self) -> float:
        """The share of careers whose likeliest approach was the best."""
        return float(self.came_true.mean())

    @property
    def coverage(self) -> float:
        """The share of intervals that held the truth."""
        return float(self.covers.mean())

    def between(self, low: float, high: float) -> tuple[float, float, int]:
        """Return the mean of odds from low to below high, the share that came true, and their number."""
        return self._among((self.odds >= low) & (self.odds < high))

    def stick(self) -> tuple[float, float, int]:
        """Return the mean odds of the calls ``stick``, the share that came true, and their number."""
        return self._among(self.is_stick)

    def _among(self, chosen: Floats) -> tuple[float, float, int]:
        count = int(chosen.sum())
        return (float(self.odds[chosen].mean()), float(self.came_true[chosen].mean()), count) if count else (0, 0, 0)


def verdict(evidence: Evidence) -> Prediction:
    """Predict by the verdict."""
    judged = judge(evidence, DRAWS)
    points = np.array([judged.roi[approach] for approach in evidence.approaches]) + 1
    best = np.array([judged.probability_best[approach] for approach in evidence.approaches])
    return Prediction(best, points[:, 0], points[:, 2], judged.call == "stick")


def bootstrap(evidence: Evidence) -> Prediction:
    """Predict by resampling the outcomes, open ones at their expected value; stick from odds of 0.9 on."""
    rng = np.random.default_rng(evidence.seed)
    count = len(evidence.outcomes)
    times = rng.multinomial(count, np.full(count, 1 / count), DRAWS)
    returned = times @ (evidence.expected_value[:, None] * evidence.credit) / evidence.cost
    best = np.bincount(returned.argmax(1), minlength=returned.shape[1]) / DRAWS
    low, high = np.quantile(returned, (0.05, 0.95), axis=0)
    return Prediction(best, low, high, bool(best.max() >= 0.9))


def naive(evidence: Evidence) -> Prediction:
    """Predict the highest ROI, for sure."""
    best = np.eye(len(evidence.approaches))[evidence.returned.argmax()]
    return Prediction(best, evidence.returned, evidence.returned, is_stick=True)
