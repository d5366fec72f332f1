"""A mix: the hours and the money that a quarter gives to each approach, and the bounds on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Literal

from netroi_core.workspace.fields import Approach

Because = Literal["energy", "strain", "feeder", "intangibles", "cap", "ramp", "no_outcomes"]


@dataclass(frozen=True)
class Effort:
    """Hours and money (in the workspace's currency) of one quarter, neither of them negative."""

    hours: float = 0.0
    money: float = 0.0


# The effort of each of the approaches; one that is missing gets nothing.
Mix = Mapping[Approach, Effort]


@dataclass(frozen=True)
class Limits:
    """The most hours and money that a person can spend a quarter.

    Attributes:
        learning_share: The largest share of the hours that goes to learning more about an approach.
        ramp_share: The largest growth of an approach, as a share of its usual hours.
        evenings: The most evenings of a quarter; infinite if the person set no limit.
    """

    hours: float
    money: float
    learning_share: float = 0.1
    ramp_share: float = 0.5
    evenings: float = inf


@dataclass(frozen=True)
class Restraint:
    """The bounds on the hours of an approach in the next quarter, and the reasons for them.

    Attributes:
        floor: The fewest hours; what they protect against is named by ``keeps``.
        ceiling: The most hours; what they protect against is named by ``limits``.
    """

    floor: float
    ceiling: float
    keeps: Because | None = None
    limits: Because | None = None


def effort_at(hours: float, rate: float, usual: Effort, dues: float) -> Effort:
    """Return an effort of these hours: variable cost at a rate per hour, plus dues, a fixed cost that ends at 0 hours.

    Money spent without any hours is fixed, too.

    >>> usual = Effort(hours=10, money=100)
    >>> [effort_at(hours, 4, usual, dues=60).money for hours in (10, 5, 0)]
    [100, 80, 0]
    """
    if not usual.hours:
        return Effort(hours, hours * rate + usual.money)
    return Effort(hours, hours * rate + (dues if hours > 0 else 0))


def total_effort(mix: Mix) -> Effort:
    """Return the effort of a mix over all approaches."""
    return Effort(sum(effort.hours for effort in mix.values()), sum(effort.money for effort in mix.values()))
