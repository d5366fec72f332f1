"""History: the relationship measures quarter by quarter, and the contacts and activities that made the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships import measures
from netroi_core.relationships.measures import DIMENSIONS, Dimension, RelationshipFigures
from netroi_core.workspace.fields import APPROACHES


@dataclass(frozen=True)
class QuarterMeasures(RelationshipFigures):
    """The relationship measures of a quarter on a day: its last, or an earlier one if it was still running."""

    quarter: Quarter
    on: date
    is_over: bool


@dataclass(frozen=True, eq=False)
class QuarterChange:
    """The contacts and activities that made the difference between the measures of two quarters.

    Attributes:
        capital: The ``capital_changes``.
        newly_in_touch: Active contacts in touch in the later quarter alone, those with the most capital first.
        no_longer_in_touch: Active contacts in touch in the earlier quarter alone.
        new_categories: Categories that came with a contact since.
        favors: A frame of name, given, received: the later quarter less the earlier.
        hours: Hours a week by approach, the later quarter less the earlier.
    """

    capital: pl.DataFrame
    newly_in_touch: tuple[str, ...]
    no_longer_in_touch: tuple[str, ...]
    new_categories: Mapping[Dimension, tuple[str, ...]]
    favors: pl.DataFrame
    hours: Mapping[str, float]


def quarterly_measures(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> tuple[QuarterMeasures, ...]:
    """Return the measures of each quarter that had begun by a day; records dated later count for none."""
    start, past = ledger.profile.fiscal_year_start, _until(ledger, on)
    return tuple(_quarter_measures(past, quarter, on) for quarter in quarters if quarter.first_day(start) <= on)


def quarter_change(ledger: Ledger, before: QuarterMeasures, now: QuarterMeasures) -> QuarterChange:
    """Return what made the difference from the measures of one quarter to those of a later one."""
    past = _until(ledger, now.on)
    earlier, later = _in_touch(past, before.quarter), _in_touch(past, now.quarter)
    active = measures.last_contacts(past, now.on).filter(pl.col("status") == "active")
    ordered = active.sort("capital", descending=True, maintain_order=True)
    return QuarterChange(
        measures.capital_changes(past, before.on, now.on),
        tuple(ordered.filter(pl.col("id").is_in(later - earlier))["name"]),
        tuple(ordered.filter(pl.col("id").is_in(earlier - later))["name"]),
        {dimension: _new_categories(past, before.on, now.on, dimension) for dimension in DIMENSIONS},
        _favors(past, before.quarter, now.quarter),
        _hours(past, before.quarter, now.quarter),
    )


def _until(ledger: Ledger, on: date) -> Ledger:
    """Return the ledger without activities and exchanges after a day, and without contacts not yet known by then."""
    ids = set(measures.last_contacts(ledger, on)["id"])
    return Ledger(ledger.workspace.until(on, ids))


def _quarter_measures(ledger: Ledger, quarter: Quarter, on: date) -> QuarterMeasures:
    last = quarter.last_day(ledger.profile.fiscal_year_start)
    figures = measures.figures(ledger, (quarter,), min(on, last))
    return QuarterMeasures(**vars(figures), quarter=quarter, on=min(on, last), is_over=last <= on)


def _in_touch(ledger: Ledger, quarter: Quarter) -> set[str]:
    return set(ledger.touches.filter(pl.col("quarter") == quarter.ordinal)["contact"])


def _new_categories(ledger: Ledger, before: date, on: date, dimension: Dimension) -> tuple[str, ...]:
    earlier = {name.lower() for name in measures.categories(ledger, before, dimension)["category"]}
    now = measures.categories(ledger, on, dimension)["category"]
    return tuple(name for name in now if name.lower() not in earlier)


def _favors(ledger: Ledger, before: Quarter, now: Quarter) -> pl.DataFrame:
    earlier, later = (
        measures.exchanges_by_contact(ledger, (quarter,)).select("id", "given", "received") for quarter in (before, now)
    )
    return (
        ledger.contacts.select("id", "name")
        .join(later, on="id", how="left", maintain_order="left")
        .join(earlier, on="id", how="left", maintain_order="left", suffix="_before")
        .fill_null(0)
        .select("name", *(pl.col(direction) - pl.col(f"{direction}_before") for direction in ("given", "received")))
        .filter((pl.col("given") != 0) | (pl.col("received") != 0))
    )


def _hours(ledger: Ledger, before: Quarter, now: Quarter) -> dict[str, float]:
    earlier, later = (_weekly_hours(ledger, quarter) for quarter in (before, now))
    return {approach: later.get(approach, 0.0) - earlier.get(approach, 0.0) for approach in APPROACHES}


def _weekly_hours(ledger: Ledger, quarter: Quarter) -> dict[str, float]:
    weeks = quarter.days(ledger.profile.fiscal_year_start) / 7
    activities = ledger.activities.filter(pl.col("quarter") == quarter.ordinal)
    return dict(activities.group_by("approach").agg(pl.col("hours").sum() / weeks).iter_rows())
