"""The calibration and bias of three methods: the verdict, a plain bootstrap, and naming the highest ROI."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bench.calibration.careers import Career
from netroi_core.planning.outlook import known_approaches
from netroi_core.verdict.evidence import Evidence, Floats
from netroi_core.verdict.verdict import judge

DRAWS: Final = 1_000
"""Per career; the verdict itself takes 20,000. The error that this adds to odds is 0.016 at most."""
BINS: Final = ((0.5, 0.7), (0.7, 0.9), (0.9, 1.01))

Statistics = tuple[float, float, int]


@dataclass(frozen=True)
class Prediction:
    """The prediction of one career, by approach.

    Attributes:
        best: The odds of being best.
        pays: The odds of returning more than it costs.
        points: The 5, 50 and 95 % points of the return, a row each.
        is_stick: True if the call is ``stick``.
    """

    best: Floats
    pays: Floats
    points: Floats
    is_stick: bool = False


@dataclass(frozen=True)
class Score:
    """The predictions over many careers, against the truth.

    The first three arrays have an element for each career, the others one for each approach of each career.

    Attributes:
        odds: Those of the approach that was most likely the best.
        came_true: True where that was the best.
        is_stick: True where the call was ``stick``.
        covers: True where the interval held the truth.
        ratio: The middle of the interval ÷ the truth; 0 where a method says 0.
        truth: The true return.
        pays: The odds of returning more than it costs.
        outcomes: The number of outcomes of the career, over all approaches.
        is_shown: True where the app shows the estimate: an outcome won, or open ones that add up to half of one.
    """

    odds: Floats
    came_true: NDArray[np.bool_]
    is_stick: NDArray[np.bool_]
    covers: NDArray[np.bool_]
    ratio: Floats
    truth: Floats
    pays: Floats
    outcomes: NDArray[np.intp]
    is_shown: NDArray[np.bool_]

    @classmethod
    def of(cls, careers: Sequence[Career], method: Callable[[Evidence], Prediction]) -> "Score":
        """Return the score of a method over careers."""
        predictions = [method(career.evidence) for career in careers]
        truth = np.concatenate([career.truth for career in careers])
        low, middle, high = np.concatenate([prediction.points for prediction in predictions], axis=1)
        return cls(
            np.array([prediction.best.max() for prediction in predictions]),
            np.array([p.best.argmax() == c.truth.argmax() for p, c in zip(predictions, careers, strict=True)]),
            np.array([prediction.is_stick for prediction in predictions]),
            (low <= truth) & (truth <= high),
            middle / truth,
            truth,
            np.concatenate([prediction.pays for prediction in predictions]),
            np.repeat([len(c.evidence.outcomes) for c in careers], [c.truth.size for c in careers]),
            np.concatenate([np.isin(c.evidence.approaches, list(known_approaches(c.evidence))) for c in careers]),
        )

    @classmethod
    def over(cls, scores: Iterable["Score"]) -> "Score":
        """Return the score over the careers of all of these."""
        parts = list(scores)
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @property
    def right(self) -> float:
        """The share of careers whose likeliest approach was the best."""
        return float(self.came_true.mean())

    @property
    def coverage(self) -> float:
        """The share of intervals that held the truth."""
        return float(self.covers.mean())

    def between(self, low: float, high: float) -> Statistics:
        """Return the mean of odds from low to below high, the share that came true, and their number."""
        return _among(self.odds, self.came_true, (self.odds >= low) & (self.odds < high))

    def stick(self) -> Statistics:
        """Return the mean odds of the calls ``stick``, the share that came true, and their number."""
        return _among(self.odds, self.came_true, self.is_stick)

    def pays_between(self, low: float, high: float) -> Statistics:
        """Return the mean of odds to pay from low to below high, the share that paid, and their number."""
        return _among(self.pays, self.truth > 1, (self.pays >= low) & (self.pays < high))

    def bias(self, bucket: tuple[int, int], *, shown_only: bool = False) -> tuple[float, float, float, int]:
        """Return how far the estimates of careers with so many outcomes are off, and their number.

        Geometric mean of estimate ÷ truth, arithmetic mean of it, and the sum of estimates ÷ the sum of truths, over
        all approaches or only those whose estimates the app shows.
        """
        chosen = self.has_outcomes(bucket) & (self.is_shown | (not shown_only))
        ratio, truth = self.ratio[chosen], self.truth[chosen]
        if not ratio.size:
            return 1.0, 1.0, 1.0, 0
        geometric = float(np.exp(np.log(ratio).mean()))
        return geometric, float(ratio.mean()), float(ratio @ truth / truth.sum()), ratio.size

    def has_outcomes(self, bucket: tuple[int, int]) -> NDArray[np.bool_]:
        """Return for each approach whether its career has so many outcomes, both ends included."""
        return (self.outcomes >= bucket[0]) & (self.outcomes <= bucket[1])


def log_errors(ours: Score, recorded: Score, bucket: tuple[int, int]) -> tuple[float, float]:
    """Return the root mean square log errors of two scores, over the approaches that have an outcome on record."""
    chosen = ours.has_outcomes(bucket) & ours.is_shown
    first, second = (
        float(np.sqrt((np.log(score.ratio[chosen]) ** 2).mean())) if chosen.any() else 0.0 for score in (ours, recorded)
    )
    return first, second


def _among(odds: Floats, came_true: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Statistics:
    count = int(chosen.sum())
    return (float(odds[chosen].mean()), float(came_true[chosen].mean()), count) if count else (0.0, 0.0, 0)


def verdict(evidence: Evidence) -> Prediction:
    """Predict by the verdict."""
    judged = judge(evidence, DRAWS)
    best, pays = (
        np.array([odds[approach] for approach in evidence.approaches])
        for odds in (judged.probability_best, judged.probability_pays)
    )
    points = np.array([judged.roi[approach] for approach in evidence.approaches]).T + 1
    return Prediction(best, pays, points, judged.call == "stick")


def bootstrap(evidence: Evidence) -> Prediction:
    """Predict by resampling the outcomes, open ones at their expected value; stick from odds of 0.9 on."""
    rng = np.random.default_rng(evidence.seed)
    count = len(evidence.outcomes)
    times = rng.multinomial(count, np.full(count, 1 / count), DRAWS)
    returned = times @ (evidence.expected_value[:, None] * evidence.credit) / evidence.cost
    best = np.bincount(returned.argmax(1), minlength=returned.shape[1]) / DRAWS
    points = np.quantile(returned, (0.05, 0.5, 0.95), axis=0)
    return Prediction(best, (returned > 1).mean(0), points, bool(best.max() >= 0.9))


def naive(evidence: Evidence) -> Prediction:
    """Predict that each approach returns what it has on record, and the highest most, for sure."""
    returned = evidence.returned
    best = np.eye(len(evidence.approaches))[returned.argmax()]
    return Prediction(best, (returned > 1).astype(np.float64), np.tile(returned, (3, 1)), is_stick=True)
