"""Routine: whether networking goes on all the time or in need alone, and whether it gives energy or takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES

IN_NEED: Final = 3.0
"""From so many times the usual hours a week on, between jobs, networking is a matter of need."""


@dataclass(frozen=True)
class Consistency:
    """How evenly networking goes on, up to a day.

    Of ``weeks`` (Monday to Sunday), those with any contact, and the longest time from one day of contact to the next
    in days; both None where no activity has a day of its own, as those that a quiz sums up on the last day of a quarter
    have none. ``between_jobs_share`` is the share (0 to 1) of the hours that fell into the quarters between jobs,
    ``quarters_share`` that of the quarters; ``between_jobs`` and ``otherwise`` are the hours a week of either kind.
    """

    weeks: int
    weeks_with_contact: int | None
    longest_gap_days: int | None
    between_jobs_share: float | None
    quarters_share: float | None
    between_jobs: float | None
    otherwise: float | None

    @property
    def is_only_in_need(self) -> bool:
        """Whether an average week between jobs takes IN_NEED times the hours of one at work, or more."""
        if not self.between_jobs or self.otherwise is None:
            return False
        return self.between_jobs >= IN_NEED * self.otherwise


def consistency(ledger: Ledger, quarters: Sequence[Quarter], on: date | None = None) -> Consistency:
    """How evenly networking goes on in successive quarters, up to a day, by default their last.

    Contact is any activity, exchange or first meeting. Before the first quarter it only counts that there was some:
    then the time to the first contact is a gap, too, as the time after the last is.
    """
    start = ledger.profile.fiscal_year_start
    weekly = _hours_a_week(ledger, quarters)
    if not quarters:
        return Consistency(0, None, None, *weekly)
    first, end = quarters[0].first_day(start), quarters[-1].last_day(start)
    last = min(on or end, end)
    weeks = max(0, (_monday(last) - _monday(first)).days // 7 + 1)
    own = ledger.activities.filter(pl.col("source") != "quiz")["day"]
    contacts = {*own.to_list(), *ledger.exchanges["day"].to_list(), *ledger.touches["day"].to_list()}
    days = sorted(day for day in contacts if first <= day <= last)
    if not own.is_between(first, last).any():
        return Consistency(weeks, None, None, *weekly)
    edges = [first] if min(contacts) < first else []
    gap = max((later - earlier).days for earlier, later in pairwise([*edges, *days, last]))
    return Consistency(weeks, len({_monday(day) for day in days}), gap, *weekly)


def energy(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """The mean energy (-2 to 2) by approach and quarter: approach, quarter, energy, activities; those rated alone."""
    return (
        _rated(ledger, quarters)
        .group_by("approach", "quarter")
        .agg(pl.col("energy").mean(), pl.len().cast(pl.Int64).alias("activities"))
        .sort("approach", "quarter")
    )


def energy_by_approach(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """Each approach with rated activities: approach, activities, energy (mean, -2 to 2), energy_per_hour, trend.

    Energy per hour is the sum of energy over the hours of the same activities, null at no hours. The trend is the slope
    of energy by quarter (least squares), in points a quarter; null within one quarter.
    """
    hours = pl.col("hours").sum()
    spread = pl.col("quarter").cast(pl.Float64).var()
    sums = (
        _rated(ledger, quarters)
        .group_by("approach")
        .agg(
            pl.len().cast(pl.Int64).alias("activities"),
            pl.col("energy").mean(),
            pl.when(hours > 0).then(pl.col("energy").sum() / hours).alias("energy_per_hour"),
            pl.when(spread > 0).then(pl.cov("energy", "quarter") / spread).alias("trend"),
        )
    )
    return pl.DataFrame({"approach": APPROACHES}).join(sums, on="approach", maintain_order="left")


def _hours_a_week(
    ledger: Ledger, quarters: Sequence[Quarter]
) -> tuple[float | None, float | None, float | None, float | None]:
    """The last four fields of Consistency."""
    start = ledger.profile.fiscal_year_start
    in_need = {Quarter.parse(label) for label in ledger.profile.between_jobs}
    by_quarter = dict(ledger.activities.group_by("quarter").agg(pl.col("hours").sum()).iter_rows())
    sums: dict[bool, list[float]] = {True: [0.0, 0.0], False: [0.0, 0.0]}
    for quarter in quarters:
        total = sums[quarter in in_need]
        total[0] += by_quarter.get(quarter.ordinal, 0.0)
        total[1] += quarter.days(start) / 7
    (hours, weeks), (other_hours, other_weeks) = sums[True], sums[False]
    whole = hours + other_hours
    return (
        hours / whole if whole else None,
        sum(quarter in in_need for quarter in quarters) / len(quarters) if quarters else None,
        hours / weeks if weeks else None,
        other_hours / other_weeks if other_weeks else None,
    )


def _rated(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    is_inside = pl.col("quarter").is_in([quarter.ordinal for quarter in quarters])
    return ledger.activities.filter(is_inside, pl.col("energy").is_not_null())


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
