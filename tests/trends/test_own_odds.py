"""Odds corrected by a person's own record: ``python -m bench.calibration.own_odds`` takes more people."""

import pytest

from bench.calibration.own_odds import MISJUDGMENTS, errors, table


@pytest.mark.parametrize("name", [name for name, (mean, spread) in MISJUDGMENTS.items() if mean or spread])
def test_corrected_odds_are_nearer_to_the_truth_for_those_who_misjudge(name: str) -> None:
    stated, corrected = errors(name, 10, 200)
    assert corrected < 0.9 * stated


def test_a_correction_costs_those_who_judge_well_little() -> None:
    stated, corrected = errors("no bias at all", 40, 200)
    assert corrected < stated + 0.03


def test_the_table_has_a_row_for_each_number_of_settled_forecasts() -> None:
    rows = table(5).splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| 10", "| 20", "| 40"]
