"""Own forecasts: how often the outcomes came that the person called so likely.

The Brier score is the mean squared difference between the stated probability and what happened, 1 or 0 (Brier, Monthly
Weather Review, 1950); always saying the base rate scores base × (1 − base). Lower is better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netroi_core.workspace.records import Outcome

_Floats = NDArray[np.float64]

# With fewer settled forecasts, one surprise decides the score.
MIN_SETTLED: Final = 10
# The mean difference between stated and came from which on a person judges differently from what happens.
MISJUDGED: Final = 0.1
_RESAMPLES: Final = 2_000
_BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class ForecastBin:
    """The settled forecasts of similar probability: their mean, and the share of them that came."""

    forecasts: int
    stated: float
    came: float


@dataclass(frozen=True)
class OwnForecasts:
    """The score of a person's settled forecasts.

    Attributes:
        settled: Their number.
        brier: The Brier score.
        interval: Its 5 and 95 % points, by resampling.
        base_brier: The score of always saying the base rate.
        bins: The reliability: stated against came.
        correction: What to add to a stated probability: the mean of came less stated.
    """

    settled: int
    brier: float
    interval: tuple[float, float]
    base_brier: float
    bins: tuple[ForecastBin, ...]
    correction: float

    @property
    def is_misjudged(self) -> bool:
        """True if outcomes come clearly more or less often than stated."""
        return abs(self.correction) >= MISJUDGED


def own_forecasts(outcomes: Iterable[Outcome]) -> OwnForecasts | None:
    """Return the score of the last probability stated for each settled outcome; None below MIN_SETTLED of them."""
    pairs = [
        (outcome.stated[-1].probability, float(outcome.status == "won"))
        for outcome in outcomes
        if outcome.stated and outcome.status != "open"
    ]
    if len(pairs) < MIN_SETTLED:
        return None
    stated, came = np.array(pairs).T
    errors = (stated - came) ** 2
    samples = np.random.default_rng(0).choice(errors, (_RESAMPLES, len(errors))).mean(1)
    low, high = np.quantile(samples, (0.05, 0.95)).tolist()
    return OwnForecasts(
        len(pairs),
        brier_score(stated.tolist(), came.tolist()),
        (low, high),
        float(came.mean() * (1 - came.mean())),
        tuple(_bins(stated, came)),
        float((came - stated).mean()),
    )


def brier_score(stated: Sequence[float], came: Sequence[float]) -> float:
    """Return the mean squared difference between stated probabilities and what happened.

    >>> brier_score([0.5, 1.0], [1, 1])
    0.125
    """
    return sum((probability - happened) ** 2 for probability, happened in zip(stated, came, strict=True)) / len(stated)


def _bins(stated: _Floats, came: _Floats) -> Iterable[ForecastBin]:
    indices = np.clip(np.digitize(stated, _BINS) - 1, 0, len(_BINS) - 2)
    for index in sorted(set(indices.tolist())):
        inside = indices == index
        yield ForecastBin(int(inside.sum()), float(stated[inside].mean()), float(came[inside].mean()))
