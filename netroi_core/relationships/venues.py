"""Returns of venues: the costs and results of each club, association or platform."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from netroi_core.ledger.costs import hourly_worths
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions, in_window
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Venue

# The share of an approach's hours that must be known by venue for its venues to be judged.
ENOUGH_ASSIGNED: Final = 0.8


@dataclass(frozen=True)
class VenueReturn:
    """The costs and results of one venue in some quarters, money in the workspace's currency.

    ``quarters`` counts those with an activity or a cost there; ``actual_cost`` includes dues; ``value`` is the credit
    of the touchpoints there.
    """

    venue: Venue
    quarters: int
    hours: float
    actual_cost: float
    opportunity_cost: float
    new_contacts: int
    meaningful_contacts: int
    value: float

    @property
    def total_cost(self) -> float:
        """Money and time together."""
        return self.actual_cost + self.opportunity_cost

    @property
    def is_used(self) -> bool:
        """True if there is an activity, a cost or a result in the quarters."""
        return bool(self.quarters or self.value)


def venue_returns(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> list[VenueReturn]:
    """Return the costs and results of each venue in the quarters, in the order of the workspace.

    A touchpoint without a venue credits none, so the venues' values need not add up to that of their approach.
    """
    is_inside = in_window(quarters)
    activities = ledger.activities.filter(is_inside).join(
        hourly_worths(ledger.profile, tuple(quarters)), on=["quarter", "alternative"], how="left"
    )
    expenses = ledger.expenses_and_dues(tuple(quarters)).filter(is_inside)
    tried = pl.concat([frame.select("venue", "quarter") for frame in (activities, expenses)])
    venues = ledger.workspace.venues
    sums = pl.DataFrame({"venue": [venue.id for venue in venues]}, schema={"venue": pl.String})
    for frame in (
        activities.group_by("venue").agg(
            pl.col("hours", "new_contacts", "meaningful_contacts").sum(),
            (pl.col("hours") * pl.col("hourly_worth")).sum().alias("opportunity_cost"),
        ),
        expenses.group_by("venue").agg(pl.col(options.costs).sum().alias("actual_cost")),
        contributions(ledger, options).filter(is_inside).group_by("venue").agg(pl.col("value").sum()),
        tried.group_by("venue").agg(pl.col("quarter").n_unique().cast(pl.Int64).alias("quarters")),
    ):
        sums = sums.join(frame, on="venue", how="left", maintain_order="left")
    rows = sums.drop("venue").with_columns(pl.all().fill_null(0)).iter_rows(named=True)
    return [VenueReturn(venue, **row) for venue, row in zip(venues, rows, strict=True)]


_NOTHING: Final = (0.0, 0.0, ())


@dataclass(frozen=True)
class Unassigned:
    """The hours and the money of an approach, in these quarters, that aren't known to be of one of its venues."""

    hours: float
    money: float
    venues: int
    quarters: tuple[Quarter, ...]


def unassigned(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> dict[Approach, Unassigned]:
    """Return, by approach with venues, the effort that is assigned to none, where that is too much to judge them.

    The value of a step is that of its venue in full, however little of the cost is known to be the venue's. Where the
    quiz of a quarter says how the hours were shared among venues, the rest is known to have been elsewhere.
    """
    venues = Counter(venue.approach for venue in ledger.workspace.venues)
    hours = ledger.activities.select("quarter", "approach", "venue", amount="hours")
    spent = ledger.expenses_and_dues(tuple(quarters))
    money = spent.select("quarter", "approach", "venue", amount=pl.col(options.costs))
    inside = in_window(quarters)
    of_hours, of_money = (_with_rest(ledger, frame.filter(inside)) for frame in (hours, money))
    result = {}
    for approach in APPROACHES:
        time, rest, spent_in = of_hours.get(approach, _NOTHING)
        paid, left, paid_in = of_money.get(approach, _NOTHING)
        # Where no hour is on record, the money tells.
        share = rest / time if time else left / paid if paid else 0.0
        if venues[approach] and 1 - share < ENOUGH_ASSIGNED:
            when = tuple(map(Quarter.from_ordinal, sorted({*spent_in, *paid_in})))
            result[approach] = Unassigned(rest, left, venues[approach], when)
    return result


def _with_rest(ledger: Ledger, amounts: pl.DataFrame) -> dict[str, tuple[float, float, Sequence[int]]]:
    """Return the sum of amounts by approach, that of those without a venue, and the ordinals of their quarters."""
    told = {
        (Quarter.parse(quiz.quarter).ordinal, approach)
        for quiz in ledger.workspace.quizzes
        for approach in quiz.approaches_by_venue
    }
    schema = {"quarter": pl.Int64, "approach": pl.String}
    known = pl.DataFrame(sorted(told), schema=schema, orient="row").with_columns(is_told=True)
    is_rest = pl.col("venue").is_null() & pl.col("is_told").is_null()
    sums = (
        amounts.join(known, on=["quarter", "approach"], how="left")
        .group_by("approach")
        .agg(
            pl.col("amount").sum(),
            pl.col("amount").filter(is_rest).sum().alias("rest"),
            pl.col("quarter").filter(is_rest, pl.col("amount") > 0).unique().alias("quarters"),
        )
    )
    return {approach: (amount, rest, quarters) for approach, amount, rest, quarters in sums.iter_rows()}
