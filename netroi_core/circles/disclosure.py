"""What may be told of the figures of several people: quartiles, coarse, and never so that two views tell one person.

The rules are those of statistical disclosure control (Hundepool et al., Handbook on Statistical Disclosure Control,
ESSnet SDC, 2010; Federal Committee on Statistical Methodology, Statistical Policy Working Paper 22, 2005):

- threshold: nothing is told of fewer than FEWEST people, nor shown while fewer than that give a figure;
- microaggregation and rounding: of five people, the quartiles are the second, third and fourth person's own figures.
  So each is told as the mean of the three or four that stand next to it, in coarse steps;
- differencing: what is told is frozen as a *release*. The next is made only when at least FEWEST people's figures
  surely differ from those in each release before, so that no two of them ever differ by fewer.

What a release remembers of a person is a *stamp*: it tells whether a figure is the same as before while its owner
stays, and nothing once they have gone, figures and salt. Who comes back may bring the same figure, so they count as
unchanged.

None of it helps against who makes up most of a group by inventing its members: who opens a group must know whom it is
for, and who joins one must trust who leads it.
"""

import hmac
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

THRESHOLD: Final = 5
_REACH: Final = 1.5
"""How many ranks around a quartile are averaged on either side: three or four figures in all."""


class Quartiles(NamedTuple):
    """Of many figures: about a quarter lies below ``lower``, half below ``median``, three quarters below ``upper``."""

    lower: float
    median: float
    upper: float


class Stamp(NamedTuple):
    """What is remembered of one figure: during which stay it was given, and a mark that only equal figures share."""

    stay: str
    mark: str


@dataclass(frozen=True)
class PublishedQuartiles:
    """What is seen of a release: quartiles among so many people, as they were on that day."""

    quartiles: Quartiles
    people: int
    day: date


@dataclass(frozen=True)
class Release:
    """What was told on a day, and of whom, by their pseudonyms; nothing of it ever changes."""

    day: date
    quartiles: Quartiles
    of: Mapping[str, Stamp]

    @property
    def told(self) -> PublishedQuartiles:
        """What of it is for everybody's eyes."""
        return PublishedQuartiles(self.quartiles, len(self.of), self.day)


def stamp(salt: str, figure: float) -> Stamp:
    """The stamp of a figure by who has this salt as long as they stay."""
    # Two figures may share so short a mark. Then too little seems to have changed, and nothing is told: which is safe.
    return Stamp(_code(salt, "stay")[:8], _code(salt, f"figure {float(figure)!r}")[:4])


def next_release(
    releases: Sequence[Release], figures: Mapping[str, float], stamps: Mapping[str, Stamp], step: float, day: date
) -> Release | None:
    """What may be told now of everybody's figures, in steps, given all that was told before; None if nothing new may.

    Figures and stamps are by pseudonym, the same ones in both.
    """
    if len(figures) < THRESHOLD or any(_differing(each.of, stamps) < THRESHOLD for each in releases):
        return None
    return Release(day, quartiles(list(figures.values()), step), dict(stamps))


def visible_release(releases: Sequence[Release], present: int) -> Release | None:
    """The latest release, while at least FEWEST are present who give a figure; none before it ever comes back."""
    return releases[-1] if releases and present >= THRESHOLD else None


def quartiles(figures: Sequence[float], step: float) -> Quartiles:
    """The quartiles of at least FEWEST figures, each averaged with its neighbours and rounded to a step."""
    ordered = sorted(figures)
    return Quartiles(
        *(round_to_step(_around(ordered, share * (len(ordered) - 1)), step) for share in (0.25, 0.5, 0.75))
    )


def round_to_step(figure: float, step: float) -> float:
    """The figure to the nearest step, halves up."""
    return math.floor(figure / step + 0.5) * step


def _around(ordered: Sequence[float], rank: float) -> float:
    near = ordered[max(0, math.ceil(rank - _REACH)) : math.floor(rank + _REACH) + 1]
    return math.fsum(near) / len(near)


def _differing(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> int:
    """Of how many people the figures differ for sure."""
    return sum(_differs(before.get(each), now.get(each)) for each in before.keys() | now.keys())


def _differs(before: Stamp | None, now: Stamp | None) -> bool:
    if before is None or now is None:
        return True
    return before.stay == now.stay and before.mark != now.mark


def _code(salt: str, purpose: str) -> str:
    return hmac.new(salt.encode(), purpose.encode(), "sha256").hexdigest()
