"""The network over a window of quarters as data: its strength, its history, the time it takes and what it built."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final

import polars as pl

from netroi_core.charts import network as charts
from netroi_core.charts.chart import Chart, PlainTable
from netroi_core.charts.people import history_chart, people_chart
from netroi_core.ledger.counts import CountKind, counts, total_counts
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.overload import TOO_MUCH, Sign
from netroi_core.quarters import Quarter
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships import routine
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.channels import side_figures, side_sentence, side_table
from netroi_core.relationships.contacts import gone_quiet, relationships
from netroi_core.relationships.history import measure_sentences, quarter_change, quarterly_measures
from netroi_core.relationships.measures import DIMENSIONS, Dimension, Diversity
from netroi_core.views.advice import Situation
from netroi_core.views.tables import names_by_id
from netroi_core.views.venues import unassigned_note, venue_cells, venue_sentence, verdicts_with_won
from netroi_core.wording.wording import APPROACH_NAMES, Words, in_quarters, join_words, pluralize, quarter_name

HISTORY: Final = "Quarter by quarter"
BUILT: Final = "Leads, referrals and introductions"
LOAD: Final = "Time and energy"
VENUES: Final = "Your venues"
# The columns of the table of venues that hold text.
TEXT_COLUMNS: Final = ("Advice", "For whom", "Role", "Why")
_COUNT_COLUMNS: Final[Mapping[CountKind, tuple[str, str, str]]] = {
    "new_contacts": ("New contacts", "new contact", "new contacts"),
    "leads": ("Leads", "lead", "leads"),
    "referrals": ("Referrals", "referral", "referrals"),
    "interviews": ("Interviews", "interview", "interviews"),
    "open_interviews": ("Open interviews", "open interview", "open interviews"),
    "introductions": ("Introductions made", "introduction that you made", "introductions that you made"),
}
_UNKNOWN: Final = "Not known"
_FOUR_WEEKS: Final = timedelta(weeks=4)
# Contacts named of those who are owed, and of those who only take.
_MAX_NAMED: Final = 3


@dataclass(frozen=True, eq=False)
class NetworkPart:
    """Charts, sentences, those under a name, signs that networking is too much, and a table; names are as typed."""

    charts: tuple[Chart, ...] = ()
    sentences: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()
    signs: tuple[Sign, ...] = ()
    table: PlainTable = ((), ())


@dataclass(frozen=True, eq=False)
class Network:
    """The network ``on`` a day: the last of the window, or today if that is earlier.

    ``summary`` is for others to read: it names nobody, and is empty where nothing is known. The functions are
    computed when first called: ``lately``, the change in the four weeks before today, and ``people_map``, the contacts
    by closeness and relevance, both whatever the window and None or empty while nobody is rated; and ``history`` of a
    day, ``built``, ``load`` and ``venues``.
    """

    on: date
    headline: str
    sentences: tuple[str, ...]
    lately: Callable[[], tuple[str, ...]]
    people_map: Callable[[], Chart | None]
    summary: tuple[str, ...]
    exchange: NetworkPart
    diversity: NetworkPart
    history: Callable[[date], NetworkPart]
    built: Callable[[], NetworkPart]
    load: Callable[[], NetworkPart]
    venues: Callable[[], NetworkPart]

    @property
    def charts(self) -> Mapping[str, Callable[[], tuple[Chart, ...]]]:
        """The charts, by the name of the section that they belong to."""
        return {
            "": lambda: (*self.exchange.charts, *self.diversity.charts, *filter(None, (self.people_map(),))),
            HISTORY: lambda: self.history(self.on).charts,
            LOAD: lambda: self.load().charts,
        }


def network(situation: Situation, words: Words) -> Network:
    """Return the network in a window that is not empty, as of its last day or today; of all on record as of today."""
    ledger, window = situation.ledger, situation.window
    on = _day_of(situation)
    active = relationship_measures.last_contacts(ledger, on).filter(pl.col("status") == "active")
    quiet = _quiet_names(ledger, on)
    reciprocity = relationship_measures.reciprocity(ledger, window)
    is_looking = situation.purpose == "find_work"
    exchange = relationship_words.reciprocity(reciprocity, window, is_looking)
    diversities = relationship_measures.diversity(ledger, on)
    past_day = on if on < situation.today else None
    capital = (_capital(ledger, window, on, words, past_day),) if active.height else ()
    silent = relationship_words.gone_quiet(quiet)
    findings = [exchange] if reciprocity.balance is not None else []
    if any(diversity.effective_number is not None for diversity in diversities.values()):
        findings.append(relationship_words.diversity(diversities, words))
    industries = relationship_measures.capital_by_category(ledger, on, "industry")
    built = _built_sentence(total_counts(ledger, window), window)
    # Whoever looks for work sees first what the search has built.
    sentences = (built, *capital, silent) if is_looking else (*capital, silent, built)
    # Only what the page shows at first is computed here; the rest waits in a cache for whoever opens it.
    return Network(
        on,
        relationship_words.network_headline(
            industries, reciprocity.balance, active.height, len(quiet), words.day(past_day) if past_day else ""
        ),
        tuple(sentence for sentence in sentences if sentence),
        cache(lambda: _lately(ledger, words, situation.today)),
        cache(lambda: _people_map(ledger)),
        # The summary stands in reports for others to read, so it names nobody.
        (*capital, *findings) if capital else (),
        _exchange(ledger, window, words, exchange, is_looking),
        _diversity(ledger, on, words, diversities),
        cache(lambda day: _history(ledger, window, words, day)),
        cache(lambda: _built(ledger, window, words)),
        cache(lambda: _load(situation, words, on)),
        cache(lambda: _venues(situation, words)),
    )


def _quiet_names(ledger: Ledger, on: date) -> list[str]:
    # In the order of Home and Follow-ups, so that all pages name the same people first.
    return [row.contact.name for row in gone_quiet(relationships(ledger, on), on)]


def _day_of(situation: Situation) -> date:
    """Return the as-of date for ties in a window: its last day, or today."""
    ledger, window = situation.ledger, situation.window
    # Ties age while nothing is logged: on the last day on record, nobody would have gone quiet since. While the last
    # quarter runs, its last day is still to come, and every tie would count as older than it is.
    last_day = window[-1].last_day(ledger.profile.fiscal_year_start)
    return situation.today if window == ledger.quarters else min(situation.today, last_day)


def _lately(ledger: Ledger, words: Words, today: date) -> tuple[str, ...]:
    """Return the relationship capital now and four weeks ago, and who made the difference."""
    changes = relationship_measures.capital_changes(ledger, today - _FOUR_WEEKS, today)
    if changes.is_empty():
        return ()
    before, now = (float(changes[column].sum()) for column in ("before", "capital"))
    earlier, present = words.number(before, 1), words.number(now, 1)
    # Compared as displayed: a change that rounding hides isn't one for the reader.
    if earlier == present:
        finding = f"Relationship strength is {present} today, the same as four weeks ago."
    else:
        direction = "up" if now > before else "down"
        finding = f"Relationship strength is {present} today, {direction} from {earlier} four weeks ago."
    return finding, *relationship_words.capital_changes(changes)


def _people_map(ledger: Ledger) -> Chart | None:
    contacts = [contact for contact in ledger.workspace.contacts if contact.status != "pruned"]
    # The chart needs both ratings: without any it would be empty.
    return people_chart(contacts) if any(contact.closeness and contact.relevance for contact in contacts) else None


def _capital(ledger: Ledger, window: Sequence[Quarter], on: date, words: Words, past_day: date | None) -> str:
    before = Quarter.containing(on, ledger.profile.fiscal_year_start).shifted(-1)
    changes = relationship_measures.capital_changes(ledger, before.last_day(ledger.profile.fiscal_year_start), on)
    amount = relationship_measures.capital(ledger, on)
    capital = relationship_words.capital(amount, changes, before, words, past_day)
    engagement = relationship_measures.engagement(ledger, window, on)
    return f"{capital} {relationship_words.engagement(engagement, window, words)}"


def _exchange(ledger: Ledger, window: Sequence[Quarter], words: Words, sentence: str, is_looking: bool) -> NetworkPart:
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
    return NetworkPart((chart,), relationship_words.one_sided_contacts(named, is_looking))


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
    if not any(row.has_records or row.known_capital is not None for row in measured):
        return NetworkPart()
    *earlier, now = measured
    is_compared = bool(earlier) and earlier[-1].has_records
    change = quarter_change(ledger, earlier[-1], now) if is_compared else None
    named = measure_sentences(now, change, words)
    if earlier and not is_compared:
        gap = f"There are no records for {quarter_name(earlier[-1].quarter)}, so there is nothing to compare with."
        named = (*named, ("The quarter before", gap))
    return NetworkPart((history_chart(measured, words),), named=named)


def _built_sentence(counts: Mapping[CountKind, int], window: Sequence[Quarter]) -> str:
    """Return what the window built before there is money; empty where nothing is on record."""
    parts = [pluralize(counts[kind], *nouns) for kind, (_, *nouns) in _COUNT_COLUMNS.items() if counts[kind]]
    return f"{in_quarters(window)}: {join_words(parts)}." if parts else ""


def _built(ledger: Ledger, window: Sequence[Quarter], words: Words) -> NetworkPart:
    """Return the counts by quarter and approach, the latest quarter first, and in total."""
    rows: dict[tuple[int, str | None], dict[str, int]] = {}
    for quarter, approach, kind, count in counts(ledger, window).iter_rows():
        rows.setdefault((quarter, approach), {})[kind] = count
    if not rows:
        return NetworkPart()
    totals = total_counts(ledger, window)
    kinds = [kind for kind in _COUNT_COLUMNS if kind != "open_interviews" or totals[kind]]
    table = [
        (
            quarter_name(Quarter.from_ordinal(quarter)),
            APPROACH_NAMES[approach] if approach else _UNKNOWN,
            *(words.number(rows[quarter, approach].get(kind, 0)) for kind in kinds),
        )
        for quarter, approach in sorted(rows, key=lambda key: (-key[0], _approach_rank(key[1])))
    ]
    total = ("In total", "", *(words.number(totals[kind]) for kind in kinds))
    header = ("Quarter", "Approach", *(_COUNT_COLUMNS[kind][0] for kind in kinds))
    return NetworkPart(sentences=(_built_sentence(totals, window),), table=(header, (*table, total)))


def _approach_rank(approach: str | None) -> int:
    return list(APPROACH_NAMES).index(approach) if approach else len(APPROACH_NAMES)


def _load(situation: Situation, words: Words, on: date) -> NetworkPart:
    ledger, window = situation.ledger, situation.window
    returns: dict[str, float | None] = dict(situation.recorded_returns.items())
    energies, load = routine.energy_by_approach(ledger, window), routine.load(ledger, window, on)
    sides = side_figures(ledger, window, _won(situation.options))
    has_returns = any(value is not None for value in returns.values())
    return NetworkPart(
        (
            *(() if energies.is_empty() else (charts.energy_chart(energies, returns, words),)),
            *((charts.returns_chart(returns, words),) if has_returns else ()),
        ),
        (
            *routine.rising_energy(energies),
            routine.load_sentence(load, window, words),
            *routine.consistency_sentences(routine.consistency(ledger, window, on), words),
            side_sentence(sides, words),
        ),
        # The same signs as on the first page of the week, whatever the window.
        signs=tuple(sign for sign in situation.current_signs if sign.kind in TOO_MUCH),
        table=side_table(sides, words) if sides else ((), ()),
    )


def _venues(situation: Situation, words: Words) -> NetworkPart:
    """Return the venues, the most expensive first."""
    venues = verdicts_with_won(situation)
    rows = [venue_cells(verdict, value, words) for verdict, value in venues]
    note = unassigned_note(
        situation, words, {verdict.returns.venue.approach for verdict, _ in venues if verdict.returns.is_used}
    )
    return NetworkPart(
        sentences=(note,) if note else (),
        named=tuple(
            (
                verdict.returns.venue.name,
                venue_sentence(verdict, value, words, is_about_money=situation.is_about_money),
            )
            for verdict, value in venues
        ),
        table=(tuple(rows[0]), tuple(tuple(row.values()) for row in rows)) if rows else ((), ()),
    )


def _won(options: Options) -> Options:
    """Return options that count what happened, and nothing that is still open."""
    return replace(options, basis="won")
