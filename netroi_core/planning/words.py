"""Forecasts as sentences, and what they assume; never surer than the odds."""

from typing import Final

from netroi_core.planning.outlook import Forecast
from netroi_core.verdict.words import odds_phrase
from netroi_core.wording.wording import Words

_TOO_LITTLE: Final = "Too little is known to say what a quarter with this mix returns."
# From so many times its cost on, the number itself would promise too much.
_BEYOND: Final = 100


def forecast_sentence(forecast: Forecast, words: Words) -> str:
    """Return a forecast with its 90% interval, and how it compares with the usual mix."""
    if forecast.expected > _BEYOND * forecast.cost or not forecast.cost:
        return _TOO_LITTLE
    if not words.shows_amounts:
        points = (forecast.low, forecast.expected, forecast.high)
        low, middle, high = (words.number(max(0.0, 1 + point / forecast.cost), 1) for point in points)
        return (
            f"Estimated: each {words.whole_money(1)} of money and time would return about {middle} on average, "
            f"90% likely to be between {low} and {high}."
        )
    low, middle, high = (words.money(point) for point in (forecast.low, forecast.expected, forecast.high))
    return (
        f"Estimated net benefit: {middle} a quarter on average, 90% likely to be between {low} and {high}; "
        f"{odds_phrase(forecast.beats_present)} likely to beat your usual quarter."
    )


def assumption(elasticity: float, words: Words) -> str:
    """Return the assumption of diminishing returns."""
    if elasticity >= 1:
        return "Assumed, not measured: twice the effort is worth twice as much, without limit."
    times = words.number(2**elasticity, 1)
    return f"Assumed, not measured: twice the effort is worth {times} times as much, as the best chances come first."
