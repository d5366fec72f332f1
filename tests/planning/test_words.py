"""Forecasts in words: their range, their odds, and what they assume."""

from dataclasses import replace

from netroi_core.planning.outlook import Forecast
from netroi_core.planning.words import assumption, forecast_sentence
from netroi_core.report.index_points import IndexWords
from netroi_core.wording.wording import Words

FORECAST = Forecast(40.0, 400.0, 2000.0, 1200.0, -300.0, 1300.0, 5000.0, 0.83)


def test_a_forecast_is_an_estimate_with_its_range_and_odds() -> None:
    assert forecast_sentence(FORECAST, Words()) == (
        "Estimated net benefit: $1,200 a quarter on average, 90% likely to be between -$300 and $5,000; "
        "about 85% likely to beat your usual quarter."
    )


def test_without_amounts_it_is_told_for_each_unit() -> None:
    assert forecast_sentence(FORECAST, IndexWords("en_US", "XXX")) == (
        "Estimated: each 1 of money and time would return about 1.6 on average, 90% likely to be between 0.8 and 3.5."
    )


def test_a_forecast_beyond_belief_and_one_of_no_cost_are_not_told() -> None:
    for wild in (replace(FORECAST, expected=1e6), replace(FORECAST, cost=0.0)):
        assert forecast_sentence(wild, Words()) == "Too little is known to say what a quarter with this mix returns."


def test_the_assumption_says_what_twice_the_effort_is_worth() -> None:
    assert "1.6 times as much" in assumption(0.7, Words())
    assert "without limit" in assumption(1.0, Words())
