"""Restraints on a plan: what keeps an approach from growing or from being cut, whatever its estimated return.

Each restraint is a floor or a ceiling on the hours of an approach in the next quarter, with its reason.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, in_window
from netroi_core.planning.baseline import Baseline
from netroi_core.planning.mix import Effort
from netroi_core.quarters import Quarter
from netroi_core.verdict.combinations import SequenceShare
from netroi_core.workspace.fields import APPROACHES, Approach

Because = Literal["energy", "strain", "feeder", "intangibles", "cap", "ramp", "no_outcomes"]

# Rated activities below which a low mean energy is a bad day and no pattern.
MIN_RATED: Final = 3
DRAINING: Final = -0.5
# The share of its usual hours that an approach keeps while it opens the way for the one that leads.
FEEDER_SHARE: Final = 2 / 3
# A cut beyond half in one quarter is not a step that anybody takes back easily, and networking ripens late.
SMALLEST_SHARE: Final = 0.5
# Hours that any approach may grow by, where half of its usual hours would be less.
SMALLEST_RAMP: Final = 4.0
# An approach is fruitless once it took this share of the hours of so many finished quarters and led to nothing.
FRUITLESS_SHARE, FRUITLESS_QUARTERS = 0.2, 2
# From so many quarters on it has had the time to ripen, and may be dropped.
DROP_QUARTERS: Final = 4
# The latest quarters whose notes of strain count.
_RECENT_QUARTERS: Final = 2

# The words by which a note of strain names an approach, beside the names of venues.
_APPROACH_WORDS: Final[Mapping[Approach, str]] = {
    "group_events": r"events?|meet-?ups?|mixers?|conferences?|clubs?|chapters?|receptions?|trade shows?",
    "one_on_one": r"one[- ]on[- ]ones?|1[:-]1s?|coffees?|lunch(es)?|calls?|dinners?",
    "social_media": r"social media|linkedin|online|posts?|posting|feeds?|facebook|instagram|twitter|mastodon|scrolling",
}


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


@dataclass(frozen=True, eq=False)
class Signals:
    """What a window's records say about each approach besides its return.

    Attributes:
        draining: The approaches with a mean energy below DRAINING.
        strained: Those that a recent note of strain names.
        is_strained: True if there is a recent note of strain at all.
        fruitless: Those that took much and led to nothing, with the number of quarters in which they did.
        feeders: Those that open the way for the approach that leads, or are part of the sequence that does.
        cherished: The approach that leads on outcomes without a price; None where there are none.
    """

    draining: frozenset[Approach]
    strained: frozenset[Approach]
    is_strained: bool
    fruitless: Mapping[Approach, int]
    feeders: frozenset[Approach]
    cherished: Approach | None

    @property
    def vetoed(self) -> frozenset[Approach]:
        """The approaches that nothing asks for more of."""
        return self.draining | self.strained


def restraints(baseline: Baseline, signals: Signals, ramp_share: float) -> dict[Approach, Restraint]:
    """Return the floor and ceiling of each approach."""
    return {approach: _restraint(approach, baseline, signals, ramp_share) for approach in APPROACHES}


def _restraint(approach: Approach, baseline: Baseline, signals: Signals, ramp_share: float) -> Restraint:
    hours = baseline.mix.get(approach, Effort()).hours
    limits: Because = "ramp"
    ceiling = hours + max(ramp_share * hours, SMALLEST_RAMP)
    if approach in signals.strained or signals.is_strained:
        ceiling, limits = hours, "strain"
    elif approach in signals.draining:
        ceiling, limits = hours, "energy"
    if approach in signals.fruitless:
        ceiling = SMALLEST_SHARE * hours
        limits = limits if approach in signals.vetoed else "no_outcomes"
    floor = SMALLEST_SHARE * hours
    keeps: Because | None = None
    if approach == signals.cherished:
        floor, keeps = hours, "intangibles"
    elif approach in signals.feeders:
        floor, keeps = FEEDER_SHARE * hours, "feeder"
    elif signals.fruitless.get(approach, 0) >= DROP_QUARTERS:
        floor = 0.0
    return Restraint(floor, ceiling, keeps, limits)


def signals(
    ledger: Ledger,
    window: Sequence[Quarter],
    options: Options,
    baseline: Baseline,
    leader: str | None,
    sequence: SequenceShare | None,
    cherished: Approach | None,
) -> Signals:
    """Return the signals of a window; ``leader`` is the approach with the best return, if any is known."""
    strains = {quarter: note for quarter, note in ledger.strains.items() if quarter in window[-_RECENT_QUARTERS - 1 :]}
    named = frozenset(approach for note in strains.values() for approach in _named_approaches(note, ledger))
    steps = {approach for approach in APPROACHES if sequence and approach in sequence.steps}
    feeders = _openers(ledger, window, options, leader) | steps
    return Signals(
        draining=_draining(ledger, window),
        strained=named,
        is_strained=bool(strains),
        fruitless=_fruitless(ledger, window, baseline),
        feeders=feeders,
        cherished=cherished,
    )


def _draining(ledger: Ledger, window: Sequence[Quarter]) -> frozenset[Approach]:
    rated = ledger.activities.filter(in_window(window), pl.col("energy").is_not_null())
    means = rated.group_by("approach").agg(pl.len().alias("rated"), pl.col("energy").mean())
    return frozenset(means.filter(pl.col("rated") >= MIN_RATED, pl.col("energy") < DRAINING)["approach"])


def _named_approaches(note: str, ledger: Ledger) -> Iterator[Approach]:
    """Yield the approaches that a note of strain names, by a venue's name or a usual word."""
    for venue in ledger.workspace.venues:
        if re.search(rf"\b{re.escape(venue.name)}\b", note, re.IGNORECASE):
            yield venue.approach
    for approach, words in _APPROACH_WORDS.items():
        if re.search(rf"\b({words})\b", note, re.IGNORECASE):
            yield approach


def _fruitless(ledger: Ledger, window: Sequence[Quarter], baseline: Baseline) -> dict[Approach, int]:
    """Return the approaches that took much of the hours of finished quarters and led to nothing."""
    # Won or open, with a price or without: all of these are something.
    alive = ledger.outcomes.filter(pl.col("status") != "lost").select("outcome")
    fruitful = set(ledger.touchpoints.join(alive, on="outcome", how="semi")["approach"])
    share = pl.col("hours") / pl.col("hours").sum().over("quarter")
    heavy = baseline.cells.filter(in_window(window), share >= FRUITLESS_SHARE).group_by("approach").len()
    quarters: dict[Approach, int] = dict(heavy.iter_rows())
    return {
        approach: count
        for approach, count in quarters.items()
        if count >= FRUITLESS_QUARTERS and approach not in fruitful
    }


def _openers(ledger: Ledger, window: Sequence[Quarter], options: Options, leader: str | None) -> frozenset[Approach]:
    """Return the approaches that stand first in half or more of the value that the leader took part in."""
    if leader is None:
        return frozenset()
    credited = measures.contributions(ledger, options).filter(in_window(window), pl.col("value") > 0)
    led = credited.filter(pl.col("approach") == leader).select("outcome")
    values = credited.join(led, on="outcome", how="semi").group_by("outcome").agg(pl.col("value").sum())
    first = ledger.touchpoints.group_by("outcome", maintain_order=True).agg(pl.col("approach").first())
    by_first = values.join(first, on="outcome").group_by("approach").agg(pl.col("value").sum())
    whole = float(values["value"].sum())
    return frozenset(name for name, value in by_first.iter_rows() if name != leader and value >= whole / 2)
