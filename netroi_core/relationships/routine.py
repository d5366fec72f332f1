"""Routine: how evenly networking goes on, in and out of need, and the energy that each approach gives or takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.quarters import Quarter
from netroi_core.workspace.fields import APPROACHES

# The ratio of weekly hours between jobs to those at work from which on networking is a matter of need.
IN_NEED: Final = 3.0


@dataclass(frozen=True)
class WeeklyHours:
    """Hours a week in quarters between jobs and in others, and the shares (0 to 1) of both between jobs."""

    between_jobs_share: float | None = None
    quarters_share: float | None = None
    between_jobs: float | None = None
    otherwise: float | None = None

    @property
    def is_only_in_need(self) -> bool:
        """True if an average week between jobs takes IN_NEED times the hours of one at work, or more."""
        if not self.between_jobs or self.otherwise is None:
            return False
        return self.between_jobs >= IN_NEED * self.otherwise


@dataclass(frozen=True)
class Consistency:
    """The weeks (Monday to Sunday) with any contact, the longest gap between two days of contact, and hours a week.

    Weeks with contact and gap are None where no activity has a day of its own.
    """

    weeks: int
    weeks_with_contact: int | None
    longest_gap_days: int | None
    hours: WeeklyHours


def consistency(ledger: Ledger, quarters: Sequence[Quarter], on: date | None = None) -> Consistency:
    """Return how evenly networking goes on in successive quarters, up to a day (default: their last).

    Contact is any activity, exchange or first meeting. The time up to the first contact is a gap, too, if there was one
    before the first quarter; so is the time after the last.
    """
    if not quarters:
        return Consistency(0, None, None, WeeklyHours())
    start, hours = ledger.profile.fiscal_year_start, _weekly_hours(ledger, quarters)
    first, end = quarters[0].first_day(start), quarters[-1].last_day(start)
    last = min(on or end, end)
    weeks = max(0, (_monday(last) - _monday(first)).days // 7 + 1)
    # A quiz sums a quarter's activities up on its last day, which says nothing about weeks and gaps.
    own = ledger.activities.filter(pl.col("source") != "quiz")["day"]
    if not own.is_between(first, last).any():
        return Consistency(weeks, None, None, hours)
    contacts = {*own.to_list(), *ledger.exchanges["day"].to_list(), *ledger.touches["day"].to_list()}
    days = sorted(day for day in contacts if first <= day <= last)
    # The time before the very first contact is no gap: networking had not begun.
    edges = [first] if min(contacts) < first else []
    gap = max((later - earlier).days for earlier, later in pairwise([*edges, *days, last]))
    return Consistency(weeks, len({_monday(day) for day in days}), gap, hours)


def energy_by_approach(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """Return the energy of each approach with rated activities, in the contract's order.

    Returns:
        A frame of approach, activities, energy (mean, -2 to 2), energy_per_hour (null at no hours) and trend: the
        least-squares slope of energy by quarter, in points a quarter; null within one quarter.
    """
    hours = pl.col("hours").sum()
    variance = pl.col("quarter").cast(pl.Float64).var()
    is_inside = in_window(quarters)
    sums = (
        ledger.activities.filter(is_inside, pl.col("energy").is_not_null())
        .group_by("approach")
        .agg(
            pl.len().cast(pl.Int64).alias("activities"),
            pl.col("energy").mean(),
            pl.when(hours > 0).then(pl.col("energy").sum() / hours).alias("energy_per_hour"),
            pl.when(variance > 0).then(pl.cov("energy", "quarter") / variance).alias("trend"),
        )
    )
    return pl.DataFrame({"approach": APPROACHES}).join(sums, on="approach", maintain_order="left")


def _weekly_hours(ledger: Ledger, quarters: Sequence[Quarter]) -> WeeklyHours:
    start, labels = ledger.profile.fiscal_year_start, ledger.profile.between_jobs
    by_quarter = dict(ledger.activities.group_by("quarter").agg(pl.col("hours").sum()).iter_rows())
    between = [quarter for quarter in quarters if str(quarter) in labels]
    employed = [quarter for quarter in quarters if str(quarter) not in labels]
    hours, other_hours = (sum(by_quarter.get(quarter.ordinal, 0.0) for quarter in part) for part in (between, employed))
    weeks, other_weeks = (sum(quarter.days(start) for quarter in part) / 7 for part in (between, employed))
    whole = hours + other_hours
    return WeeklyHours(
        hours / whole if whole else None,
        len(between) / len(quarters),
        hours / weeks if weeks else None,
        other_hours / other_weeks if other_weeks else None,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
