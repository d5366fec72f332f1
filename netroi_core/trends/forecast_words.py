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
    return f"Outcomes you called {stated} likely came {came} of the time: next time you might say {better}"


def offered(row: ForecastBin) -> float | None:
    """Return the probability to say instead, shrunk towards what was said; None where it is about the same.

    >>> offered(ForecastBin(10, 0.6, 0.45)), offered(ForecastBin(2, 0.5, 0.5))
    (0.5, None)
    """
    shrunk = (row.forecasts * row.came + _PRIOR_FORECASTS * row.stated) / (row.forecasts + _PRIOR_FORECASTS)
    # Certainty is never offered: no record of a person rules out the next surprise.
    better = min(max(round(shrunk / _STEP) * _STEP, _STEP), 1 - _STEP)
    return round(better, 2) if abs(better - row.stated) >= _STEP - 1e-9 else None


def score_sentence(forecasts: OwnForecasts, words: Words) -> str:
    """Return the Brier score with its interval, compared with always saying the base rate."""
    low, high = forecasts.interval
    if high < forecasts.base_brier:
        verdict = "better than always saying how often they come on average"
    elif low > forecasts.base_brier:
        verdict = "worse than always saying how often they come on average"
    else:
        verdict = "too close to always saying how often they come on average to tell which is better"
    score, from_low, to_high, base = (words.number(n, 2) for n in (forecasts.brier, low, high, forecasts.base_brier))
    return (
        f"Brier score {score} over {forecasts.settled} settled forecasts (0 is perfect), 90% likely to be between "
        f"{from_low} and {to_high}. Always saying the average would score {base}: yours is {verdict}."
    )


def too_few_sentence(settled: int) -> str:
    """Return when the score of the person's forecasts will be there."""
    so_far = pluralize(settled, "forecast is settled", "forecasts are settled")
    return f"From {MIN_SETTLED} settled forecasts on, you see how often they came true: {so_far} so far."


def bin_sentence(row: ForecastBin, words: Words) -> str:
    """Return a bin in words."""
    stated, came = words.percent(100 * row.stated), words.percent(100 * row.came)
    return f"{pluralize(row.forecasts, 'forecast')} of about {stated}: {came} came"
