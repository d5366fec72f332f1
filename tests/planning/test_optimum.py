"""The best hours against closed forms and against every point of a grid; limits hold whatever is asked for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from netroi_core.planning.optimum import Allocation, best_hours

FREE = Allocation(
    value=np.array([300.0, 500.0, 120.0]),
    cost=np.array([60.0, 50.0, 40.0]),
    money=np.array([15.0, 6.0, 0.0]),
    least=np.zeros(3),
    most=np.full(3, 1e6),
    hours=1e6,
    budget=1e9,
    elasticity=0.5,
)
"""So much to give that no limit is felt."""


def tight(hours: float, budget: float, elasticity: float, least: tuple[float, float, float] = (0, 0, 0)) -> Allocation:
    return replace(
        FREE, least=np.array(least), most=np.full(3, hours), hours=hours, budget=budget, elasticity=elasticity
    )


@pytest.mark.parametrize("elasticity", [0.3, 0.5, 0.7])
def test_without_limits_an_hour_more_of_each_is_worth_just_what_it_costs(elasticity: float) -> None:
    problem = replace(FREE, elasticity=elasticity, value=np.array([90.0, 110.0, 60.0]))
    closed = (elasticity * problem.value / problem.cost) ** (1 / (1 - elasticity))
    assert best_hours(problem) == pytest.approx(closed, rel=1e-3)


def test_where_hours_are_short_the_last_hour_of_each_is_worth_the_same_more_than_it_costs() -> None:
    problem = tight(20, 1e9, 0.7)
    hours = best_hours(problem)
    slope = 0.7 * problem.value * hours**-0.3 - problem.cost
    assert hours.sum() == pytest.approx(20)
    assert slope == pytest.approx([slope[0]] * 3, rel=1e-2)
    assert slope[0] > 0


def test_without_diminishing_returns_all_goes_to_what_returns_most() -> None:
    assert best_hours(tight(20, 1e9, 1.0)) == pytest.approx([0, 20, 0], abs=1e-6)


def test_where_money_is_short_the_rest_of_the_hours_goes_to_what_costs_none() -> None:
    assert best_hours(tight(20, 60, 1.0)) == pytest.approx([0, 10, 10], abs=1e-6)


@pytest.mark.parametrize("elasticity", [0.5, 0.7, 1.0])
@pytest.mark.parametrize(("hours", "budget"), [(12, 1e9), (40, 150), (60, 0), (7, 30), (200, 900)])
@pytest.mark.parametrize("least", [(0, 0, 0), (1.5, 0, 0), (0, 0, 3)])
def test_no_point_of_a_grid_is_better(
    hours: float, budget: float, elasticity: float, least: tuple[float, float, float]
) -> None:
    if budget == 0:
        least = (0, 0, least[2])
    problem = tight(hours, budget, elasticity, least)
    problem = replace(problem, most=np.where(problem.money > budget / hours, budget / problem.money.clip(1e-9), hours))
    assert problem.net(best_hours(problem)) >= _best_of_grid(problem, 60) - 1e-6 * problem.value.max() * hours


def _best_of_grid(problem: Allocation, steps: int) -> float:
    axis = np.linspace(0, problem.hours, steps + 1)
    grid = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3)
    grid = np.maximum(grid, problem.least)
    is_within = (grid.sum(1) <= problem.hours) & (grid @ problem.money <= problem.budget)
    inside = grid[is_within & (grid <= problem.most).all(1)]
    return float((inside**problem.elasticity @ problem.value - inside @ problem.cost).max())


sizes = st.floats(0, 1e5).map(lambda size: round(size, 2))
threes = st.tuples(sizes, sizes, sizes).map(np.array)


@settings(max_examples=150, deadline=None)
@over(threes, threes, threes, st.floats(0, 1), st.floats(0, 2000), st.floats(0, 1e5), st.floats(0.2, 1))
def test_limits_hold_and_the_least_is_kept_whatever_the_figures(
    value: np.ndarray, cost: np.ndarray, money: np.ndarray, share: float, hours: float, budget: float, elasticity: float
) -> None:
    most = np.minimum(hours, np.divide(budget, money, where=money > 0, out=np.full(3, hours)))
    least = np.array([share * most[0], 0, 0])
    hours_found = best_hours(Allocation(value, cost, money, least, most, hours, budget, elasticity))
    assert (hours_found >= least * (1 - 1e-9)).all()
    assert (hours_found <= most * (1 + 1e-9)).all()
    assert hours_found.sum() <= hours * (1 + 1e-9)
    assert hours_found @ money <= budget * (1 + 1e-9)


def test_nothing_to_give_is_given_to_nothing() -> None:
    assert best_hours(replace(tight(0, 100, 0.7), most=np.zeros(3))).tolist() == [0, 0, 0]


def test_the_same_question_always_gets_the_same_answer() -> None:
    assert best_hours(tight(33, 200, 0.7)).tolist() == best_hours(tight(33, 200, 0.7)).tolist()
