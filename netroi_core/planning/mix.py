"""A mix: the hours and the money that a quarter gives to each approach."""

from collections.abc import Mapping
from dataclasses import dataclass

from netroi_core.workspace.fields import Approach


@dataclass(frozen=True)
class Effort:
    """Hours and money (in the workspace's currency) of one quarter, neither of them negative."""

    hours: float = 0.0
    money: float = 0.0


# The effort of each of the approaches; one that is missing gets nothing.
Mix = Mapping[Approach, Effort]


@dataclass(frozen=True)
class Limits:
    """The hours and money that a person can spend a quarter.

    Attributes:
        learning_share: The share of the hours that is kept for the least known approach (0 to 0.5).
    """

    hours: float
    money: float
    learning_share: float = 0.1


def total_effort(mix: Mix) -> Effort:
    """Return the effort of a mix over all approaches."""
    return Effort(sum(effort.hours for effort in mix.values()), sum(effort.money for effort in mix.values()))
