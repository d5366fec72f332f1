"""A person's own forecasts as sentences: how often what they expected came, the score, and an offered correction."""

from typing import Final

from netroi_core.trends.own_forecasts import MIN_SETTLED, ForecastBin, OwnForecasts
from netroi_core.wording.wording import Words, pluralize

# An offer counts the forecasts of a bin against so many that came as often as stated: few of them move it little.
_PRIOR_FORECASTS: Final = 5
# Probabilities are offered in steps of 5 percentage points: nobody states them more finely.
_STEP: Final = 0.05


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
    # Certainty is never offered: no record of a person rules out the next surprise.
    better = min(max(round(shrunk / _STEP) * _STEP, _STEP), 1 - _STEP)
    return round(better, 2) if abs(better - row.stated) >= _STEP - 1e-9 else None


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
    came = words.percent(100 * sum(row.forecasts * row.came for row in forecasts.bins) / forecasts.settled)
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
