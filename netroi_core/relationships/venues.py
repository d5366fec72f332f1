"""Worth of venues: what each club, association or platform cost and led to, and whether to go on there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.attribution import RULES
from netroi_core.ledger.ledger import Ledger, dues, hourly_worths
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import Approach, Audience

Advice = Literal["keep", "change", "drop", "too_early"]

FEWEST_QUARTERS: Final = 2
"""Networking ripens late: a venue tried in fewer quarters is not judged."""
PATIENCE: Final = 3
"""After so many quarters that cost something and led to nothing, there is no more to wait for."""


@dataclass(frozen=True)
class Worth:
    """What a venue cost and led to in some quarters; money in the workspace's currency.

    ``quarters`` counts those with an activity or a cost there. ``actual_cost`` includes dues, ``value`` is what its
    touchpoints are credited with; ``role`` is a leadership role held there, empty if none.
    """

    id: str
    name: str
    approach: Approach
    why: str
    audience: Audience | None
    role: str
    quarters: int
    activities: int
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
    def net_benefit(self) -> float:
        """What is left of the value after all costs."""
        return self.value - self.total_cost

    @property
    def advice(self) -> Advice:
        """Whether to go on there.

        ``too_early`` under FEWEST_QUARTERS; ``drop`` after PATIENCE quarters that cost something and led to no value
        and no meaningful contact, unless a leadership role there adds what no figure holds; ``change`` where it cost
        more than it led to; else ``keep``.
        """
        if self.quarters < FEWEST_QUARTERS:
            return "too_early"
        has_led_to_nothing = not (self.value or self.meaningful_contacts or self.role)
        if self.quarters >= PATIENCE and self.total_cost > 0 and has_led_to_nothing:
            return "drop"
        return "change" if self.net_benefit < 0 else "keep"


def worths(ledger: Ledger, quarters: Iterable[Quarter], options: Options) -> list[Worth]:
    """The worth of each venue in the quarters under the chosen options, in the order of the workspace.

    A touchpoint without a venue credits none, so the venues' values need not add up to that of their approach.
    """
    wanted = tuple(quarters)
    is_inside = pl.col("quarter").is_in([quarter.ordinal for quarter in wanted])
    activities = ledger.activities.filter(is_inside).join(
        hourly_worths(ledger.profile, wanted), on=["quarter", "alternative"], how="left"
    )
    expenses = pl.concat([ledger.expenses, dues(ledger, wanted)]).filter(is_inside)
    effort = activities.group_by("venue").agg(
        pl.len().cast(pl.Int64).alias("activities"),
        pl.col("hours", "new_contacts", "meaningful_contacts").sum(),
        (pl.col("hours") * pl.col("hourly_worth")).sum().alias("opportunity_cost"),
    )
    spent = expenses.group_by("venue").agg(pl.col(options.costs).sum().alias("actual_cost"))
    tried = pl.concat([frame.select("venue", "quarter") for frame in (activities, expenses)])
    sums = pl.DataFrame({"venue": [venue.id for venue in ledger.venues]}, schema={"venue": pl.String})
    for frame in (
        effort,
        spent,
        _credited(ledger, wanted, options),
        tried.group_by("venue").agg(pl.col("quarter").n_unique().cast(pl.Int64).alias("quarters")),
    ):
        sums = sums.join(frame, on="venue", how="left", maintain_order="left")
    rows = sums.drop("venue").with_columns(pl.all().fill_null(0)).iter_rows(named=True)
    return [
        Worth(venue.id, venue.name, venue.approach, venue.why, venue.audience, venue.role, **row)
        for venue, row in zip(ledger.venues, rows, strict=True)
    ]


def _credited(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> pl.DataFrame:
    """What each venue's touchpoints are credited with: venue, value."""
    worth = ledger.outcomes.select("outcome", pl.col("quarter").alias("realised"), pl.col(options.basis).alias("worth"))
    when = "quarter" if options.view == "invested" else "realised"
    return (
        ledger.touchpoints.with_columns(RULES[options.attribution].credits.alias("credit"))
        .join(worth, on="outcome")
        .filter(pl.col(when).is_in([quarter.ordinal for quarter in quarters]))
        .group_by("venue")
        .agg((pl.col("credit") * pl.col("worth")).sum().alias("value"))
    )
