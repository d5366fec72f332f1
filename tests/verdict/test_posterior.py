"""The posterior's draws against closed forms, and against sums over a grid that share nothing with the sampler."""

from collections.abc import Callable
from math import exp, lgamma, log

import numpy as np
import pytest
from scipy.special import digamma

from netroi_core.verdict import posterior as module
from netroi_core.verdict.posterior import (
    outcome_sums,
    sample_pert,
    sample_posterior,
    sample_rates,
    sample_typical_values,
)
from tests.evidences import evidence

DRAWS = 100_000


def chance(seed: int = 7) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize(("low", "likely", "high"), [(0, 300, 1000), (100, 100, 900), (50, 600, 600), (1e9, 2e9, 4e9)])
def test_a_range_has_the_mean_and_variance_of_its_pert(low: float, likely: float, high: float) -> None:
    drawn = sample_pert(low, likely, high, DRAWS, chance())
    mean = (low + 4 * likely + high) / 6
    variance = (mean - low) * (high - mean) / 7
    assert drawn.mean() == pytest.approx(mean, rel=0.01)
    assert drawn.var() == pytest.approx(variance, rel=0.02)
    assert low <= drawn.min() <= drawn.max() <= high
    assert drawn.min() > 0


def test_an_open_outcome_happens_as_often_as_its_probability_says() -> None:
    uncertain = evidence({"one_on_one": [100, 200], "group_events": [100]}, probability=[1, 0.3, 0.8])
    sums = outcome_sums(uncertain, DRAWS, chance())
    assert sums.credits.mean(1) == pytest.approx([1.3, 0.8], abs=0.01)
    assert sums.credits.var(1) == pytest.approx([0.21, 0.16], abs=0.01)


def test_only_one_approach_has_the_student_posterior_of_a_mean() -> None:
    values = np.array([100.0, 250.0, 90.0, 400.0, 1000.0, 40.0, 300.0])
    sums = outcome_sums(evidence({"one_on_one": values.tolist()}), DRAWS, chance())
    typical, variance = sample_typical_values(sums, DRAWS, chance(), sweeps=20)
    logs = np.log(values)
    scale, freedom = module.TAIL_WEIGHT + logs.var() * 7, module.TAIL_WEIGHT + 6
    assert typical.mean() == pytest.approx(logs.mean(), abs=0.01)
    assert typical.var() == pytest.approx(scale / 7 / (freedom - 2), rel=0.03)
    assert variance.mean() == pytest.approx(scale / (freedom - 2), rel=0.02)


@pytest.mark.parametrize(
    ("brought", "cost"), [((4,), (50,)), ((1, 6, 0), (100, 100, 100)), ((2, 3, 2), (10, 90, 30)), ((12, 30), (50, 40))]
)
@pytest.mark.parametrize("quarters", [1, 8])
def test_rates_have_the_means_that_a_grid_of_the_model_has(
    brought: tuple[float, ...], cost: tuple[float, ...], quarters: int
) -> None:
    counts, costs = np.array(brought, float), np.array(cost, float)
    drawn = sample_rates(counts[:, None], np.ones(counts.size), costs, quarters, DRAWS, chance())
    by_grid = _by_grid(counts, costs, quarters, lambda k, common: (k + counts) / (k / common + costs))
    assert drawn.mean(1) == pytest.approx(by_grid, rel=0.03)


def test_next_to_no_cost_leaves_a_rate_to_what_the_others_teach_as_a_grid_of_the_model_has_it() -> None:
    # In logs: the rate itself has so heavy a tail that the mean of its draws says little.
    counts, costs = np.array([4.0, 9.0, 0.0]), np.array([70.0, 90.0, 1.6e-4])
    drawn = np.log(sample_rates(counts[:, None], np.ones(3), costs, 8, DRAWS, chance()))
    by_grid = _by_grid(counts, costs, 8, lambda k, common: digamma(k + counts) - np.log(k / common + costs))
    assert drawn.mean(1) == pytest.approx(by_grid, abs=0.04)


def _by_grid(
    counts: np.ndarray, cost: np.ndarray, quarters: int, mean: Callable[[float, float], np.ndarray]
) -> np.ndarray:
    """The mean of a figure of each rate, from its mean given k and λ₀."""
    weights, means = [], []
    for k in (1 / spread**2 for spread in module.RATE_SPREADS):
        for common in np.exp(np.linspace(-14, 6, 4000)):
            likelihood = sum(
                lgamma(k + n) - lgamma(k) + k * log(k / (k + common * c)) + n * log(common / (k + common * c))
                for n, c in zip(counts, cost, strict=True)
            )
            off = log(common * cost.sum() / quarters / module.PER_QUARTER.median) / module.PER_QUARTER.scale
            weights.append(exp(likelihood + 30) / (1 + off**2))
            means.append(mean(k, common))
    return np.average(means, axis=0, weights=weights)


def test_typical_values_have_the_means_that_a_grid_of_the_model_has() -> None:
    won = {"group_events": [100, 150], "one_on_one": [400, 900, 700, 1500], "social_media": [90]}
    sums = outcome_sums(evidence(won), DRAWS, chance())
    typical, variance = sample_typical_values(sums, DRAWS, chance())
    by_grid = _typical_values_by_grid([np.log(values) for values in won.values()])
    assert [*typical.mean(1), np.log(variance).mean()] == pytest.approx(by_grid, abs=0.02)


def _typical_values_by_grid(logs: list[np.ndarray]) -> list[float]:
    size, mean = np.array([values.size for values in logs]), np.array([values.mean() for values in logs])
    within = sum(values.var() * values.size for values in logs)
    weights, rows = [], []
    for spread in module.VALUE_SPREADS:
        for variance in np.exp(np.linspace(-5, 6, 4000)):
            apart = spread**2 + variance / size
            center = (mean / apart).sum() / (1 / apart).sum()
            density = -(np.log(apart).sum() + log((1 / apart).sum()) + ((mean - center) ** 2 / apart).sum()) / 2
            density -= (size.sum() - size.size) / 2 * log(variance) + within / variance / 2
            density -= module.TAIL_WEIGHT / 2 * log(variance) + module.TAIL_WEIGHT / variance / 2
            weights.append(exp(density))
            pull = 1 - variance / size / apart
            rows.append([*(center + pull * (mean - center)), log(variance)])
    return np.average(rows, axis=0, weights=weights).tolist()


def test_more_sweeps_change_nothing_to_speak_of() -> None:
    records = evidence({"group_events": [100, 150], "one_on_one": [400, 900, 700], "social_media": []}, probability=0.7)
    few, many = (
        np.quantile(sample_posterior(records, DRAWS, sweeps=n).log_return, (0.1, 0.5, 0.9), 1)
        for n in (module.SWEEPS, 4 * module.SWEEPS)
    )
    assert few == pytest.approx(many, abs=0.08)


def test_where_nothing_may_have_happened_returns_are_still_finite() -> None:
    records = evidence({"group_events": [100], "one_on_one": [], "social_media": [200]}, probability=0.01)
    assert np.isfinite(sample_posterior(records, 10_000).log_return).all()


def test_a_range_that_starts_at_nothing_and_a_spread_over_ten_orders_of_size_are_survived() -> None:
    wide = evidence({"group_events": [0.01, 1e10], "one_on_one": [0.01]}, low=0, high=1e6, probability=0.5)
    points = np.exp(np.quantile(sample_posterior(wide, 10_000).log_return, (0.05, 0.5, 0.95), 1))
    assert np.isfinite(points).all()


def test_shared_outcomes_leave_less_doubt_than_as_many_whole_ones_of_the_same_credit() -> None:
    whole = evidence({"group_events": [100] * 4, "one_on_one": [100] * 4})
    halves = evidence({"group_events": [100] * 8, "one_on_one": [100] * 8})
    halves.credit[:] = 0.5
    whole_doubt, halves_doubt = (
        sample_posterior(records, 20_000).log_rate.std(1).mean() for records in (whole, halves)
    )
    assert halves_doubt < whole_doubt


@pytest.mark.parametrize("returned", [0.01, 0.1, 10, 100])
def test_a_return_far_from_the_usual_is_believed_after_a_few_outcomes_that_agree(returned: float) -> None:
    values = [700.0, 1400.0, 900.0, 1000.0]
    records = evidence({"group_events": values, "one_on_one": values}, sum(values) / returned, quarters=5)
    middle = np.exp(np.median(sample_posterior(records, 20_000).log_return, 1))
    assert middle == pytest.approx([returned] * 2, rel=0.35)


def test_of_two_outcomes_in_one_quarter_that_are_large_the_half_is_taken_for_luck() -> None:
    records = evidence({"group_events": [4000], "one_on_one": [4000]}, 1000, quarters=1)
    middle = np.exp(np.median(sample_posterior(records, 20_000).log_return, 1))
    assert middle == pytest.approx([2, 2], rel=0.25)
