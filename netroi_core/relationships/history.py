"""Standings: the relationship measures quarter by quarter, and who or what made the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships.measures import DIMENSIONS, Dimension, Diversity, Engagement, Load, Reciprocity
from netroi_core.workspace.fields import APPROACHES


@dataclass(frozen=True)
class Standing:
    """The relationship measures of a quarter, as far as it had come by a day: its last, unless it is still running."""

    quarter: Quarter
    on: date
    is_over: bool
    capital: float
    engagement: Engagement
    diversity: Mapping[Dimension, Diversity]
    reciprocity: Reciprocity
    load: Load


@dataclass(frozen=True, eq=False)
class Change:
    """Who and what made the difference between the standings of two quarters, names as they were typed.

    ``moves`` as of ``relationships.moves``. Of active contacts, those in touch in the later quarter and not in the
    earlier, and the other way round, the worthiest first. Categories that came with somebody since, by dimension.
    ``favours`` by person: name, given, received, each the later less the earlier. ``hours`` a week likewise, by
    approach.
    """

    moves: pl.DataFrame
    newly_in_touch: tuple[str, ...]
    not_since: tuple[str, ...]
    new_categories: Mapping[Dimension, tuple[str, ...]]
    favours: pl.DataFrame
    hours: Mapping[str, float]


def standings(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> tuple[Standing, ...]:
    """The standing of each quarter that had begun by a day; what was recorded for later days counts for none."""
    start = ledger.profile.fiscal_year_start
    by_then = _until(ledger, on)
    return tuple(_standing(by_then, quarter, on) for quarter in quarters if quarter.first_day(start) <= on)


def change(ledger: Ledger, before: Standing, now: Standing) -> Change:
    """What made the difference from one standing of a ledger to a later one."""
    by_then = _until(ledger, now.on)
    then, later = _in_touch(by_then, before.quarter), _in_touch(by_then, now.quarter)
    known = relationship_measures.last_contacts(by_then, now.on).filter(pl.col("status") == "active")
    ordered = known.sort("capital", descending=True, maintain_order=True)
    return Change(
        relationship_measures.moves(by_then, before.on, now.on),
        tuple(ordered.filter(pl.col("id").is_in(later - then))["name"]),
        tuple(ordered.filter(pl.col("id").is_in(then - later))["name"]),
        {each: _new_categories(by_then, before.on, now.on, each) for each in DIMENSIONS},
        _favours(by_then, before.quarter, now.quarter),
        _hours(by_then, before.quarter, now.quarter),
    )


def _until(ledger: Ledger, on: date) -> Ledger:
    """The ledger without the activities and exchanges after a day, and without those who were not known yet by then."""
    known = set(relationship_measures.last_contacts(ledger, on)["id"])
    past = {
        name: tuple(row for row in ledger.rows[name] if row["date"] <= on.isoformat())
        for name in ("activities", "exchanges")
    }
    contacts = tuple(row for row in ledger.rows["contacts"] if row["id"] in known)
    return replace(
        ledger,
        activities=ledger.activities.filter(pl.col("day") <= on),
        rows={**ledger.rows, **past, "contacts": contacts},
    )


def _standing(ledger: Ledger, quarter: Quarter, on: date) -> Standing:
    last = quarter.last_day(ledger.profile.fiscal_year_start)
    day = min(on, last)
    return Standing(
        quarter,
        day,
        last <= on,
        relationship_measures.capital(ledger, day),
        relationship_measures.engagement(ledger, (quarter,), day),
        relationship_measures.diversity(ledger, day),
        relationship_measures.reciprocity(ledger, (quarter,)),
        relationship_measures.load(ledger, (quarter,)),
    )


def _in_touch(ledger: Ledger, quarter: Quarter) -> set[str]:
    return set(ledger.touches.filter(pl.col("quarter") == quarter.ordinal)["contact"])


def _new_categories(ledger: Ledger, before: date, on: date, dimension: Dimension) -> tuple[str, ...]:
    held = {name.lower() for name in relationship_measures.categories(ledger, before, dimension)["category"]}
    return tuple(
        name for name in relationship_measures.categories(ledger, on, dimension)["category"] if name.lower() not in held
    )


def _favours(ledger: Ledger, before: Quarter, now: Quarter) -> pl.DataFrame:
    then, later = (
        relationship_measures.by_person(ledger, (quarter,)).select("id", "given", "received")
        for quarter in (before, now)
    )
    changed = (
        ledger.contacts.select("id", "name")
        .join(later, on="id", how="left", maintain_order="left")
        .join(then, on="id", how="left", maintain_order="left", suffix="_before")
    )
    return changed.select(
        "name", *(pl.col(way).fill_null(0) - pl.col(f"{way}_before").fill_null(0) for way in ("given", "received"))
    ).filter((pl.col("given") != 0) | (pl.col("received") != 0))


def _hours(ledger: Ledger, before: Quarter, now: Quarter) -> dict[str, float]:
    weekly = []
    for quarter in (before, now):
        weeks = quarter.days(ledger.profile.fiscal_year_start) / 7
        inside = ledger.activities.filter(pl.col("quarter") == quarter.ordinal)
        sums = dict(inside.group_by("approach").agg(pl.col("hours").sum()).iter_rows())
        weekly.append({approach: sums.get(approach, 0.0) / weeks for approach in APPROACHES})
    return {approach: weekly[1][approach] - weekly[0][approach] for approach in APPROACHES}
