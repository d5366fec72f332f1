"""Relationships: how much of them there is, how alive, varied and mutual they are, and what they take.

A contact's closeness, relevance and status are known as of today only, so a figure of an earlier day uses those, too.
Somebody is in *touch* when met, at an activity and at an exchange (``people.touches``); *interactions* are activities
and exchanges. A contact is *known* on a day if some touch is not after it, or if there is none on record at all. A
ratio with nothing below it is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import exp, fsum, log
from typing import Any, Final, Literal

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter

HALF_LIFE_DAYS: Final = 180
"""After so many days without contact, half of a relationship's capital is left."""
QUIET_DAYS: Final = HALF_LIFE_DAYS
"""From so many days without contact on, a relationship has gone quiet."""
FEWEST_EXCHANGES: Final = 3
"""Fewer say nothing about who gives and who takes."""
FEWEST_QUARTERS: Final = 2
"""Favours come back late: so many quarters, that of the first exchange included, before anybody is said to owe."""
BALANCED, ONE_SIDED = 0.2, 0.5
"""Up to the one balance, give and take are even; from the other on, received is three times what was given."""
DOMINANT: Final = 0.5
"""From this share on, one category dominates."""

Dimension = Literal["industry", "background", "expertise"]
DIMENSIONS: Final[tuple[Dimension, ...]] = ("industry", "background", "expertise")


@dataclass(frozen=True)
class Engagement:
    """How alive the active contacts are: the share in touch (0 to 1), and interactions for each of them."""

    in_touch_share: float | None
    interactions_per_contact: float | None


@dataclass(frozen=True)
class Diversity:
    """How varied contacts are: the effective number of equally common categories, and the odds that two differ.

    Hill, Diversity and Evenness, 1973 (the number of order 1, exp of Shannon's entropy); Blau, Inequality and
    Heterogeneity, 1977 (1 - sum of squared shares). Ten contacts, five in each of two industries: 2 and 0.5.
    """

    effective_number: float | None
    blau: float | None


@dataclass(frozen=True)
class Reciprocity:
    """How many favours were given and received."""

    given: int
    received: int

    @property
    def balance(self) -> float | None:
        """(received - given) / (received + given): from -1, only given, to 1, only received."""
        total = self.given + self.received
        return (self.received - self.given) / total if total else None


@dataclass(frozen=True)
class Load:
    """What networking takes: hours and evenings a week against the limits set to oneself, and mean energy (-2 to 2).

    Evenings are the days with an activity in the evening; None where no activity says if it was one.
    """

    hours_per_week: float | None
    evenings_per_week: float | None
    energy: float | None
    hours_cap: float
    evenings_cap: float | None

    @property
    def is_beyond_hours(self) -> bool:
        """Whether it takes more hours a week than the limit."""
        return (self.hours_per_week or 0) > self.hours_cap

    @property
    def is_beyond_evenings(self) -> bool:
        """Whether it takes more evenings a week than the limit, if there is one."""
        return self.evenings_cap is not None and (self.evenings_per_week or 0) > self.evenings_cap


def last_contacts(ledger: Ledger, on: date) -> pl.DataFrame:
    """Each contact known on a day, in their order: place, id, name, status; last (a day), days (since it), and capital.

    Also interactions, given and received up to that day. Without any touch, last and days are null. Capital is 0 unless
    the contact is active and has closeness, relevance and a last contact.
    """
    is_past = pl.col("day") <= on
    seen = ledger.touches.group_by("contact").agg(
        pl.col("day").min().alias("first"),
        pl.col("day").filter(is_past).max().alias("last"),
        (is_past & (pl.col("way") != "met")).sum().cast(pl.Int64).alias("interactions"),
        *((is_past & (pl.col("direction") == way)).sum().cast(pl.Int64).alias(way) for way in ("given", "received")),
    )
    worth = pl.col("closeness") / 5 * pl.col("relevance") / 5
    left = pl.lit(0.5).pow(pl.col("days") / HALF_LIFE_DAYS)
    return (
        ledger.contacts.join(seen, left_on="id", right_on="contact", how="left", maintain_order="left")
        .filter(pl.col("first").is_null() | (pl.col("first") <= on))
        .with_columns((pl.lit(on) - pl.col("last")).dt.total_days().alias("days"))
        .select(
            *("place", "id", "name", "status", "last", "days"),
            *(pl.col(sums).fill_null(0) for sums in ("interactions", "given", "received")),
            pl.when(pl.col("status") == "active").then(worth * left).fill_null(0.0).alias("capital"),
        )
    )


def capital(ledger: Ledger, on: date) -> float:
    """Relationship capital on a day: over active contacts, closeness/5 x relevance/5 x 0.5^(days since contact / 180).

    One contact of closeness 5 and relevance 4, last seen 180 days ago: 1 x 0.8 x 0.5 = 0.4.
    """
    return float(last_contacts(ledger, on)["capital"].sum())


def moves(ledger: Ledger, before: date, on: date) -> pl.DataFrame:
    """What moved the capital from a day to a later one: id, name, move, before, capital and change, the largest first.

    Of each contact known by then who is or was worth something: ``joined`` since; ``came_back`` after QUIET_DAYS or
    more, or ``kept``, by a touch since; without one ``went_quiet``, if QUIET_DAYS were reached since, else ``fading``.
    The changes add up to that of the capital.
    """
    then = last_contacts(ledger, before).select("id", was="last", was_days="days", before="capital")
    is_new = pl.col("was").is_null()
    is_touched = pl.col("last") > before
    move = (
        pl.when(is_new)
        .then(pl.lit("joined"))
        .when(is_touched)
        .then(pl.when(pl.col("was_days") >= QUIET_DAYS).then(pl.lit("came_back")).otherwise(pl.lit("kept")))
        .when((pl.col("days") >= QUIET_DAYS) & (pl.col("was_days") < QUIET_DAYS))
        .then(pl.lit("went_quiet"))
        .otherwise(pl.lit("fading"))
    )
    change = pl.col("capital") - pl.col("before")
    return (
        last_contacts(ledger, on)
        .join(then, on="id", how="left", maintain_order="left")
        .with_columns(pl.col("before").fill_null(0.0))
        .filter((pl.col("capital") > 0) | (pl.col("before") > 0))
        .select("id", "name", move.alias("move"), "before", "capital", change.alias("change"))
        .sort(pl.col("change").abs(), descending=True, maintain_order=True)
    )


def engagement(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> Engagement:
    """How many of the active contacts known on a day were in touch in the quarters, and how often.

    The quarters count whole, whatever the day; being met is a touch and no interaction.
    """
    active = _active(ledger, on).select("id")
    touches = ledger.touches.filter(_is_in(quarters)).join(active, left_on="contact", right_on="id", how="semi")
    if active.is_empty():
        return Engagement(None, None)
    interactions = int((touches["way"] != "met").sum())
    return Engagement(touches["contact"].n_unique() / active.height, interactions / active.height)


def diversity(ledger: Ledger, on: date) -> dict[Dimension, Diversity]:
    """How varied the active contacts known on a day are, by industry, background and expertise."""
    return {dimension: _diversity(categories(ledger, on, dimension)["share"].to_list()) for dimension in DIMENSIONS}


def categories(ledger: Ledger, on: date, dimension: Dimension) -> pl.DataFrame:
    """The categories of active contacts known on a day, the largest first: category, count, share (0 to 1).

    Each contact counts once by industry and background, and once for each area of expertise listed. Blanks are left
    out, case and surrounding space ignored; a category is called as it is first written.
    """
    written = _active(ledger, on).select(pl.col(dimension).alias("category"))
    listed = written.explode("category") if dimension == "expertise" else written
    return (
        listed.with_columns(pl.col("category").str.strip_chars())
        .filter(pl.col("category") != "")
        .group_by(pl.col("category").str.to_lowercase().alias("same"), maintain_order=True)
        .agg(pl.col("category").first(), pl.len().cast(pl.Int64).alias("count"))
        .select("category", "count", (pl.col("count") / pl.col("count").sum()).alias("share"))
        .sort("count", descending=True, maintain_order=True)
    )


def missing(ledger: Ledger, on: date) -> dict[Dimension, tuple[str, ...]]:
    """What the goals' target audience names and no active contact known on a day has, as it is written there."""
    wanted = ledger.profile.target_audience
    named = {"industry": wanted.industries, "background": wanted.backgrounds, "expertise": wanted.expertise}
    found: dict[Dimension, tuple[str, ...]] = {}
    for dimension in DIMENSIONS:
        held = {category.lower() for category in categories(ledger, on, dimension)["category"]}
        asked = [name.strip() for name in named[dimension]]
        found[dimension] = tuple(dict.fromkeys(name for name in asked if name and name.lower() not in held))
    return found


def reciprocity(ledger: Ledger, quarters: Sequence[Quarter]) -> Reciprocity:
    """What was given and received in the quarters, favours without a named person included."""
    directions = ledger.exchanges.filter(_is_in(quarters))["direction"]
    return Reciprocity(int((directions == "given").sum()), int((directions == "received").sum()))


def by_person(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """Give and take with each person in the quarters: id, name, given, received, balance, owed, takes.

    An introduction given counts for its contact and both ends, one received for its contact alone. ``owed``: you had
    three times what you gave, or more; ``takes``: you gave and had nothing. Both only after FEWEST_EXCHANGES over
    FEWEST_QUARTERS. In the order of the contacts.
    """
    sums = (
        ledger.touches.filter(_is_in(quarters), pl.col("direction").is_not_null())
        .group_by("contact")
        .agg(
            *((pl.col("direction") == way).sum().cast(pl.Int64).alias(way) for way in ("given", "received")),
            pl.col("quarter").min().alias("first"),
        )
    )
    total = pl.col("given") + pl.col("received")
    balance = (pl.col("received") - pl.col("given")) / total
    last = max((quarter.ordinal for quarter in quarters), default=0)
    is_enough = (total >= FEWEST_EXCHANGES) & (last - pl.col("first") + 1 >= FEWEST_QUARTERS)
    return ledger.contacts.join(sums, left_on="id", right_on="contact", maintain_order="left").select(
        *("id", "name", "given", "received"),
        balance.alias("balance"),
        (is_enough & (balance >= ONE_SIDED)).alias("owed"),
        (is_enough & (pl.col("received") == 0)).alias("takes"),
    )


def load(ledger: Ledger, quarters: Sequence[Quarter]) -> Load:
    """The load of the quarters: their hours over their days / 7; energy is the mean of the activities that have one."""
    inside = ledger.activities.filter(_is_in(quarters))
    weeks = sum(quarter.days(ledger.profile.fiscal_year_start) for quarter in quarters) / 7
    evenings = inside.filter(pl.col("evening"))["day"].n_unique()
    energy = inside["energy"].mean()
    return Load(
        float(inside["hours"].sum()) / weeks if weeks else None,
        evenings / weeks if weeks and inside["evening"].is_not_null().any() else None,
        energy if isinstance(energy, float) else None,
        ledger.profile.weekly_hours_cap,
        ledger.profile.weekly_evenings_cap,
    )


def usual_day(ledger: Ledger, quarters: Sequence[Quarter]) -> date:
    """The day that is asked about where none is named: the last of the last quarter.

    Without a quarter, the last on which somebody was met; without that, the end of time, when all contacts are known.
    """
    if quarters:
        return quarters[-1].last_day(ledger.profile.fiscal_year_start)
    met = ledger.contacts["met"].max()
    return met if isinstance(met, date) else date.max


def figures(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> dict[str, Any]:
    """The relationship measures as plain values, as the command line prints them."""
    alive, favours, taken = engagement(ledger, quarters, on), reciprocity(ledger, quarters), load(ledger, quarters)
    return {
        "capital": capital(ledger, on),
        "engagement": {
            "in_touch_share": alive.in_touch_share,
            "interactions_per_contact": alive.interactions_per_contact,
        },
        "diversity": {
            dimension: {"effective_number": found.effective_number, "blau": found.blau}
            for dimension, found in diversity(ledger, on).items()
        },
        "reciprocity": {"given": favours.given, "received": favours.received, "balance": favours.balance},
        "load": {"hours_per_week": taken.hours_per_week, "energy": taken.energy},
    }


def _active(ledger: Ledger, on: date) -> pl.DataFrame:
    known = last_contacts(ledger, on).select("id")
    return ledger.contacts.filter(pl.col("status") == "active").join(known, on="id", how="semi", maintain_order="left")


def _diversity(shares: Sequence[float]) -> Diversity:
    if not shares:
        return Diversity(None, None)
    return Diversity(exp(-fsum(share * log(share) for share in shares)), 1 - fsum(share**2 for share in shares))


def _is_in(quarters: Sequence[Quarter]) -> pl.Expr:
    return pl.col("quarter").is_in([quarter.ordinal for quarter in quarters])
