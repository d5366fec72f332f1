"""Returns of venues: what each club, association or platform cost and led to, and the advice on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from netroi_core.ledger.costs import hourly_worths
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, contributions, in_window
from netroi_core.quarters import Quarter
from netroi_core.wording.wording import Words, pluralize
from netroi_core.workspace.records import Venue

VenueAdvice = Literal["keep", "change", "drop", "too_early"]

# Quarters with an activity or a cost at a venue below which it is not judged: networking ripens late, so a single
# quarter says nothing about a venue.
MIN_QUARTERS_TRIED: Final = 2
# Quarters with a cost and without any result after which a venue is to be dropped.
PATIENCE: Final = 3
# The name of each advice, and its sentence.
ADVICE: Final[Mapping[VenueAdvice, tuple[str, str]]] = {
    "keep": ("Keep", "Keep it: it is worth what it takes."),
    "change": (
        "Change",
        "Change something: it takes more than it has brought. Go less often, take on a task, or stay in touch with "
        "those you talked to.",
    ),
    "drop": (
        "Drop",
        "Consider leaving: it has led to nothing so far, and the time may do more elsewhere.",
    ),
    "too_early": ("Too early to tell", "Too early to tell: give it a second quarter."),
}


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
    def advice(self) -> VenueAdvice:
        """Advice on the venue: ``too_early``, ``drop``, ``change`` (it cost more than it led to) or ``keep``."""
        if self.quarters < MIN_QUARTERS_TRIED:
            return "too_early"
        # A leadership role adds reputation that no figure here holds, so it is never a reason to drop a venue.
        has_led_to_nothing = not (self.value or self.meaningful_contacts or self.venue.role)
        if self.quarters >= PATIENCE and self.total_cost > 0 and has_led_to_nothing:
            return "drop"
        return "change" if self.value < self.total_cost else "keep"


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


def venue_sentence(row: VenueReturn, words: Words) -> str:
    """Return what a venue cost and led to, the advice and its reason."""
    if not row.quarters and not row.value:
        return "Nothing is recorded there for these quarters."
    met = f"{pluralize(row.new_contacts, 'new contact')}, {pluralize(row.meaningful_contacts, 'meaningful one')}"
    cost = f"{words.money(row.actual_cost)} and {words.hours(row.hours)} went in"
    role = row.venue.role
    reputation = f" Your role there, {role}, adds reputation that no figure here holds." if role else ""
    return f"{cost}; {met}, {words.money(row.value)} came of it. {ADVICE[row.advice][1]}{reputation}"
