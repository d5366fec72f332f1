"""Returns of venues: the costs and results of each club, association or platform."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from netroi_core.ledger.costs import hourly_worths
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions, in_window
from netroi_core.quarters import Quarter
from netroi_core.workspace.records import Venue


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
