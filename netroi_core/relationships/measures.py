"""Relationship measures: capital, engagement, diversity, reciprocity and load, at a day or over quarters.

A contact is *in touch* when met, at an activity and in an exchange (``ledger.touches``); *interactions* are activities
and exchanges. A contact is *known* on a day if the first touch is not after it, or if none is on record. A ratio is
None where its denominator is 0.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from math import exp, fsum, log
from typing import Any, Final, Literal, TypeVar

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import in_window
from netroi_core.quarters import Quarter
from netroi_core.relationships.routine import Load, load

# Days without contact after which half of a relationship's strength is left.
HALF_LIFE_DAYS: Final = 180
# Days without contact from which on a relationship has gone quiet: once half of its strength is gone. One idea, not two
# numbers that happen to agree.
QUIET_DAYS: Final = HALF_LIFE_DAYS
# Exchanges with one contact below which nobody is said to owe or only to take.
MIN_EXCHANGES: Final = 3
# Quarters since the first exchange with a contact, its own included, before the same is said. Favors come back late, so
# one quarter can't tell who owes.
MIN_QUARTERS: Final = 2
# The balance up to which exchange is even, and that from which on received is three times what was given.
BALANCED, ONE_SIDED = 0.2, 0.5
# The share from which on one category dominates.
DOMINANT: Final = 0.5

Dimension = Literal["industry", "background", "expertise"]
DIMENSIONS: Final[tuple[Dimension, ...]] = ("industry", "background", "expertise")

# With fewer favors, nobody gives or receives too much.
MIN_FAVORS: Final = 6
# Giving twice what comes back wears out, from so many favors more on; receiving is one-sided from three times on, since
# favors come back late.
GIVES_TOO_MUCH, MORE_GIVEN = 2, 6

Side = Literal["given", "received"]
Number = TypeVar("Number", float, pl.Expr)


@dataclass(frozen=True)
class Engagement:
    """The share of active contacts in touch (0 to 1), and interactions per active contact."""

    in_touch_share: float | None
    interactions_per_contact: float | None


@dataclass(frozen=True)
class Diversity:
    """The effective number of equally common categories, and the probability that two contacts differ.

    Hill, Diversity and Evenness, 1973 (the number of order 1: exp of Shannon's entropy); Blau, Inequality and
    Heterogeneity, 1977 (1 − sum of squared shares).
    """

    effective_number: float | None
    blau: float | None

    @classmethod
    def of(cls, shares: Sequence[float]) -> "Diversity":
        """Return the diversity of categories with these shares, which add up to 1.

        >>> Diversity.of([0.5, 0.5])
        Diversity(effective_number=2.0, blau=0.5)
        >>> Diversity.of([])
        Diversity(effective_number=None, blau=None)
        """
        if not shares:
            return cls(None, None)
        return cls(exp(-fsum(share * log(share) for share in shares)), 1 - fsum(share**2 for share in shares))


@dataclass(frozen=True)
class Reciprocity:
    """The numbers of favors given and received."""

    given: int
    received: int

    @property
    def balance(self) -> float | None:
        """The ``balance`` of both, from -1 (only given) to 1 (only received)."""
        return balance(float(self.given), float(self.received)) if self.given + self.received else None


def exchange_side(given: int, received: int) -> Side | None:
    """Return the side that favors are clearly on; None while they are about even, or too few to tell.

    >>> exchange_side(12, 6), exchange_side(8, 4), exchange_side(6, 0), exchange_side(2, 4), exchange_side(1, 5)
    ('given', None, 'given', None, 'received')
    """
    if given + received < MIN_FAVORS:
        return None
    if given >= GIVES_TOO_MUCH * received and given - received >= MORE_GIVEN:
        return "given"
    return "received" if balance(float(given), float(received)) >= ONE_SIDED else None


@dataclass(frozen=True)
class RelationshipFigures:
    """The relationship measures of some quarters, as of a day."""

    capital: float
    engagement: Engagement
    diversity: dict[Dimension, Diversity]
    reciprocity: Reciprocity
    load: Load

    @property
    def as_json(self) -> dict[str, Any]:
        """The measures as the command line prints them."""
        reciprocity = {**asdict(self.reciprocity), "balance": self.reciprocity.balance}
        load = {"hours_per_week": self.load.hours_per_week, "energy": self.load.energy}
        return {**asdict(self), "reciprocity": reciprocity, "load": load}


def strength(closeness: Number, relevance: Number, days: Number) -> Number:
    """Return a relationship's strength, 0 to 1: closeness/5 × relevance/5 × 0.5^(days since the last contact / 180).

    >>> strength(5.0, 4.0, 180.0)
    0.4
    """
    decay: Number = 0.5 ** (days / HALF_LIFE_DAYS)
    return closeness / 5 * relevance / 5 * decay


def is_quiet(days: int | None) -> bool:
    """Return True if a relationship has gone quiet after so many days without contact; None: never in touch.

    >>> is_quiet(179), is_quiet(180), is_quiet(None)
    (False, True, True)
    """
    return days is None or days >= QUIET_DAYS


def balance(given: Number, received: Number) -> Number:
    """Return the balance of exchange, (received − given) / (received + given), from -1 to 1.

    >>> balance(1.0, 3.0)
    0.5
    """
    return (received - given) / (received + given)


def last_contacts(ledger: Ledger, on: date) -> pl.DataFrame:
    """Return each contact known on a day, in the order of the workspace.

    Returns:
        A frame of id, name, status; last (a day) and days (since it), null without contact up to that day; and capital,
        the ``strength``: 0 unless the contact is active and has closeness, relevance and a last contact.
    """
    touches = ledger.touches.group_by("contact").agg(
        first=pl.col("day").min(), last=pl.col("day").filter(pl.col("day") <= on).max()
    )
    # Closeness, relevance and status are on record as of today only, so an earlier day is measured by today's, too.
    capital = strength(pl.col("closeness"), pl.col("relevance"), pl.col("days"))
    return (
        ledger.contacts.join(touches, left_on="id", right_on="contact", how="left", maintain_order="left")
        .filter(pl.col("first").is_null() | (pl.col("first") <= on))
        .with_columns((pl.lit(on) - pl.col("last")).dt.total_days().alias("days"))
        .select(
            *("id", "name", "status", "last", "days"),
            pl.when(pl.col("status") == "active").then(capital).fill_null(0.0).alias("capital"),
        )
    )


def capital(ledger: Ledger, on: date) -> float:
    """Return the relationship capital on a day: the ``strength`` of all active contacts together."""
    return float(last_contacts(ledger, on)["capital"].sum())


def capital_changes(ledger: Ledger, before: date, on: date) -> pl.DataFrame:
    """Return what changed the capital from one day to a later one, the largest change first.

    Returns:
        A frame of id, name, move, before, capital and change, for each contact with capital on either day. The move is
        ``joined``; ``came_back`` (in touch again after QUIET_DAYS or more) or ``kept`` (in touch again sooner);
        ``went_quiet`` (QUIET_DAYS reached since) or ``fading``. The changes add up to that of the capital.
    """
    then = last_contacts(ledger, before).select("id", was="last", was_days="days", before="capital")
    was_quiet, is_quiet = pl.col("was_days") >= QUIET_DAYS, pl.col("days") >= QUIET_DAYS
    move = (
        pl.when(pl.col("was").is_null())
        .then(pl.lit("joined"))
        .when(pl.col("last") > before)
        .then(pl.when(was_quiet).then(pl.lit("came_back")).otherwise(pl.lit("kept")))
        .when(is_quiet & ~was_quiet)
        .then(pl.lit("went_quiet"))
        .otherwise(pl.lit("fading"))
    )
    return (
        last_contacts(ledger, on)
        .join(then, on="id", how="left", maintain_order="left")
        .with_columns(pl.col("before").fill_null(0.0))
        .filter((pl.col("capital") > 0) | (pl.col("before") > 0))
        .select("id", "name", "before", "capital", move=move, change=pl.col("capital") - pl.col("before"))
        .sort(pl.col("change").abs(), descending=True, maintain_order=True)
    )


def engagement(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> Engagement:
    """Return how many of the active contacts known on a day were in touch in the quarters, and how often.

    The quarters count whole, whatever the day; being met counts as in touch, not as an interaction.
    """
    active = _active(ledger, on).select("id")
    if active.is_empty():
        return Engagement(None, None)
    touches = ledger.touches.filter(in_window(quarters)).join(active, left_on="contact", right_on="id", how="semi")
    interactions = int((touches["way"] != "met").sum())
    return Engagement(touches["contact"].n_unique() / active.height, interactions / active.height)


def diversity(ledger: Ledger, on: date) -> dict[Dimension, Diversity]:
    """Return how varied the active contacts known on a day are, by dimension."""
    return {name: Diversity.of(categories(ledger, on, name)["share"].to_list()) for name in DIMENSIONS}


def categories(ledger: Ledger, on: date, dimension: Dimension) -> pl.DataFrame:
    """Return the categories of active contacts known on a day, the largest first: category, count, share (0 to 1).

    Each contact counts once by industry and background, and once for each area of expertise. Blanks are left out; case
    and surrounding space are ignored, and a category keeps its first spelling.
    """
    counts = _by_category(ledger, on, dimension).select("category", "count", share=_share("count"))
    return counts.sort("count", descending=True, maintain_order=True)


def capital_by_category(ledger: Ledger, on: date, dimension: Dimension) -> pl.DataFrame:
    """Return category and share (0 to 1) of the capital, the largest first."""
    sums = _by_category(ledger, on, dimension).filter(pl.col("capital") > 0)
    return sums.select("category", share=_share("capital")).sort("share", descending=True, maintain_order=True)


def missing_audience(ledger: Ledger, on: date) -> dict[Dimension, tuple[str, ...]]:
    """Return the categories of the target audience that no active contact known on a day has, as they are spelled."""
    audience = ledger.profile.target_audience
    missing: dict[Dimension, tuple[str, ...]] = {}
    by_dimension = zip(DIMENSIONS, (audience.industries, audience.backgrounds, audience.expertise), strict=True)
    for dimension, targets in by_dimension:
        present = {"", *(category.lower() for category in categories(ledger, on, dimension)["category"])}
        names = dict.fromkeys(target.strip() for target in targets)
        missing[dimension] = tuple(name for name in names if name.lower() not in present)
    return missing


def reciprocity(ledger: Ledger, quarters: Sequence[Quarter]) -> Reciprocity:
    """Return the favors given and received in the quarters, those without a named contact included."""
    directions = ledger.exchanges.filter(in_window(quarters))["direction"]
    return Reciprocity(int((directions == "given").sum()), int((directions == "received").sum()))


def exchanges_by_contact(ledger: Ledger, quarters: Sequence[Quarter]) -> pl.DataFrame:
    """Return the favors exchanged with each contact in the quarters, in the order of the workspace.

    An introduction given counts for its contact and both ends, one received for its contact alone.

    Returns:
        A frame of id, name, given, received, balance, owed (they gave three times what they received, or more) and
        takes (they gave nothing). Both are False before MIN_EXCHANGES over MIN_QUARTERS.
    """
    exchanged = ledger.touches.filter(in_window(quarters), pl.col("direction").is_not_null())
    sums = exchanged.group_by("contact").agg(
        *((pl.col("direction") == name).sum().cast(pl.Int64).alias(name) for name in ("given", "received")),
        first=pl.col("quarter").min(),
    )
    given, received = pl.col("given"), pl.col("received")
    last = max((quarter.ordinal for quarter in quarters), default=0)
    is_enough = (given + received >= MIN_EXCHANGES) & (last - pl.col("first") + 1 >= MIN_QUARTERS)
    return ledger.contacts.join(sums, left_on="id", right_on="contact", maintain_order="left").select(
        *("id", "name", "given", "received"),
        balance=balance(given, received),
        owed=is_enough & (balance(given, received) >= ONE_SIDED),
        takes=is_enough & (received == 0),
    )


def default_day(ledger: Ledger, quarters: Sequence[Quarter]) -> date:
    """Return the day to measure at where none is chosen: the last day of the last quarter.

    Without a quarter, the last day on which somebody was met; without that, the end of time, when everybody is known.
    """
    if quarters:
        return quarters[-1].last_day(ledger.profile.fiscal_year_start)
    met = ledger.contacts["met"].max()
    return met if isinstance(met, date) else date.max


def figures(ledger: Ledger, quarters: Sequence[Quarter], on: date) -> RelationshipFigures:
    """Return all relationship measures of the quarters, as of a day."""
    return RelationshipFigures(
        capital(ledger, on),
        engagement(ledger, quarters, on),
        diversity(ledger, on),
        reciprocity(ledger, quarters),
        load(ledger, quarters, on),
    )


def _active(ledger: Ledger, on: date) -> pl.DataFrame:
    """Return the active contacts known on a day, with their capital."""
    active = last_contacts(ledger, on).filter(pl.col("status") == "active").select("id", "capital")
    return ledger.contacts.join(active, on="id", maintain_order="left")


def _by_category(ledger: Ledger, on: date, dimension: Dimension) -> pl.DataFrame:
    """Return category, count and capital of the active contacts known on a day."""
    # A category is grouped by its lower-case spelling, as people spell the same industry in several ways.
    written = _active(ledger, on).select("capital", category=dimension)
    spelled = written.explode("category") if dimension == "expertise" else written
    return (
        spelled.with_columns(pl.col("category").str.strip_chars())
        .filter(pl.col("category") != "")
        .group_by(pl.col("category").str.to_lowercase().alias("same"), maintain_order=True)
        .agg(pl.col("category").first(), pl.len().cast(pl.Int64).alias("count"), pl.col("capital").sum())
    )


def _share(column: str) -> pl.Expr:
    return pl.col(column) / pl.col(column).sum()
