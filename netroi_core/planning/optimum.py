"""The hours that are worth most within limits, where each further hour of the same is worth less than the one before.

Sought is the largest Σ valueᵢ·hᵢ^e − costᵢ·hᵢ. In yᵢ = hᵢ^e, value is linear, and costs and limits are convex and
smooth for every elasticity 0 < e ≤ 1, so that what is largest nearby is largest of all (Boyd and Vandenberghe, Convex
Optimization, 2004, section 4.2.2). In hᵢ itself the slope at 0 would be infinite.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy comes without types

from netroi_core.verdict.evidence import Floats

_PRECISION: Final = 1e-12
_STEPS: Final = 200


@dataclass(frozen=True, eq=False)
class Problem:
    """What n approaches are worth and take, and what there is to give; nothing in it is negative.

    ``value`` (n) is what the first hour is worth, ``cost`` (n) what each hour costs, and ``money`` (n) the part of it
    that is paid out. Of each, at least ``least`` and at most ``most`` hours (n) are wanted, of all together at most
    ``hours``, for at most ``budget``. The least are within both.
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
        """What these hours (n) are worth after their cost."""
        return float(self.value @ hours**self.elasticity - self.cost @ hours)


def best_hours(problem: Problem) -> Floats:
    """The hours (n) of which net is largest; always the same for the same problem.

    From the least, and from as much as can be of each approach alone, the solver finds the same place; where it stops
    on the way in one of them, another stands.
    """
    if problem.hours <= 0:
        return np.zeros_like(problem.value)
    alone = [problem.least + each for each in np.diag(problem.most - problem.least)]
    starts = [_within(problem, start) for start in (problem.least, *alone)]
    return max((found for start in starts for found in (start, _climbed(problem, start))), key=problem.net)


def _climbed(problem: Problem, start: Floats) -> Floats:
    """Where the solver arrives from these hours; it sees hours as shares of all, and money and values near 1."""
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

    lowest, highest, first = ((each / whole) ** problem.elasticity for each in (problem.least, problem.most, start))
    arrived = minimize(
        loss,
        first,
        jac=True,
        bounds=list(zip(lowest, highest, strict=True)),
        constraints=[room(np.ones_like(value), 1.0), room(price / dearest, problem.budget / dearest)],
        method="SLSQP",
        options={"ftol": _PRECISION, "maxiter": _STEPS},
    )
    return _within(problem, np.maximum(arrived.x, 0) ** power * whole)


def _within(problem: Problem, hours: Floats) -> Floats:
    """The hours nearest to these, on the way to the least, that keep all limits."""
    wanted = np.clip(hours, problem.least, problem.most)
    more, share = wanted - problem.least, 1.0
    for size, limit in ((np.ones_like(more), problem.hours), (problem.money, problem.budget)):
        if (taken := float(size @ more)) > 0:
            share = min(share, max(0.0, limit - float(size @ problem.least)) / taken)
    kept: Floats = problem.least + share * more
    return kept
