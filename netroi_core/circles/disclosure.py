"""Statistical disclosure control: quartiles of several people's figures from which nobody's own can be computed.

The rules (Hundepool et al., Handbook on Statistical Disclosure Control, ESSnet SDC, 2010; Federal Committee on
Statistical Methodology, Statistical Policy Working Paper 22, 2005):

- threshold: nothing is released of fewer than THRESHOLD people, and it is hidden again while fewer contribute;
- microaggregation and rounding: of five people, exact quartiles would be the own figures of the second, third and
  fourth. So each is the mean of the three or four next to it, in coarse steps;
- differencing: a *release* never changes. The next is made only when the figures of at least THRESHOLD people surely
  differ from those in each earlier release, so that no two releases ever differ by fewer.

A release remembers a *stamp* of each person: while its owner stays, it shows if the figure changed. Once they leave,
their figures and salt are deleted, and it shows nothing. Whoever comes back may bring the same figure, so they count as
unchanged.

None of it helps against somebody who has all but one of a group's figures: of five people, four who share theirs can
work out the fifth's. So nobody may invent members (netroi_core/circles/circles.py), and members must trust the lead.
"""

import hmac
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, NamedTuple

from pydantic import Field

THRESHOLD: Final = 5
# How many ranks around a quartile are averaged on either side: three or four figures in all.
_REACH: Final = 1.5


class Quartiles(NamedTuple):
    """The three quartiles of some figures."""

    lower: float
    median: float
    upper: float


class Stamp(NamedTuple):
    """A fingerprint of one figure: of its owner's stay in the circle, and of the figure."""

    stay: str
    mark: str


@dataclass(frozen=True)
class PublishedQuartiles:
    """The visible part of a release: quartiles among so many people, as of a day."""

    quartiles: Quartiles
    people: int
    day: date


@dataclass(frozen=True)
class Release:
    """Quartiles released on a day, with the stamps of the figures behind them, by pseudonym."""

    day: date
    quartiles: Quartiles
    stamps: Annotated[Mapping[str, Stamp], Field(alias="of")]  # its name in older data

    @property
    def published(self) -> PublishedQuartiles:
        """The part that every member may see."""
        return PublishedQuartiles(self.quartiles, len(self.stamps), self.day)


def stamp(salt: str, figure: float) -> Stamp:
    """Return the stamp of a figure under the salt of its owner's stay."""
    # Two figures may share so short a mark; then too little seems to have changed, and nothing is released, safely.
    return Stamp(_digest(salt, "stay")[:8], _digest(salt, f"figure {float(figure)!r}")[:4])


def next_release(
    releases: Sequence[Release], figures: Mapping[str, float], stamps: Mapping[str, Stamp], step: float, day: date
) -> Release | None:
    """Return the release that may be made now, given all earlier ones; None if none may.

    Figures and their stamps are by pseudonym; quartiles are rounded to the step.
    """
    # Differencing: no two releases may ever differ by fewer people than the threshold, so each earlier one is compared.
    if len(figures) < THRESHOLD or any(_changed_people(former.stamps, stamps) < THRESHOLD for former in releases):
        return None
    return Release(day, quartiles(list(figures.values()), step), dict(stamps))


def visible_release(releases: Sequence[Release], contributors: int) -> Release | None:
    """Return the latest release while at least THRESHOLD people contribute; an earlier one never comes back."""
    return releases[-1] if releases and contributors >= THRESHOLD else None


def quartiles(figures: Sequence[float], step: float) -> Quartiles:
    """Return the quartiles of at least THRESHOLD figures, each averaged with its neighbors and rounded to a step.

    The means of 0, 10, 20, of 10, 20, 60 and of 20, 60, 200:

    >>> quartiles([200, 0, 60, 20, 10], 5)
    Quartiles(lower=10, median=30, upper=95)
    """
    ordered = sorted(figures)
    ranks = (share * (len(ordered) - 1) for share in (0.25, 0.5, 0.75))
    # Of five people, the exact quartiles would be the second, third and fourth person's own figures: hence means of
    # neighbors, in coarse steps.
    return Quartiles(*(round_to_step(_mean_around(ordered, rank), step) for rank in ranks))


def round_to_step(figure: float, step: float) -> float:
    """Return the figure rounded to the nearest step, halves up.

    >>> round_to_step(12.5, 5)
    15
    """
    return math.floor(figure / step + 0.5) * step


def _mean_around(ordered: Sequence[float], rank: float) -> float:
    near = ordered[max(0, math.ceil(rank - _REACH)) : math.floor(rank + _REACH) + 1]
    return math.fsum(near) / len(near)


def _changed_people(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> int:
    return sum(_has_surely_changed(before.get(person), now.get(person)) for person in before.keys() | now.keys())


def _has_surely_changed(before: Stamp | None, now: Stamp | None) -> bool:
    if before is None or now is None:
        return True
    # Whoever left and came back may bring the same figure, so they count as unchanged.
    return before.stay == now.stay and before.mark != now.mark


def _digest(salt: str, purpose: str) -> str:
    return hmac.new(salt.encode(), purpose.encode(), "sha256").hexdigest()
