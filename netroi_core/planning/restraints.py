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
from netroi_core.relationships.measures import ONE_SIDED, balance
from netroi_core.verdict.combinations import SequenceShare
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Venue

Side = Literal["given", "received"]
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
# The latest quarters whose notes of strain count, and whose energy decides where enough of it is rated.
RECENT_QUARTERS: Final = 2
# The visits a quarter from which on a venue that meets every week is attended at its own rhythm, and the share of an
# approach's credit from which on it stands for the approach.
WEEKLY_VISITS, ONE_VENUE_SHARE = 10, 0.8
# The outcomes from which on a sequence is more than one event.
MIN_SEQUENCE: Final = 2
# Favors below which nobody is said to give or to receive too much.
MIN_FAVORS: Final = 6
# Giving twice what comes back wears out; receiving is one-sided from three times on, since favors come back late.
_GIVES_TOO_MUCH: Final = 2

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
    """The signals of each approach in a window's records, besides its return.

    Attributes:
        draining: The approaches with a mean energy below DRAINING.
        strained: Those that a recent note of strain names.
        is_strained: True if there is a recent note of strain at all.
        fruitless: Those that took much and led to nothing, with the number of quarters in which they did.
        feeders: Those that open the way for the approach that leads, or are part of the sequence that does.
        cherished: The approach that leads on outcomes without a price; None where there are none.
        joyful: Those that give energy: nothing is gained by cutting them, unless they took much for nothing.
        strained_venues: The ids of the venues that a recent note of strain names.
        closer: The last step of the sequence that leads, where two outcomes or more came that way.
        saturated: Those that come from one venue which is attended at its own rhythm already: there is no more of it.
    """

    draining: frozenset[Approach]
    strained: frozenset[Approach]
    is_strained: bool
    fruitless: Mapping[Approach, int]
    feeders: frozenset[Approach]
    cherished: Approach | None
    joyful: frozenset[Approach] = frozenset()
    saturated: frozenset[Approach] = frozenset()
    strained_venues: frozenset[str] = frozenset()
    closer: Approach | None = None

    @property
    def vetoed(self) -> frozenset[Approach]:
        """The approaches that are to take less, whatever they return."""
        return self.draining | self.strained


def restraints(baseline: Baseline, signals: Signals, ramp_share: float) -> dict[Approach, Restraint]:
    """Return the floor and ceiling of each approach."""
    return {approach: _restraint(approach, baseline, signals, ramp_share) for approach in APPROACHES}


def _restraint(approach: Approach, baseline: Baseline, signals: Signals, ramp_share: float) -> Restraint:
    hours = baseline.mix.get(approach, Effort()).hours
    limits: Because = "ramp"
    ceiling = hours + max(ramp_share * hours, SMALLEST_RAMP)
    floor = SMALLEST_SHARE * hours
    keeps: Because | None = None
    if approach in signals.vetoed:
        # Whatever it returns: what drains or strains is cut, not kept at a level that already was too much.
        return Restraint(
            0.0 if signals.fruitless.get(approach, 0) >= DROP_QUARTERS else floor,
            SMALLEST_SHARE * hours,
            None,
            "strain" if approach in signals.strained else "energy",
        )
    if signals.is_strained:
        ceiling, limits = hours, "strain"
    elif approach in signals.saturated:
        ceiling, limits = hours, "cap"
    elif approach in signals.fruitless:
        ceiling, limits = SMALLEST_SHARE * hours, "no_outcomes"
    if approach in signals.joyful and approach not in signals.fruitless:
        floor = hours
    if approach == signals.cherished:
        floor, keeps = hours, "intangibles"
    elif approach in signals.feeders:
        floor, keeps = max(floor, FEEDER_SHARE * hours), "feeder"
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
    strains = {quarter: note for quarter, note in ledger.strains.items() if quarter in window[-RECENT_QUARTERS - 1 :]}
    named = frozenset(approach for note in strains.values() for approach in _named_approaches(note, ledger))
    steps = {approach for approach in APPROACHES if sequence and approach in sequence.steps}
    feeders = _openers(ledger, window, options, leader) | steps
    return Signals(
        draining=draining(ledger, window),
        strained=named,
        is_strained=bool(strains),
        fruitless=_fruitless(ledger, window, baseline),
        feeders=feeders,
        cherished=cherished,
        joyful=_joyful(ledger, window),
        closer=next((name for name in APPROACHES if name == sequence.steps[-1]), None)
        if sequence and sequence.wins >= MIN_SEQUENCE
        else None,
        saturated=_saturated(ledger, window, options, baseline),
        strained_venues=frozenset(venue.id for note in strains.values() for venue in _named_venues(note, ledger)),
    )


def draining(ledger: Ledger, window: Sequence[Quarter]) -> frozenset[Approach]:
    """Return the approaches that drain: a mean energy below DRAINING over MIN_RATED rated activities or more.

    The latest quarters with ratings decide where they have enough of them, else all quarters of the window: what
    drained a year ago may be well by now.
    """
    rated = ledger.activities.filter(in_window(window), pl.col("energy").is_not_null())
    latest = rated["quarter"].unique().sort().tail(RECENT_QUARTERS)
    recent = _mean_energy(rated.filter(pl.col("quarter").is_in(latest.implode())))
    means = {**_mean_energy(rated), **recent}
    return frozenset(approach for approach, mean in means.items() if mean < DRAINING)


def _mean_energy(rated: pl.DataFrame) -> dict[Approach, float]:
    """Return the mean energy of the approaches with enough rated activities."""
    means = rated.group_by("approach").agg(pl.len().alias("rated"), pl.col("energy").mean())
    return dict(means.filter(pl.col("rated") >= MIN_RATED).select("approach", "energy").iter_rows())


def exchange_side(given: int, received: int) -> Side | None:
    """Return the side that favors are mostly on; None while they are even, or too few to tell.

    >>> exchange_side(4, 2), exchange_side(4, 3), exchange_side(2, 4), exchange_side(1, 5), exchange_side(5, 0)
    ('given', None, None, 'received', None)
    """
    if given + received < MIN_FAVORS:
        return None
    if given >= _GIVES_TOO_MUCH * received:
        return "given"
    return "received" if balance(float(given), float(received)) >= ONE_SIDED else None


def _named_approaches(note: str, ledger: Ledger) -> Iterator[Approach]:
    """Yield the approaches that a note of strain names, by a venue's name or a usual word."""
    yield from (venue.approach for venue in _named_venues(note, ledger))
    for approach, words in _APPROACH_WORDS.items():
        if re.search(rf"\b({words})\b", note, re.IGNORECASE):
            yield approach


def _named_venues(note: str, ledger: Ledger) -> Iterator[Venue]:
    for venue in ledger.workspace.venues:
        if re.search(rf"\b{re.escape(venue.name)}\b", note, re.IGNORECASE):
            yield venue


def _fruitless(ledger: Ledger, window: Sequence[Quarter], baseline: Baseline) -> dict[Approach, int]:
    """Return the approaches that took much of the hours of finished quarters and led to nothing."""
    fruitful = _fruitful(ledger)
    share = pl.col("hours") / pl.col("hours").sum().over("quarter")
    heavy = baseline.cells.filter(in_window(window), share >= FRUITLESS_SHARE).group_by("approach").len()
    quarters: dict[Approach, int] = dict(heavy.iter_rows())
    return {
        approach: count
        for approach, count in quarters.items()
        if count >= FRUITLESS_QUARTERS and approach not in fruitful
    }


def _fruitful(ledger: Ledger) -> frozenset[str]:
    """Return the approaches with a step to an outcome that is won or open, with a price or without."""
    alive = ledger.outcomes.filter(pl.col("status") != "lost").select("outcome")
    return frozenset(ledger.touchpoints.join(alive, on="outcome", how="semi")["approach"])


def _joyful(ledger: Ledger, window: Sequence[Quarter]) -> frozenset[Approach]:
    """Return the approaches that give energy."""
    rated = ledger.activities.filter(in_window(window), pl.col("energy").is_not_null())
    return frozenset(approach for approach, mean in _mean_energy(rated).items() if mean > 0)


def _saturated(ledger: Ledger, window: Sequence[Quarter], options: Options, baseline: Baseline) -> frozenset[Approach]:
    """Return the approaches whose credit names one venue that is visited about every week."""
    inside = [quarter.ordinal for quarter in baseline.quarters]
    visits = ledger.activities.filter(pl.col("quarter").is_in(inside)).drop_nulls("venue").group_by("venue").len()
    weekly = set(visits.filter(pl.col("len") >= WEEKLY_VISITS * len(inside))["venue"]) if inside else set()
    credited = measures.contributions(ledger, options).filter(in_window(window), pl.col("value") > 0)
    sums = credited.group_by("approach", "venue").agg(pl.col("credit").sum())
    shares = sums.with_columns(pl.col("credit") / pl.col("credit").sum().over("approach"))
    largest = shares.filter(pl.col("venue").is_in(list(weekly)), pl.col("credit") >= ONE_VENUE_SHARE)
    return frozenset(largest.drop_nulls("approach")["approach"])


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
