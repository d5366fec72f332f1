"""Own forecasts: how often outcomes happened at the probability that the person stated, and sentences about it.

The Brier score is the mean squared difference between the stated probability and what happened, 1 or 0 (Brier, Monthly
Weather Review, 1950); always saying the base rate scores base × (1 − base). Lower is better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netroi_core.wording.wording import Words, pluralize
from netroi_core.workspace.records import Outcome

_Floats = NDArray[np.float64]

# With fewer settled forecasts, one surprise decides the score.
MIN_SETTLED: Final = 10
# The mean difference between stated and came from which on a person judges differently from what happens.
MISJUDGED: Final = 0.1
_RESAMPLES: Final = 2_000
_BINS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
# An offer counts the forecasts of a bin against so many that came as often as stated: few of them move it little.
_PRIOR_FORECASTS: Final = 5
# Probabilities are offered in steps of 5 percentage points: nobody states them more finely.
_STEP: Final = 0.05


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
        correction: The mean of came less stated.
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

    @property
    def stated(self) -> float:
        """The mean stated probability."""
        return sum(row.forecasts * row.stated for row in self.bins) / self.settled

    @property
    def came(self) -> float:
        """The share that came true."""
        return self.stated + self.correction

    def corrected(self, probability: float) -> float:
        """Return the probability at which an open outcome counts, given the one that the person states for it.

        A constant on the log-odds scale moves the mean of what was stated to what came (Cox, Two Further Applications
        of a Model for Binary Regression, 1958), pulled toward what was stated, as if more forecasts had come as often.

        >>> OwnForecasts(10, 0.4, (0.3, 0.5), 0.25, (ForecastBin(10, 0.8, 0.5),), -0.3).corrected(0.8)
        0.6
        """
        if not self.is_misjudged:
            return probability
        shrunk = (self.settled * self.came + _PRIOR_FORECASTS * self.stated) / (self.settled + _PRIOR_FORECASTS)
        # An overconfident 100% isn't certain, nor is an underconfident 0%.
        stated = min(probability, 1 - _STEP) if self.correction < 0 else max(probability, _STEP)
        usual, true = (share / (1 - share) for share in (_uncertain(self.stated), shrunk))
        return round(stated * true / (stated * true + (1 - stated) * usual), 6)


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


def forecasts_title(forecasts: OwnForecasts, words: Words) -> str:
    """Return the finding: the bin of similar forecasts that is farthest from what came, with a correction to consider.

    Corrections are offered only where a bin differs by a step or more once chance is allowed for.
    """
    offers = [row for row in forecasts.bins if offered(row) is not None]
    if not offers:
        return "Your forecasts come true about as often as you say"
    row = max(offers, key=lambda row: row.forecasts * abs(row.came - row.stated))
    stated, came, better = (words.percent(100 * share) for share in (row.stated, row.came, offered(row) or 0.0))
    return f"Outcomes you called {stated} likely happened {came} of the time; next time, try {better}"


def offered(row: ForecastBin) -> float | None:
    """Return the probability to say instead, shrunk toward what was said; None where it is about the same.

    >>> offered(ForecastBin(10, 0.6, 0.45)), offered(ForecastBin(2, 0.5, 0.5))
    (0.5, None)
    """
    shrunk = (row.forecasts * row.came + _PRIOR_FORECASTS * row.stated) / (row.forecasts + _PRIOR_FORECASTS)
    better = _uncertain(round(shrunk / _STEP) * _STEP)
    return round(better, 2) if abs(better - row.stated) >= _STEP - 1e-9 else None


def _uncertain(probability: float) -> float:
    """Return a probability clamped away from 0 and 1, where log odds are infinite: a surprise is always possible."""
    return min(max(probability, _STEP), 1 - _STEP)


def score_sentence(forecasts: OwnForecasts, words: Words) -> str:
    """Return the Brier score, compared by its interval with always saying the base rate."""
    low, high = forecasts.interval
    if high < forecasts.base_brier:
        verdict = "so yours are likely better"
    elif low > forecasts.base_brier:
        verdict = "so yours are likely worse"
    else:
        verdict = "too close to say which is better"
    score, base = (words.number(brier, 2) for brier in (forecasts.brier, forecasts.base_brier))
    came = words.percent(100 * forecasts.came)
    return (
        f"Your {forecasts.settled:,} settled forecasts score {score} (Brier score, 0 is perfect). "
        f"Always saying {came}, the share that came true, would score {base}, {verdict}."
    )


def too_few_sentence(settled: int) -> str:
    """Return when the score of the person's forecasts will be there."""
    so_far = pluralize(settled, "forecast is settled", "forecasts are settled")
    return f"From {MIN_SETTLED} settled forecasts on, you see how often they came true: {so_far} so far."


def bin_sentence(row: ForecastBin, words: Words) -> str:
    """Return a bin in words."""
    stated, came = words.percent(100 * row.stated), words.percent(100 * row.came)
    return f"{pluralize(row.forecasts, 'forecast')} of about {stated}: {came} happened"


def _bins(stated: _Floats, came: _Floats) -> Iterable[ForecastBin]:
    indices = np.clip(np.digitize(stated, _BINS) - 1, 0, len(_BINS) - 2)
    for index in sorted(set(indices.tolist())):
        inside = indices == index
        yield ForecastBin(int(inside.sum()), float(stated[inside].mean()), float(came[inside].mean()))
