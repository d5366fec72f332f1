"""The ideal observers against a few simulated careers: ``python -m bench.calibration.floor`` takes more."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest

from bench.calibration import floor
from bench.calibration.careers import (
    FAMILIES,
    Career,
    Draw,
    Family,
    careers,
    gamma_values,
    lognormal_values,
    mixed_values,
)
from bench.calibration.scores import Score, verdict


@pytest.fixture(autouse=True)
def _fewer_draws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, count in (("_PROPOSALS", 1_000), ("DRAWS", 400), ("_REPORTED", 1_000_000)):
        monkeypatch.setattr(floor, name, count)
    yield
    floor._log_densities.cache_clear()


def simulated(family: Family, count: int) -> list[Career]:
    return [career for career in careers(family, count, 11) if career.evidence.outcomes]


@pytest.mark.parametrize(
    ("values", "log_mean", "log_spread"),
    [(lognormal_values, -0.32, 0.8), (floor.lognormal_mixed_values, -0.97, 1.41)],
)
def test_densities_of_values_are_those_of_the_law_that_they_come_from(
    values: Draw, log_mean: float, log_spread: float
) -> None:
    steps = np.linspace(-1.5, 1.5, 21)
    exact = floor.log_density(values, False, log_mean + log_spread * steps)
    assert exact == pytest.approx(-(steps**2) / 2 - np.log(log_spread * np.sqrt(2 * np.pi)), abs=0.1)


def test_the_guess_of_a_range_spreads_further_than_an_exact_value() -> None:
    far = np.linspace(1.2, 1.4, 11)
    assert (floor.log_density(gamma_values, True, far) > floor.log_density(gamma_values, False, far) + 0.05).all()


def test_who_is_told_the_family_errs_less_than_the_verdict() -> None:
    alike = FAMILIES["alike"]
    known = simulated(alike, 80)
    errors = [
        np.log(Score.of(known, method).ratio).std() for method in (partial(floor.untold, families=[alike]), verdict)
    ]
    assert errors[0] < 0.9 * errors[1]


def test_a_role_is_told_by_its_size() -> None:
    sizes = mixed_values(np.random.default_rng(3), 100_000)
    assert (sizes > floor.LEAST_ROLE).mean() == pytest.approx(0.15, abs=0.003)


def test_low_odds_to_pay_come_true_too_often_only_while_no_role_is_on_record() -> None:
    gaps = []
    for known in floor.split_by_role(simulated(FAMILIES["mixed"], 200)):
        said, paid, count = Score.of(known, verdict).pays_between(0, 0.4)
        assert count > 60
        gaps.append(paid - said)
    assert gaps[0] < 0.1 < 0.15 < gaps[1]
