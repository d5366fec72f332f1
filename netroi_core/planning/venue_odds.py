"""Odds of venues: how likely each pays for itself, judged with the record of its approach in mind.

A venue's rate of outcomes is shrunk toward that of its approach: λᵥ ~ Gamma(k + Nᵥ) / (k/λ + Cᵥ), with Nᵥ the credits
of its steps, Cᵥ what it cost as far as that had the time to ripen, and k = 1/0.75², as rates vary between approaches
(the verdict's first model); where most steps to outcomes name their venue, what a venue lacks is known to be nothing,
and k is NAMED_SHAPE. An outcome there is worth as much as one of its approach.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.costs import hourly_worths
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, in_window
from netroi_core.ledger.purposes import outcomes_that_count, yardstick
from netroi_core.planning.energy import DRAINING, energies, mean_energies
from netroi_core.quarters import Quarter
from netroi_core.relationships.venues import VenueReturn, unassigned
from netroi_core.trends.ripening import ripening
from netroi_core.verdict.evidence import Floats
from netroi_core.verdict.posterior import Posterior
from netroi_core.workspace.fields import APPROACHES, Purpose
from netroi_core.workspace.records import Venue

VenueAdvice = Literal["keep", "change", "drop", "too_early", "unlinked"]
VenueReason = Literal[
    "unlinked",
    "role",
    "rating",
    "raised",
    "energy",
    "few_quarters",
    "unassigned",
    "returned",
    "odds",
    "nothing",
    "unpriced",
]

# Quarters with an activity or a cost at a venue below which it is not judged: networking ripens late, so a single
# quarter says nothing about a venue.
MIN_QUARTERS_TRIED: Final = 2
# Quarters with a cost and without any result after which a venue is to be dropped.
PATIENCE: Final = 3
# How far venues of one approach differ: a spread of 0.75 of their mean rate.
SHAPE: Final = 1 / 0.75**2
# The same where most steps name their venue: venues of one approach were seen to differ tenfold.
NAMED_SHAPE: Final = 0.5
# The share of an approach's steps below which too few name a venue to judge one that none names.
MOST_NAMED: Final = 0.8
# Odds from which on a venue is kept, and below which one that led to nothing is dropped.
KEEP, DROP = 0.5, 0.15
# Odds below which an approach or a venue almost surely loses money, so that joy alone does not keep it. With one or two
# outcomes, whatever they are worth, the odds hardly fall below 0.05, however many hours there were.
HOPELESS: Final = 0.06
# The rating from which on an outcome without a price counts in favor of the venue where it began.
CHERISHED: Final = 4
# After this many hours without any result, the odds no longer matter.
MANY_HOURS: Final = 100
# The advice that says that there is none yet.
UNDECIDED: Final[frozenset[VenueAdvice]] = frozenset({"too_early", "unlinked"})
_UNASSIGNED: Final[tuple[VenueAdvice, VenueReason]] = ("too_early", "unassigned")
_UNLINKED: Final[tuple[VenueAdvice, VenueReason]] = ("unlinked", "unlinked")
# The share of a quarter's value that has come after 0, 1, 2, 3 quarters, where too little was won to know.
_USUAL_RIPENESS: Final = (0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, eq=False)
class VenueVerdict:
    """The advice on a venue, with its odds.

    Attributes:
        odds: The probability that it returns more than it costs (0 to 1); None where its hours have no price and it
            cost nothing, where nothing is known of its approach or nothing that began there was decided yet, and where
            it is too early to tell.
    """

    returns: VenueReturn
    advice: VenueAdvice
    odds: float | None
    because: VenueReason


def venue_verdicts(
    ledger: Ledger,
    window: Sequence[Quarter],
    options: Options,
    returns: Sequence[VenueReturn],
    posterior: Mapping[str, tuple[Floats, Floats]],
    purpose: Purpose | None = None,
) -> list[VenueVerdict]:
    """Return the verdict on each venue.

    ``posterior`` holds, by approach, draws of its rate of outcomes per unit of cost, and of an outcome's mean value.
    What counts for the purpose counts in the odds,
    with a price or without.
    """
    credit = _credits(ledger, window, options, purpose)
    energy = mean_energies(energies(ledger, window, "place"))
    fruitful = _fruitful_venues(ledger)
    ripe = _ripe_costs(ledger, window, options)
    named = _named_shares(ledger)
    cherished, raised = _cherished_venues(ledger), _raising_venues(ledger, purpose)
    is_priced = yardstick(ledger, purpose) == "price"
    partial, decided = unassigned(ledger, window, options), _decided_venues(ledger)
    verdicts = []
    for row in returns:
        venue, is_named = row.venue, named[row.venue.approach] >= MOST_NAMED
        odds = _odds(posterior.get(venue.approach), credit.get(venue.id, 0.0), ripe.get(venue.id, 0.0), is_named)
        is_fruitful = venue.id in fruitful
        if not (is_fruitful or is_named) and row.quarters >= MIN_QUARTERS_TRIED:
            advice, because = _UNLINKED
        elif reputation := _reputation(venue, cherished, raised):
            advice, because = "keep", reputation
        elif venue.approach in partial and not (row.hours >= MANY_HOURS and _is_barren(row, is_fruitful)):
            advice, because = _UNASSIGNED
        else:
            has_aim = purpose == "belong" or (is_fruitful and not (is_priced and _is_hopeless(odds)))
            advice, because = _with_energy(_judge(row, odds, is_fruitful), energy.get(venue.id, 0.0), has_aim)
        is_told = venue.id in decided and venue.approach not in partial and advice not in UNDECIDED
        verdicts.append(VenueVerdict(row, advice, odds if is_told else None, because))
    return verdicts


def value_draws(posterior: Posterior, approaches: Sequence[str]) -> dict[str, tuple[Floats, Floats]]:
    """Return, by approach, draws of the rate of outcomes per unit of cost and of an outcome's mean value."""
    rates = np.exp(posterior.log_rate)
    values = np.exp(posterior.log_return) / rates
    return {approach: (rates[index], values[index]) for index, approach in enumerate(approaches)}


def _cherished_venues(ledger: Ledger) -> set[str | None]:
    """Return the ids of the venues with a step to a won outcome that was rated high."""
    return {
        step.venue
        for outcome in ledger.workspace.outcomes
        if outcome.status == "won" and (outcome.intangible or 0) >= CHERISHED
        for step in outcome.touchpoints
    }


def _raising_venues(ledger: Ledger, purpose: Purpose | None) -> set[str | None]:
    """Return the ids of the venues with a step to money that was raised; none unless that is the purpose."""
    if purpose != "raise_money":
        return set()
    funding = [row for row in ledger.workspace.outcomes if (row.kind, row.status) == ("funding", "won")]
    return {step.venue for outcome in funding for step in outcome.touchpoints}


def _reputation(venue: Venue, cherished: Set[str | None], raised: Set[str | None]) -> VenueReason | None:
    """Return what speaks for a venue besides a gain: a role there, a high rating, or money raised; None without any."""
    if venue.role:
        return "role"
    return "rating" if venue.id in cherished else "raised" if venue.id in raised else None


def _judge(row: VenueReturn, odds: float | None, is_fruitful: bool) -> tuple[VenueAdvice, VenueReason]:
    """Return the advice by what the venue led to, and its odds."""
    if _is_barren(row, is_fruitful):
        return _judge_barren(row, odds)
    if row.quarters < MIN_QUARTERS_TRIED:
        return "too_early", "few_quarters"
    if row.value and row.value >= row.total_cost:
        return "keep", "returned"
    if odds is None:
        return "keep", "unpriced"
    return ("keep" if odds >= KEEP else "change"), "odds"


def _is_barren(row: VenueReturn, is_fruitful: bool) -> bool:
    return not (is_fruitful or row.value or row.meaningful_contacts)


def _judge_barren(row: VenueReturn, odds: float | None) -> tuple[VenueAdvice, VenueReason]:
    """Return the advice on a venue that led to nothing so far."""
    if row.hours >= MANY_HOURS:
        return "drop", "nothing"
    if row.quarters < PATIENCE:
        return "too_early", "few_quarters"
    if odds is None:
        return "change", "unpriced"
    return ("drop" if odds < DROP else "change" if odds < KEEP else "keep"), "nothing"


def _is_hopeless(odds: float | None) -> bool:
    return odds is not None and odds < HOPELESS


def _with_energy(
    judged: tuple[VenueAdvice, VenueReason], mean: float, has_aim: bool
) -> tuple[VenueAdvice, VenueReason]:
    """Return the advice by what the venue led to, and by its mean energy where that leaves it in doubt."""
    advice, _ = judged
    # Some people network to belong: for them, what gives energy is no waste of time. For those who aim for money, it is
    # a waste where the odds say that the venue loses some.
    if advice in ("change", "drop") and mean > 0 and has_aim:
        return "keep", "energy"
    return ("drop", "energy") if advice == "change" and mean < DRAINING else judged


def _odds(draws: tuple[Floats, Floats] | None, credit: float, cost: float, is_named: bool) -> float | None:
    if draws is None or cost <= 0:
        return None
    rate, value = draws
    shape = NAMED_SHAPE if is_named else SHAPE
    rng = np.random.default_rng(0)
    own = rng.gamma(shape + credit, 1.0, len(rate)) / (shape / rate + cost)
    return float((own * value > 1).mean())


def _fruitful_venues(ledger: Ledger) -> set[str | None]:
    """Return the ids of the venues with a step, be it the first, to an outcome that is won or open."""
    alive = ledger.outcomes.filter(pl.col("status") != "lost")
    return set(ledger.touchpoints.join(alive, on="outcome", how="semi")["venue"])


def _decided_venues(ledger: Ledger) -> set[str | None]:
    """Return the ids of the venues with a step to an outcome that is won or lost."""
    decided = ledger.outcomes.filter(pl.col("status") != "open")
    return set(ledger.touchpoints.join(decided, on="outcome", how="semi")["venue"])


def _credits(ledger: Ledger, window: Sequence[Quarter], options: Options, purpose: Purpose | None) -> dict[str, float]:
    """Return the credit for outcomes that are won or may come, by venue."""
    is_priced = yardstick(ledger, purpose) == "price"
    counted = [] if is_priced else outcomes_that_count(ledger, purpose)["outcome"].to_list()
    counts = (pl.col(options.basis) > 0) | pl.col("outcome").is_in(counted)
    alive = ledger.outcomes.filter(pl.col("status") != "lost", counts)
    credited = measures.contributions(ledger, options).filter(in_window(window)).join(alive, on="outcome", how="semi")
    return dict(credited.drop_nulls("venue").group_by("venue").agg(pl.col("credit").sum()).iter_rows())


def _named_shares(ledger: Ledger) -> dict[str, float]:
    """Return the share of an approach's steps to outcomes that names a venue, by approach; all of them without any.

    An outcome without a step may have begun anywhere, so it is one more that names none.
    """
    alive = ledger.outcomes.filter(pl.col("status") != "lost")
    steps = ledger.touchpoints.join(alive, on="outcome", how="semi")
    unlinked = alive.join(steps, on="outcome", how="anti").height
    shares: dict[str, float] = {}
    for approach in APPROACHES:
        own = steps.filter(pl.col("approach") == approach)
        count, named = own.height + unlinked, own["venue"].count()
        shares[approach] = named / count if count else 1.0
    return shares


def _ripe_costs(ledger: Ledger, window: Sequence[Quarter], options: Options) -> dict[str, float]:
    """Return what each venue cost, counting of each quarter the share of its value that has had the time to come."""
    ages = ripening(ledger, options.attribution).quarters
    shares = {
        quarter.ordinal: _USUAL_RIPENESS[min(ripe.age, 3)] if ripe.share_to_come is None else 1 - ripe.share_to_come
        for quarter, ripe in ages.items()
    }
    rows = pl.DataFrame(list(shares.items()), schema={"quarter": pl.Int64, "ripe": pl.Float64}, orient="row")
    time = (
        ledger.activities.filter(in_window(window))
        .join(hourly_worths(ledger.profile, tuple(window)), on=["quarter", "alternative"])
        .select("venue", "quarter", cost=pl.col("hours") * pl.col("hourly_worth"))
    )
    money = ledger.expenses_and_dues(tuple(window)).filter(in_window(window))
    costs = pl.concat([time, money.select("venue", "quarter", cost=pl.col(options.costs))]).drop_nulls("venue")
    ripened = costs.join(rows, on="quarter", how="left").group_by("venue")
    return dict(ripened.agg((pl.col("cost") * pl.col("ripe").fill_null(0)).sum()).iter_rows())
