"""Signals: what the records say of each approach besides its return, and what a plan has to respect.

They come from energy, the latest note of strain, steps of outcomes, and what took much for nothing.
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from statistics import fmean
from typing import Final

import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.costs import hourly_worth
from netroi_core.ledger.counts import HAS_HAPPENED
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, in_window
from netroi_core.ledger.purposes import KINDS_BY_PURPOSE, outcomes_that_count, yardstick
from netroi_core.planning.baseline import Baseline
from netroi_core.planning.energy import (
    RECENT_QUARTERS,
    Part,
    draining,
    draining_parts,
    energies,
    mean_energies,
)
from netroi_core.quarters import Quarter
from netroi_core.verdict.combinations import PATTERN_WINS, SequenceShare
from netroi_core.workspace.fields import APPROACHES, Approach, OutcomeKind, Purpose

# An approach is fruitless once it took this share of the hours or cost of so many finished quarters and led to nothing.
FRUITLESS_SHARE, FRUITLESS_QUARTERS = 0.2, 2
# From so many quarters on it has had the time to develop, and may be dropped.
DROP_QUARTERS: Final = 4
# What took at most this share of its hours before in the latest quarter, or half of them and an activity more, is cut
# already: the usual hours are a mean, which takes a year to follow a cut.
CUT_SHARE: Final = 0.6
# Hours above this share of those before are no cut to speak of.
_HARDLY_CUT: Final = 0.75
# Where outcomes are counted or rated, the share of what the others led to per hour below which an approach took much
# for little; with fewer outcomes to expect at their rate, none is bad luck (three to expect, and none came: one time in
# twenty).
LITTLE_SHARE, MIN_EXPECTED = 1 / 3, 3.0
# The odds to pay from which on what drains is worth some of the energy that it takes.
REWARDING: Final = 0.8
# The visits a quarter from which on a venue that meets every week is attended at its own rhythm, and the share of an
# approach's credit or hours from which on it stands for the approach.
WEEKLY_VISITS, ONE_VENUE_SHARE = 10, 0.8
# The outcomes from which on a sequence is more than one event, and lost ones are more than bad luck.
MIN_SEQUENCE, MIN_LOST = 2, 3

# An interview counts however it ended: to get one is what the hours were for.
IS_ALIVE: Final = (pl.col("status") != "lost") | (pl.col("kind") == "interview")

# The words by which a note of strain names an approach, beside the names of its venues.
_APPROACH_WORDS: Final[Mapping[Approach, str]] = {
    "group_events": r"events?|meet-?ups?|mixers?|conferences?|clubs?|chapters?|receptions?|trade shows?",
    "one_on_one": r"one[- ]on[- ]ones?|1[:-]1s?|coffees?|lunch(es)?|calls?|dinners?",
    "social_media": r"social media|linkedin|online|posts?|posting|feeds?|facebook|instagram|twitter|mastodon|scrolling",
}
# Scripts from here on (Chinese, Japanese, Korean) are written without spaces between words.
_WITHOUT_SPACES: Final = "\u2e80"


@dataclass(frozen=True)
class Mainstay:
    """The approaches with a step to most outcomes of the kind that a purpose looks for first, and of how many."""

    approaches: tuple[Approach, ...]
    kind: OutcomeKind
    outcomes: int
    of: int


@dataclass(frozen=True, eq=False)
class Signals:
    """The signals of each approach in a window's records, besides its return.

    Attributes:
        draining: The approaches that drain as a whole.
        rewarding: The one of them that leads, where money is the measure and it likely pays: less of it, but not half.
        strained: Those that the latest note of strain names: no reason to cut them, but none to ask for more either.
        fruitless: Those that took much and led to nothing, with the number of quarters in which they did.
        cut_already: Those of them, and of what drains, that took far less in the latest quarter, with the
            hours before the cut and those of that quarter.
        feeders: Those that open the way for the approach that leads, or are part of the sequence that does.
        cherished: The approach that leads on outcomes without a price; None where there are none.
        rated: Those with a step to a rated outcome without a price.
        joyful: Those that give energy: nothing is gained by cutting them, unless they took much for nothing.
        closer: The last step of the sequence that leads, or the only step to most of what is counted, where more of it
            is likely to help.
        saturated: Those that come from one venue which is attended at its own rhythm already: there is no more of it.
        unproven: Those that led to no outcome yet: no estimate says that more of them pays.
        parts: The kind of occasion that drains, where the rest of its approach is fine.
        mainstay: What led to most of the interviews, or of what else is counted for the purpose; None without any.
        left: Those that come from one venue alone, which is to be left.
        paid: Those that returned what they took by wins that may come again: an estimate alone doesn't cut them.
        is_unlinked: True if half or more of the outcomes name no activity: nobody knows then what led to nothing.
    """

    draining: frozenset[Approach]
    strained: frozenset[Approach]
    fruitless: Mapping[Approach, int]
    feeders: frozenset[Approach]
    cherished: Approach | None
    rated: frozenset[Approach] = frozenset()
    joyful: frozenset[Approach] = frozenset()
    saturated: frozenset[Approach] = frozenset()
    closer: Approach | None = None
    unproven: frozenset[Approach] = frozenset()
    parts: Mapping[Approach, Part] = field(default_factory=dict)
    is_unlinked: bool = False
    rewarding: frozenset[Approach] = frozenset()
    cut_already: Mapping[Approach, tuple[float, float]] = field(default_factory=dict)
    mainstay: Mainstay | None = None
    left: frozenset[Approach] = frozenset()
    paid: frozenset[Approach] = frozenset()


def signals(
    ledger: Ledger,
    window: Sequence[Quarter],
    options: Options,
    baseline: Baseline,
    leader: str | None,
    sequence: SequenceShare | None,
    cherished: Approach | None,
    purpose: Purpose | None = None,
    odds_to_pay: float = 0.0,
) -> Signals:
    """Return the signals of a window; ``leader`` is the approach with the best return, if any is known."""
    steps = set(APPROACHES).intersection(sequence.steps if sequence else ())
    feeders = _openers(ledger, window, options, leader) | steps
    fruitful = _fruitful(ledger)
    tiring_parts = draining_parts(ledger, window, baseline).items()
    parts = {name: part for name, part in tiring_parts if name not in baseline.stopped}
    little = _with_little(ledger, window, purpose) - feeders - {cherished}
    is_unlinked = is_mostly_unlinked(ledger)
    fruitless = {} if is_unlinked else _fruitless(_heavy_quarters(window, baseline), fruitful, little)
    tiring = draining(ledger, window) - parts.keys()
    pays = odds_to_pay >= REWARDING and yardstick(ledger, purpose) == "price"
    return Signals(
        draining=tiring,
        strained=_strained(ledger, window),
        fruitless=fruitless,
        feeders=feeders,
        cherished=cherished,
        joyful=_joyful(ledger, window),
        closer=_closer(ledger, window, sequence, purpose),
        saturated=_saturated(ledger, window, options, baseline),
        unproven=frozenset(APPROACHES).difference(fruitful),
        parts=parts,
        is_unlinked=is_unlinked,
        rewarding=tiring & {leader} if pays else frozenset(),
        cut_already=_cut_already(baseline, {*fruitless, *tiring} - baseline.stopped.keys()),
        mainstay=_mainstay(ledger, window, purpose),
    )


def _joyful(ledger: Ledger, window: Sequence[Quarter]) -> frozenset[Approach]:
    gains = mean_energies(energies(ledger, window))
    return frozenset(approach for approach in APPROACHES if gains.get(approach, 0) > 0)


def _cut_already(baseline: Baseline, approaches: Set[Approach]) -> dict[Approach, tuple[float, float]]:
    """Return the hours before the cut and those of the latest quarter, of those that were cut by about half."""
    cut: dict[Approach, tuple[float, float]] = {}
    for approach in [name for name in APPROACHES if name in approaches and len(baseline.quarters) > 1]:
        cells = baseline.cells.filter(pl.col("approach") == approach)
        hours = dict(cells.select("quarter", "hours").iter_rows())
        *before, latest = (hours.get(quarter.ordinal, 0.0) for quarter in baseline.quarters)
        usual, one_more = fmean(before), baseline.activity_hours.get(approach, 1.0)
        higher = [count for count in before if latest <= _HARDLY_CUT * count]
        if latest <= min(_HARDLY_CUT * usual, max(CUT_SHARE * usual, usual / 2 + one_more)) and any(higher):
            cut[approach] = higher[-1], latest
    return cut


def _closer(
    ledger: Ledger, window: Sequence[Quarter], sequence: SequenceShare | None, purpose: Purpose | None
) -> Approach | None:
    """Return the last step of a sequence that repeats, unless hours have no price to weigh its value against.

    Where outcomes are counted, the only step to most of them. One that mostly lost where it was the only step needs
    what comes before it, and not more of itself.
    """
    if sequence is None:
        last = _only_step(ledger, window, purpose)
    elif sequence.wins < MIN_SEQUENCE:
        last = None
    else:
        last = next((approach for approach in APPROACHES if approach == sequence.steps[-1]), None)
    if last is None or (yardstick(ledger, purpose) == "price" and not hourly_worth(ledger.profile, window[-1])):
        return None
    by_outcome = ledger.touchpoints.group_by("outcome").agg(alone=(pl.col("approach") == last).all())
    alone = ledger.outcomes.join(by_outcome.filter("alone"), on="outcome", how="semi")
    lost = int((alone["status"] == "lost").sum())
    return None if lost >= MIN_LOST and 2 * lost > alone.height else last


def _only_step(ledger: Ledger, window: Sequence[Quarter], purpose: Purpose | None) -> Approach | None:
    """Return the approach that was the only step to half or more of the wins, where wins are counted, not priced."""
    if yardstick(ledger, purpose) != "count":
        return None
    won = outcomes_that_count(ledger, purpose).filter(in_window(window), "is_won").select("outcome")
    steps = ledger.touchpoints.join(won, on="outcome", how="semi").group_by("outcome").agg(pl.col("approach").unique())
    alone = steps.filter(pl.col("approach").list.len() == 1)["approach"].explode().to_list()
    is_pattern = {name: max(PATTERN_WINS, steps.height / 2) <= alone.count(name) for name in APPROACHES}
    return next((name for name in APPROACHES if is_pattern[name]), None)


def _mainstay(ledger: Ledger, window: Sequence[Quarter], purpose: Purpose | None) -> Mainstay | None:
    """Return what led to at least half of two or more outcomes of the first kind, where outcomes are counted."""
    if purpose is None or yardstick(ledger, purpose) != "count":
        return None
    kind = KINDS_BY_PURPOSE[purpose][0]
    alive = ledger.outcomes.filter(in_window(window), HAS_HAPPENED, IS_ALIVE, pl.col("kind") == kind).select("outcome")
    steps = ledger.touchpoints.join(alive, on="outcome", how="semi").unique(["outcome", "approach"])
    linked, counts = steps["outcome"].n_unique(), steps["approach"].to_list()
    most = max(map(counts.count, APPROACHES))
    if linked < PATTERN_WINS or 2 * most < linked:
        return None
    return Mainstay(tuple(name for name in APPROACHES if counts.count(name) == most), kind, most, linked)


def is_mostly_unlinked(ledger: Ledger) -> bool:
    """Return True if half or more of the outcomes that are won or open name no activity."""
    unlinked, outcomes = count_unlinked(ledger)
    return bool(outcomes) and 2 * unlinked >= outcomes


def count_unlinked(ledger: Ledger) -> tuple[int, int]:
    """Return how many outcomes that are won or open name no activity, and how many there are."""
    outcomes = ledger.outcomes.filter(pl.col("status") != "lost")
    return outcomes.join(ledger.touchpoints, on="outcome", how="anti").height, outcomes.height


def _strained(ledger: Ledger, window: Sequence[Quarter]) -> frozenset[Approach]:
    """Return the approaches that the latest note of strain names: by a usual word, or by the name of a venue."""
    if ledger.strain is None or Quarter.parse(ledger.strain.quarter) not in window[-RECENT_QUARTERS:]:
        return frozenset()
    note = ledger.strain.strain
    venues = {venue.approach for venue in ledger.workspace.venues if _names(note, venue.name)}
    words = _APPROACH_WORDS.items()
    return frozenset(venues.union(name for name, word in words if re.search(rf"\b({word})\b", note, re.IGNORECASE)))


def _names(text: str, name: str) -> bool:
    if max(name) >= _WITHOUT_SPACES:
        return name in text
    return re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE) is not None


def _fruitless(heavy: Mapping[Approach, int], fruitful: Set[str], little: Set[str]) -> dict[Approach, int]:
    """Return those of the heavy approaches that led to nothing or to little, with the number of quarters."""
    return {
        # What led to little is halved, and never dropped.
        approach: min(count, DROP_QUARTERS - 1) if approach in fruitful else count
        for approach, count in heavy.items()
        if approach not in fruitful or approach in little
    }


def _heavy_quarters(window: Sequence[Quarter], baseline: Baseline) -> dict[Approach, int]:
    """Return the approaches that took much of the hours or cost of quarters, with the number of these quarters."""
    shares = (pl.col(name) / pl.col(name).sum().over("quarter") for name in ("hours", "total_cost"))
    is_heavy = pl.any_horizontal(share >= FRUITLESS_SHARE for share in shares) & (pl.col("hours") > 0)
    heavy = baseline.cells.filter(in_window(window), is_heavy).group_by("approach").len()
    quarters: dict[Approach, int] = dict(heavy.iter_rows())
    return {approach: count for approach, count in quarters.items() if count >= FRUITLESS_QUARTERS}


def _fruitful(ledger: Ledger) -> frozenset[str]:
    """Return the approaches with a step to an outcome that is won or open, with a price or without."""
    alive = ledger.outcomes.filter(IS_ALIVE).select("outcome")
    return frozenset(ledger.touchpoints.join(alive, on="outcome", how="semi")["approach"])


def _with_little(ledger: Ledger, window: Sequence[Quarter], purpose: Purpose | None) -> frozenset[Approach]:
    """Return the approaches that led to far less per hour than the others, where outcomes are counted or rated."""
    if purpose is None or yardstick(ledger, purpose) == "price":
        return frozenset()
    counted = outcomes_that_count(ledger, purpose).filter(in_window(window), pl.col("weight") > 0)
    steps = ledger.touchpoints.join(counted.select("outcome", "weight"), on="outcome").select(
        "outcome", "approach", "weight"
    )
    hours = dict(
        ledger.activities.filter(in_window(window)).group_by("approach").agg(pl.col("hours").sum()).iter_rows()
    )
    little: set[Approach] = set()
    for approach in APPROACHES:
        is_own = pl.col("approach") == approach
        own, others = (steps.filter(side).unique("outcome")["weight"] for side in (is_own, ~is_own))
        spent, spent_elsewhere = hours.get(approach, 0.0), sum(hours.values()) - hours.get(approach, 0.0)
        share = spent / spent_elsewhere if spent_elsewhere else 0.0
        if others.len() * share >= MIN_EXPECTED and float(own.sum()) < LITTLE_SHARE * float(others.sum()) * share:
            little.add(approach)
    return frozenset(little)


def venue_hours(ledger: Ledger, baseline: Baseline) -> dict[tuple[Approach, str | None], float]:
    """Return the hours of a usual quarter by approach and venue; None is the venue of what names none."""
    inside = [quarter.ordinal for quarter in baseline.quarters]
    rows = ledger.activities.filter(pl.col("quarter").is_in(inside)).group_by("approach", "venue")
    hours = rows.agg(pl.col("hours").sum() / max(1, len(inside)))
    return {(approach, venue): mean for approach, venue, mean in hours.iter_rows()}


def only_venues(ledger: Ledger, baseline: Baseline) -> dict[Approach, str]:
    """Return the venue of each approach that takes nearly all of its hours in a usual quarter, where one does."""
    hours, sums = venue_hours(ledger, baseline), dict.fromkeys(APPROACHES, 0.0)
    for (approach, _), mean in hours.items():
        sums[approach] += mean
    return {
        approach: venue
        for (approach, venue), mean in hours.items()
        if venue is not None and sums[approach] and mean >= ONE_VENUE_SHARE * sums[approach]
    }


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
    of_leader = credited.filter(pl.col("approach") == leader).select("outcome")
    values = credited.join(of_leader, on="outcome", how="semi").group_by("outcome").agg(pl.col("value").sum())
    first = ledger.touchpoints.group_by("outcome", maintain_order=True).agg(pl.col("approach").first())
    by_first = values.join(first, on="outcome").group_by("approach").agg(pl.col("value").sum())
    whole = float(values["value"].sum())
    return frozenset(name for name, value in by_first.iter_rows() if name != leader and value >= whole / 2)
