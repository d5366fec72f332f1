"""A mix: the hours and the money that a quarter gives to each approach."""

from collections.abc import Mapping
from dataclasses import dataclass

from netroi_core.workspace.fields import Approach


@dataclass(frozen=True)
class Effort:
    """Hours and money (in the workspace's currency) of one quarter, neither of them negative."""

    hours: float = 0.0
    money: float = 0.0


Mix = Mapping[Approach, Effort]
"""The effort of each of the approaches; one that is missing gets nothing."""


@dataclass(frozen=True)
class Limits:
    """What a person can bear: hours and money a quarter.

    ``learning_share``, from 0 to 0.5, is the share of those hours that is kept for what least is known of.
    """

    hours: float
    money: float
    learning_share: float = 0.1


def total(mix: Mix) -> Effort:
    """What a mix takes over all approaches."""
    return Effort(sum(each.hours for each in mix.values()), sum(each.money for each in mix.values()))
