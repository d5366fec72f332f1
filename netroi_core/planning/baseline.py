"""The baseline of a plan: a typical finished quarter, against which growth and cuts are measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl

from netroi_core.ledger import measures
from netroi_core.ledger.counts import dated, has_quiz_totals, incomplete_quarters
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options, in_window
from netroi_core.planning.mix import Effort, Mix, effort_at
from netroi_core.quarters import Quarter, last_finished
from netroi_core.workspace.fields import APPROACHES, Approach, CostCategory

# The fixed costs: owed by the month or year, however often one goes.
_FIXED: Final[tuple[CostCategory, ...]] = ("dues", "subscription")
# A year: one quarter may be a holiday or a conference, and seasons even out over four.
BASELINE_QUARTERS: Final = 4


@dataclass(frozen=True)
class Evenings:
    """Evenings of a quarter, and the hours of their activities; one with two approaches counts half for each."""

    count: float
    hours: float


@dataclass(frozen=True, eq=False)
class Baseline:
    """The mean effort of the latest finished quarters with records, and the quarters by number of activities.

    Attributes:
        quarters: Those that the mean is taken over, at most BASELINE_QUARTERS.
        mix: The mean hours and money of each approach; nothing where no quarter has ended yet.
        is_current: True if the latest finished quarter is among them or waits for its quiz, or none has ended yet; else
            the records stopped, and there is nothing to grow or to cut.
        cells: The measures of every complete quarter by approach: quarter, approach, hours, total_cost, activities, …,
            and ``dues``, the part of its money that is owed by the month or year.
        evenings: The mean evenings of each approach that has any.
        activity_hours: The mean hours of one activity of each approach that has a dated one. A total from a quiz is
            the hours of a quarter, not of one activity.
        dues: The money of the mix, by approach, that is owed by the month or year whatever the hours.
        stopped: The first quarter without an approach that the person did before, and does no more: of what it took,
            only the dues are part of the mix.
        paused: The first quarter of a break of an approach that is no longer than an earlier one. A season is no end.
    """

    quarters: tuple[Quarter, ...]
    mix: Mix
    is_current: bool
    cells: pl.DataFrame
    evenings: Mapping[Approach, Evenings] = field(default_factory=dict)
    activity_hours: Mapping[str, float] = field(default_factory=dict)
    dues: Mapping[Approach, float] = field(default_factory=dict)
    stopped: Mapping[Approach, Quarter] = field(default_factory=dict)
    paused: Mapping[Approach, Quarter] = field(default_factory=dict)

    def rate(self, approach: Approach) -> float:
        """Return the money of a usual hour, without dues; 0 where there are no hours."""
        usual = self.mix.get(approach, Effort())
        return max(0.0, usual.money - self.dues.get(approach, 0.0)) / usual.hours if usual.hours else 0.0

    def mix_at(self, hours: Mapping[Approach, float]) -> Mix:
        """Return the mix of other hours than the usual ones."""
        return {
            name: effort_at(number, self.rate(name), self.mix.get(name, Effort()), self.dues.get(name, 0.0))
            for name, number in hours.items()
        }


def planned_quarter(ledger: Ledger, today: date) -> Quarter:
    """Return the quarter to plan: that of today during its first half, and then the next one.

    What is logged doesn't move it: a lunch on the first day of a quarter is no reason to plan the one after it.
    """
    start = ledger.profile.fiscal_year_start
    current = Quarter.containing(today, start)
    days_left = (current.last_day(start) - today).days + 1
    return current if 2 * days_left > current.days(start) else current.shifted(1)


def typical_quarter(ledger: Ledger, window: Sequence[Quarter], options: Options, today: date) -> Baseline:
    """Return the baseline from the complete quarters of a window that ended before today.

    A running quarter never counts: one coffee in its first week would read as a quarter of one coffee. Nor does one
    that waits for its quiz: one logged coffee would read as if all else had been cut.
    """
    ended, incomplete = last_finished(today, ledger.profile.fiscal_year_start), incomplete_quarters(ledger, today)
    finished = [quarter for quarter in window if quarter <= ended and quarter not in incomplete]
    cells = (
        measures.by_quarter_and_approach(measures.cells(ledger, finished, options))
        .join(_dues(ledger, finished, options), on=["quarter", "approach"], how="left", maintain_order="left")
        .with_columns(pl.col("dues").fill_null(0.0))
    )
    recorded = cells.filter((pl.col("activities") > 0) | (pl.col("actual_cost") > 0))["quarter"].unique().sort()
    latest = recorded.tail(BASELINE_QUARTERS)
    rows = cells.filter(pl.col("quarter").is_in(latest.implode())).group_by("approach")
    means = rows.agg(pl.col("hours", "actual_cost", "dues").sum() / max(1, latest.len()))
    sums = {name: effort for name, *effort in means.iter_rows()}
    dues = {approach: sums[approach][2] for approach in APPROACHES if approach in sums}
    stopped, paused = _gaps(ledger, cells, today)
    mix = {approach: Effort(*sums[approach][:2]) if approach in sums else Effort() for approach in APPROACHES}
    now = pl.col("quarter").is_in(latest.tail(1).implode()) & pl.col("approach").is_in(list(stopped))
    dues |= dict(cells.filter(now).select("approach", "dues").iter_rows())
    mix |= {approach: Effort(0.0, dues[approach]) for approach in stopped}
    evenings = _evenings(ledger, latest, stopped)
    quarters = tuple(map(Quarter.from_ordinal, latest))
    is_current = not quarters or quarters[-1] == ended or _awaits_quiz(ledger, quarters[-1])
    hours = _activity_hours(ledger, finished)
    return Baseline(quarters, mix, is_current, cells, evenings, hours, dues, stopped, paused)


def _gaps(ledger: Ledger, cells: pl.DataFrame, today: date) -> tuple[dict[Approach, Quarter], dict[Approach, Quarter]]:
    """Return the first quarter without each approach that stopped, or paused as before, within about a year.

    An approach that the records show again in the running quarter did neither. A quarter without anything done says
    nothing of one approach.
    """
    is_done = (pl.col("hours") > 0) | (pl.col("activities") > 0) | (pl.col("actual_cost") > pl.col("dues"))
    rows = cells.filter(is_done)
    active = rows["quarter"].unique().sort().to_list()
    is_since = (pl.col("quarter") > max(active, default=0)) & (pl.col("day") <= today)
    resumed = set(ledger.activities.filter(is_since)["approach"])
    stopped: dict[Approach, Quarter] = {}
    paused: dict[Approach, Quarter] = {}
    for approach in [name for name in APPROACHES if name not in resumed]:
        done = set(rows.filter(pl.col("approach") == approach)["quarter"])
        positions = [position for position, quarter in enumerate(active) if quarter in done]
        since = len(active) - 1 - positions[-1] if positions else 0
        if 0 < since < BASELINE_QUARTERS:
            longest = max((later - earlier - 1 for earlier, later in pairwise(positions)), default=0)
            gaps = stopped if since > longest else paused
            gaps[approach] = Quarter.from_ordinal(active[-since])
    return stopped, paused


def _dues(ledger: Ledger, quarters: Sequence[Quarter], options: Options) -> pl.DataFrame:
    """Return the money of each quarter and approach that is owed by the month or year."""
    owed = ledger.expenses_and_dues(tuple(quarters)).filter(in_window(quarters), pl.col("category").is_in(_FIXED))
    return owed.group_by("quarter", "approach").agg(dues=pl.col(options.costs).sum())


def _awaits_quiz(ledger: Ledger, latest: Quarter) -> bool:
    """Return True if the latest quarter on record is from a quiz, and no later quiz says that nothing came after."""
    submitted = (Quarter.parse(quiz.quarter) for quiz in ledger.workspace.quizzes if quiz.submitted)
    return has_quiz_totals(ledger, [latest]) and max(submitted, default=latest) <= latest


def _activity_hours(ledger: Ledger, quarters: Sequence[Quarter]) -> dict[str, float]:
    """Return the mean hours of one dated activity of each approach in these quarters."""
    activities = dated(ledger.activities).filter(in_window(quarters), pl.col("hours") > 0)
    return dict(activities.group_by("approach").agg(pl.col("hours").mean()).iter_rows())


def _evenings(ledger: Ledger, latest: pl.Series, stopped: Iterable[Approach]) -> dict[Approach, Evenings]:
    """Return the mean evenings in these quarters of each approach that goes on."""
    goes_on = pl.col("evening") & ~pl.col("approach").is_in(list(stopped))
    late = ledger.activities.filter(goes_on, pl.col("quarter").is_in(latest.implode()))
    by_day = late.group_by("approach", "day").agg(pl.col("hours").sum())
    shared = by_day.with_columns(count=1 / pl.len().over("day"))
    sums = shared.group_by("approach").agg(pl.col("count", "hours").sum() / max(1, latest.len()))
    rows = {approach: Evenings(count, hours) for approach, count, hours in sums.iter_rows()}
    return {approach: rows[approach] for approach in APPROACHES if approach in rows}
