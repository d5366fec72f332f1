"""The network over a window of quarters as data: what it is worth and what it takes, ready to be laid out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from netroi_core.charts import network as charts
from netroi_core.charts.chart import Chart, Table
from netroi_core.charts.history import over_quarters
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.relationships import history, history_words, network_words, routine, venues
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.measures import DIMENSIONS, QUIET_DAYS, Dimension, Diversity
from netroi_core.relationships.venues import Worth
from netroi_core.views import tables
from netroi_core.wording.wording import AUDIENCE_NAMES, Words

MOVED: Final = "How it moved"
TAKES: Final = "What it takes of you"
PLACES: Final = "What your places are worth"
WORDY: Final = ("For whom", "Role", "Why")
"""The last columns of the table of places hold words, as the first two do."""
_MOST_SAID: Final = 3
"""So many are named of those who helped, and so many of those who only took."""


@dataclass(frozen=True, eq=False)
class Part:
    """Pictures, and what there is to say below them, with names as they were typed."""

    charts: tuple[Chart, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Toll(Part):
    """What networking takes: energy, hours, evenings, steadiness; ``signs`` that it is too much, none if it is not."""

    signs: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """What venues are worth: a table, and for each its name and a sentence; names as they were typed."""

    table: Table
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Movement:
    """How every measure came to stand where it does on a day: a picture, and for each its name and a sentence."""

    charts: tuple[Chart, ...]
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Network:
    """What the network is worth and what it takes, ``on`` a day: the window's last, or today if that is earlier.

    ``headline`` is the finding, ``said`` what there is to it; ``exchange`` is give and take, ``variety`` how varied the
    people are. ``gist`` says the same of all of it and names nobody, for others to read; it is empty where nothing is
    known. ``moved`` (by a day), ``toll`` and ``places`` are figured when first asked for.
    """

    on: date

    headline: str
    said: tuple[str, ...]
    gist: tuple[str, ...]
    exchange: Part
    variety: Part
    moved: Callable[[date], Movement]
    toll: Callable[[], Toll]
    places: Callable[[], Places]

    @property
    def charts(self) -> Mapping[str, Callable[[], tuple[Chart, ...]]]:
        """All pictures, by the name of what is looked at together."""
        return {
            "": lambda: self.exchange.charts + self.variety.charts,
            MOVED: lambda: self.moved(self.on).charts,
            TAKES: lambda: self.toll().charts,
        }


def network(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words, today: date) -> Network:
    """The network in a window, some of the ledger's quarters, and on its last day, or today if that is earlier."""
    on = min(today, window[-1].last_day(ledger.profile.fiscal_year_start))
    known = relationship_measures.last_contacts(ledger, on).filter(pl.col("status") == "active")
    quiet = known.filter(pl.col("days") >= QUIET_DAYS).sort("capital", descending=True, maintain_order=True)
    exchanged = relationship_measures.reciprocity(ledger, window)
    favours = relationship_words.reciprocity(exchanged, window)
    varied = relationship_measures.diversity(ledger, on)
    standing = _standing(ledger, window, on, words) if known.height else ()
    silent = network_words.gone_quiet(quiet["name"].to_list())
    gist = [favours] if exchanged.balance is not None else []
    if any(each.effective_number is not None for each in varied.values()):
        gist.append(relationship_words.diversity(varied, words))
    return Network(
        on,
        network_words.headline(_worths(ledger, known), exchanged.balance, known.height, quiet.height),
        (*standing, *([silent] if silent else [])),
        (*standing, *gist) if standing else (),
        _exchange(ledger, window, words, favours),
        _variety(ledger, on, words, varied),
        cache(lambda day: _movement(ledger, window, words, day)),
        cache(lambda: _toll(ledger, window, options, words, on)),
        cache(lambda: _places(ledger, window, options, words)),
    )


def _worths(ledger: Ledger, known: pl.DataFrame) -> pl.DataFrame:
    """The industries by the share of the capital that lies in each, the largest first; blanks are left out."""
    return (
        known.select("id", "capital")
        .join(ledger.contacts.select("id", category=pl.col("industry").str.strip_chars()), on="id")
        .filter(pl.col("category") != "", pl.col("capital") > 0)
        .group_by(pl.col("category").str.to_lowercase().alias("same"), maintain_order=True)
        .agg(pl.col("category").first(), pl.col("capital").sum())
        .select("category", (pl.col("capital") / pl.col("capital").sum()).alias("share"))
        .sort("share", descending=True, maintain_order=True)
    )


def _standing(ledger: Ledger, window: Sequence[Quarter], on: date, words: Words) -> tuple[str, ...]:
    before = window[-1].shifted(-1)
    moved = relationship_measures.moves(ledger, before.last_day(ledger.profile.fiscal_year_start), on)
    worth = relationship_words.capital(relationship_measures.capital(ledger, on), moved, before, words)
    alive = relationship_words.engagement(relationship_measures.engagement(ledger, window, on), words)
    return (f"{worth} {alive}",)


def _exchange(ledger: Ledger, window: Sequence[Quarter], words: Words, told: str) -> Part:
    names = tables.named({"contacts": ledger.rows["contacts"]}, "contacts")
    found = (
        relationship_measures.by_person(ledger, window)
        .with_columns(pl.col("id").replace_strict(names, return_dtype=pl.String).alias("name"))
        .sort(pl.col("given") + pl.col("received"), descending=True, maintain_order=True)
    )
    if found.is_empty():
        return Part((), (told,))
    named = pl.concat([found.filter(which).head(_MOST_SAID) for which in ("owed", "takes")])
    return Part((charts.give_and_take(found, told.removesuffix("."), words),), relationship_words.persons(named))


def _variety(ledger: Ledger, on: date, words: Words, varied: Mapping[Dimension, Diversity]) -> Part:
    found = {dimension: relationship_measures.categories(ledger, on, dimension) for dimension in DIMENSIONS}
    shared = [
        relationship_words.dominant(categories, dimension, words)
        for dimension, categories in found.items()
        if not categories.is_empty()
    ]
    absent = relationship_words.missing(relationship_measures.missing(ledger, on))
    if all(categories.is_empty() for categories in found.values()):
        return Part((), (relationship_words.diversity(varied, words),))
    return Part((charts.diversity(found, varied, words),), tuple(said for said in (*shared, absent) if said))


def _movement(ledger: Ledger, window: Sequence[Quarter], words: Words, on: date) -> Movement:
    """The quarters of the window that had begun by a day, with the one before, if there are records of it."""
    before = window[0].shifted(-1)
    quarters = [before, *window] if before in ledger.quarters else window
    found = history.standings(ledger, quarters, on)
    if not found:
        return Movement((), ())
    earlier = found[-2] if len(found) > 1 else None
    changed = history.change(ledger, earlier, found[-1]) if earlier else None
    return Movement((over_quarters(found, words),), history_words.each(found[-1], earlier, changed, words))


def _toll(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words, on: date) -> Toll:
    figures = measures.figures(measures.cells(ledger, window, options))["approaches"]
    returns = {
        approach: row["expected_value"] / row["total_cost"] if row["total_cost"] else None
        for approach, row in figures.items()
    }
    energies, load = routine.energy_by_approach(ledger, window), relationship_measures.load(ledger, window)
    strains = {quarter: text for quarter, text in ledger.strains.items() if quarter in window}
    is_invested = any(each is not None for each in returns.values())
    return Toll(
        (
            *((charts.energy(energies, returns, words),) if not energies.is_empty() else ()),
            *((charts.returned(returns, words),) if is_invested else ()),
        ),
        (
            *relationship_words.energy(energies),
            relationship_words.load(load, words),
            *relationship_words.consistency(routine.consistency(ledger, window, on), words),
        ),
        relationship_words.strain(load, energies, strains),
    )


def _places(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> Places:
    found = sorted(venues.worths(ledger, window, options), key=lambda worth: -worth.total_cost)
    header = ("Place", "Advice", "Money", "Hours", "Worth of time", "New contacts", "Meaningful", "Value", *WORDY)
    return Places(
        (header, tuple(_row(worth, words) for worth in found)),
        tuple((worth.name, relationship_words.venue(worth, words)) for worth in found),
    )


def _row(worth: Worth, words: Words) -> tuple[str, ...]:
    return (
        worth.name,
        relationship_words.ADVICE_NAMES[worth.advice] if worth.quarters else "",
        words.money(worth.actual_cost),
        words.hours(worth.hours),
        words.money(worth.opportunity_cost),
        words.number(worth.new_contacts),
        words.number(worth.meaningful_contacts),
        words.money(worth.value),
        AUDIENCE_NAMES[worth.audience] if worth.audience else "",
        worth.role,
        worth.why,
    )
