"""The optimal hours within limits, under diminishing returns.

The objective is the largest Σ valueᵢ·hᵢ^e − costᵢ·hᵢ. In yᵢ = hᵢ^e, value is linear, and costs and limits are convex
and smooth for every elasticity 0 < e ≤ 1, so that a local maximum is the global one (Boyd and Vandenberghe, Convex
Optimization, 2004, section 4.2.2). In hᵢ itself the slope at 0 would be infinite.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from netroi_core.verdict.evidence import Floats

_PRECISION: Final = 1e-12
_STEPS: Final = 200


@dataclass(frozen=True, eq=False)
class Allocation:
    """An allocation of hours to n approaches; nothing in it is negative.

    Attributes:
        value: The value of the first hour (n).
        cost: The cost of each hour (n), ``money`` the part of it that is paid out.
        least: The minimum of hours (n), within all limits; ``most`` the maximum.
        hours: The limit of all hours together, ``budget`` that of all money.
        elasticity: The exponent of value (above 0, at most 1).
    """

    value: Floats
    cost: Floats
    money: Floats
    least: Floats
    most: Floats
    hours: float
    budget: float
    elasticity: float

    def net(self, hours: Floats) -> float:
        """Return the value of these hours (n) less their cost."""
        return float(self.value @ hours**self.elasticity - self.cost @ hours)


def best_hours(problem: Allocation) -> Floats:
    """Return the hours (n) with the largest net value; always the same for the same problem.

    >>> problem = Allocation(*map(np.array, ([8.0, 4.0], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0], [9.0, 9.0])), 10, 0, 0.5)
    >>> best_hours(problem).round(3).tolist()
    [8.0, 2.0]
    """
    if problem.hours <= 0:
        return np.zeros_like(problem.value)
    # All starts lead to the same optimum; where the solver stops on the way from one, it gets there from another.
    alone = [problem.least + extra for extra in np.diag(problem.most - problem.least)]
    starts = [_within(problem, start) for start in (problem.least, *alone)]
    return max((hours for start in starts for hours in (start, _climb(problem, start))), key=problem.net)


def _climb(problem: Allocation, start: Floats) -> Floats:
    """Return the hours that the solver arrives at from these."""
    # Imported here, because it takes half as long as that of Streamlit, and the first page shows its headline without.
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy comes without types

    # Scaled for the solver: hours as shares of all, money and values near 1.
    whole, power = problem.hours, 1 / problem.elasticity
    value, cost = problem.value * whole**problem.elasticity, problem.cost * whole
    scale = max(float(value.max()), float(cost.max())) or 1.0
    price = problem.money * whole
    dearest = max(float(price.max()), problem.budget) or 1.0

    def loss(y: Floats) -> tuple[float, Floats]:
        return float(cost @ y**power - value @ y) / scale, (cost * power * y ** (power - 1) - value) / scale

    def room(size: Floats, limit: float) -> dict[str, Any]:
        return {
            "type": "ineq",
            "fun": lambda y: limit - size @ y**power,
            "jac": lambda y: -size * power * y ** (power - 1),
        }

    lowest, highest, first = ((hours / whole) ** problem.elasticity for hours in (problem.least, problem.most, start))
    solution = minimize(
        loss,
        first,
        jac=True,
        bounds=list(zip(lowest, highest, strict=True)),
        constraints=[room(np.ones_like(value), 1.0), room(price / dearest, problem.budget / dearest)],
        method="SLSQP",
        options={"ftol": _PRECISION, "maxiter": _STEPS},
    )
    return _within(problem, np.maximum(solution.x, 0) ** power * whole)


def _within(problem: Allocation, hours: Floats) -> Floats:
    """Return the nearest hours within all limits, on the line from these to the least."""
    extra, share = np.clip(hours, problem.least, problem.most) - problem.least, 1.0
    for size, limit in ((np.ones_like(extra), problem.hours), (problem.money, problem.budget)):
        if (total := float(size @ extra)) > 0:
            share = min(share, max(0.0, limit - float(size @ problem.least)) / total)
    within: Floats = problem.least + share * extra
    return within
