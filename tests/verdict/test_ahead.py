"""By when it will be known which approach is best: ``python -m bench.calibration.ahead`` takes more careers."""

import numpy as np

from bench.calibration.ahead import Forecast, forecasts, table
from bench.calibration.careers import FAMILIES, careers


def test_a_career_until_its_end_is_all_of_it_and_grows_by_quarters() -> None:
    for career in careers(FAMILIES["usual"], 20, 7):
        quarters = career.cost.shape[1]
        whole, before = career.until(quarters), career.until(quarters - 1)
        assert whole.seed == career.evidence.seed
        assert (before.cost < whole.cost).all()
        assert len(before.outcomes) == (career.quarter < quarters - 1).sum()
        assert before.quarters == quarters - 1


def test_the_table_compares_each_chance_with_the_result_and_the_named_quarter_separately() -> None:
    likely = Forecast(np.array([0.1, 0.3, 0.5, 0.7]), np.array([False, False, True, True]))
    never = Forecast(np.array([0.1, 0.1, 0.1, 0.1]), np.array([False] * 4))
    assert (likely.named, never.named) == (2, None)
    rows = table([likely] * 30 + [never] * 30).splitlines()
    assert rows[2] == "| the next quarter | 0.10 → 0.00 (60) | – | – | – | – |"
    assert rows[-1] == "| the quarter that the pages name | – | – | 0.50 → 1.00 (30) | – | – |"


def test_chances_to_know_the_best_approach_are_calibrated() -> None:
    made = list(forecasts(8))
    said, came = (np.mean([getattr(forecast, name) for forecast in made]) for name in ("said", "came"))
    assert len(made) > 30
    assert abs(said - came) < 0.15
