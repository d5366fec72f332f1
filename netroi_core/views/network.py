"""The network over a window of quarters as data: its value, its history and what it takes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

import polars as pl

from netroi_core.charts import network as charts
from netroi_core.charts.chart import Chart, PlainTable
from netroi_core.charts.people import history_chart
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import routine
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.history import measure_sentences, quarter_change, quarterly_measures
from netroi_core.relationships.measures import DIMENSIONS, QUIET_DAYS, Dimension, Diversity
from netroi_core.relationships.venues import ADVICE, VenueReturn, venue_returns, venue_sentence
from netroi_core.views.tables import names_by_id
from netroi_core.wording.wording import AUDIENCE_NAMES, Words

HISTORY: Final = "How it moved"
LOAD: Final = "What it takes of you"
VENUES: Final = "What your places are worth"
# The columns of the table of venues that hold text.
TEXT_COLUMNS: Final = ("Advice", "For whom", "Role", "Why")
# Contacts named of those who are owed, and of those who only take.
_MAX_NAMED: Final = 3


@dataclass(frozen=True, eq=False)
class NetworkPart:
    """Charts, sentences, those under a name, signs that networking is too much, and a table; names are as typed."""

    charts: tuple[Chart, ...] = ()
    sentences: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    signs: tuple[str, ...] = ()
    table: PlainTable = ((), ())


@dataclass(frozen=True, eq=False)
class Network:
    """The network ``on`` a day: the last of the window, or today if that is earlier.

    ``summary`` is for others to read: it names nobody, and is empty where nothing is known. ``history`` (of a day),
    ``load`` and ``venues`` are computed when first called.
    """

    on: date
    headline: str
    sentences: tuple[str, ...]
    summary: tuple[str, ...]
    exchange: NetworkPart
    diversity: NetworkPart
    history: Callable[[date], NetworkPart]
    load: Callable[[], NetworkPart]
    venues: Callable[[], NetworkPart]

    @property
    def charts(self) -> Mapping[str, Callable[[], tuple[Chart, ...]]]:
        """The charts, by the name of the section that they belong to."""
        return {
            "": lambda: self.exchange.charts + self.diversity.charts,
            HISTORY: lambda: self.history(self.on).charts,
            LOAD: lambda: self.load().charts,
        }


def network(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words, today: date) -> Network:
    """Return the network in a window, which is not empty, as of its last day or today."""
    # While the last quarter runs, its last day is still to come, and every tie would count as older than it is.
    on = min(today, window[-1].last_day(ledger.profile.fiscal_year_start))
    active = relationship_measures.last_contacts(ledger, on).filter(pl.col("status") == "active")
    quiet = active.filter(pl.col("days") >= QUIET_DAYS).sort("capital", descending=True, maintain_order=True)
    reciprocity = relationship_measures.reciprocity(ledger, window)
    exchange = relationship_words.reciprocity(reciprocity, window)
    diversities = relationship_measures.diversity(ledger, on)
    capital = (_capital(ledger, window, on, words),) if active.height else ()
    silent = relationship_words.gone_quiet(quiet["name"].to_list())
    findings = [exchange] if reciprocity.balance is not None else []
    if any(diversity.effective_number is not None for diversity in diversities.values()):
        findings.append(relationship_words.diversity(diversities, words))
    industries = relationship_measures.capital_by_category(ledger, on, "industry")
    # Only what the page shows at first is computed here; the rest waits in a cache for whoever opens it.
    return Network(
        on,
        relationship_words.network_headline(industries, reciprocity.balance, active.height, quiet.height),
        (*capital, silent) if silent else capital,
        # The summary stands in reports for others to read, so it names nobody.
        (*capital, *findings) if capital else (),
        _exchange(ledger, window, words, exchange),
        _diversity(ledger, on, words, diversities),
        cache(lambda day: _history(ledger, window, words, day)),
        cache(lambda: _load(ledger, window, options, words, on)),
        cache(lambda: _venues(ledger, window, options, words)),
    )


def _capital(ledger: Ledger, window: Sequence[Quarter], on: date, words: Words) -> str:
    before = window[-1].shifted(-1)
    changes = relationship_measures.capital_changes(ledger, before.last_day(ledger.profile.fiscal_year_start), on)
    capital = relationship_words.capital(relationship_measures.capital(ledger, on), changes, before, words)
    return f"{capital} {relationship_words.engagement(relationship_measures.engagement(ledger, window, on), words)}"


def _exchange(ledger: Ledger, window: Sequence[Quarter], words: Words, sentence: str) -> NetworkPart:
    names = names_by_id(ledger.workspace.contacts)
    exchanges = (
        relationship_measures.exchanges_by_contact(ledger, window)
        .with_columns(pl.col("id").replace_strict(names, return_dtype=pl.String).alias("name"))
        .sort(pl.col("given") + pl.col("received"), descending=True, maintain_order=True)
    )
    if exchanges.is_empty():
        return NetworkPart(sentences=(sentence,))
    named = pl.concat([exchanges.filter(flag).head(_MAX_NAMED) for flag in ("owed", "takes")])
    chart = charts.give_and_take_chart(exchanges, sentence.removesuffix("."), words)
    return NetworkPart((chart,), relationship_words.one_sided_contacts(named))


def _diversity(ledger: Ledger, on: date, words: Words, diversities: Mapping[Dimension, Diversity]) -> NetworkPart:
    categories = {dimension: relationship_measures.categories(ledger, on, dimension) for dimension in DIMENSIONS}
    filled = {dimension: frame for dimension, frame in categories.items() if not frame.is_empty()}
    if not filled:
        return NetworkPart(sentences=(relationship_words.diversity(diversities, words),))
    sentences = [relationship_words.dominant(frame, dimension, words) for dimension, frame in filled.items()]
    sentences.append(relationship_words.missing_audience(relationship_measures.missing_audience(ledger, on)))
    chart = charts.diversity_chart(categories, diversities, words)
    return NetworkPart((chart,), tuple(sentence for sentence in sentences if sentence))


def _history(ledger: Ledger, window: Sequence[Quarter], words: Words, on: date) -> NetworkPart:
    """Return the quarters of the window that had begun by a day, with the one before if there are records of it."""
    before = window[0].shifted(-1)
    # One more quarter, so that the first of the window can be compared as well.
    measured = quarterly_measures(ledger, [before, *window] if before in ledger.quarters else window, on)
    if not measured:
        return NetworkPart()
    change = quarter_change(ledger, *measured[-2:]) if len(measured) > 1 else None
    return NetworkPart((history_chart(measured, words),), named=measure_sentences(measured[-1], change, words))


def _load(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words, on: date) -> NetworkPart:
    figures = measures.figures(measures.cells(ledger, window, options))
    returns: dict[str, float | None] = {
        # At no cost there is no return, as there is no ROI.
        approach: row.expected_value / row.total_cost if row.total_cost else None
        for approach, row in figures.approaches.items()
    }
    energies, load = routine.energy_by_approach(ledger, window), routine.load(ledger, window)
    strains = {quarter: text for quarter, text in ledger.strains.items() if quarter in window}
    has_returns = any(value is not None for value in returns.values())
    return NetworkPart(
        (
            *(() if energies.is_empty() else (charts.energy_chart(energies, returns, words),)),
            *((charts.returns_chart(returns, words),) if has_returns else ()),
        ),
        (
            *routine.rising_energy(energies),
            routine.load_sentence(load, words),
            *routine.consistency_sentences(routine.consistency(ledger, window, on), words),
        ),
        signs=routine.strain_signs(load, energies, strains),
    )


def _venues(ledger: Ledger, window: Sequence[Quarter], options: Options, words: Words) -> NetworkPart:
    """Return the venues, the most expensive first."""
    returns = sorted(venue_returns(ledger, window, options), key=lambda row: -row.total_cost)
    rows = [_venue_cells(row, words) for row in returns]
    return NetworkPart(
        named=tuple((row.venue.name, venue_sentence(row, words)) for row in returns),
        table=(tuple(rows[0]), tuple(tuple(row.values()) for row in rows)) if rows else ((), ()),
    )


def _venue_cells(row: VenueReturn, words: Words) -> dict[str, str]:
    venue = row.venue
    return {
        "Place": venue.name,
        "Advice": ADVICE[row.advice][0] if row.quarters else "",
        "Money": words.money(row.actual_cost),
        "Hours": words.hours(row.hours),
        "Worth of time": words.money(row.opportunity_cost),
        "New contacts": words.number(row.new_contacts),
        "Meaningful": words.number(row.meaningful_contacts),
        "Value": words.money(row.value),
        "For whom": AUDIENCE_NAMES[venue.audience] if venue.audience else "",
        "Role": venue.role,
        "Why": venue.why,
    }
