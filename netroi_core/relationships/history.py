"""History: the relationship measures quarter by quarter, and who and what made the difference, also as sentences.

Names are as they were typed; whoever displays a sentence escapes it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships import measures
from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.measures import DIMENSIONS, Dimension, RelationshipFigures
from netroi_core.relationships.routine import per_week, weeks_until
from netroi_core.relationships.words import shortlist
from netroi_core.wording.wording import Words, end_sentence, in_sentence, quarter_name
from netroi_core.workspace.fields import APPROACHES

# Hours a week that differ by less are the same.
_MIN_HOURS: Final = 0.05


@dataclass(frozen=True)
class QuarterMeasures(RelationshipFigures):
    """The relationship measures of a quarter on a day: its last, or an earlier one if it was still running.

    Without records of activities, favors and meetings, zeros are no figures.
    """

    quarter: Quarter
    on: date
    is_over: bool
    has_records: bool

    @property
    def known_capital(self) -> float | None:
        """The capital; None while no contact was known, and where none is rated."""
        return self.capital or None


@dataclass(frozen=True, eq=False)
class QuarterChange:
    """The contacts and activities that made the difference from the measures of an earlier quarter.

    Attributes:
        capital: The ``capital_changes``.
        newly_in_touch: Active contacts in touch in the later quarter alone, those with the most capital first.
        no_longer_in_touch: Active contacts in touch in the earlier quarter alone.
        new_categories: Categories that came with a contact since.
        favors: A frame of name, given, received: the later quarter less the earlier.
        hours: Hours a week by approach, the later quarter less the earlier.
    """

    before: QuarterMeasures
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
    past, quarters = _until(ledger, now.on), (before.quarter, now.quarter)
    earlier, later = (set(past.touches.filter(pl.col("quarter") == q.ordinal)["contact"]) for q in quarters)
    active = measures.last_contacts(past, now.on).filter(pl.col("status") == "active")
    ordered = active.sort("capital", descending=True, maintain_order=True)
    hours_before, hours = (_weekly_hours(past, quarter, now.on) for quarter in quarters)
    return QuarterChange(
        before,
        measures.capital_changes(past, before.on, now.on),
        tuple(ordered.filter(pl.col("id").is_in(later - earlier))["name"]),
        tuple(ordered.filter(pl.col("id").is_in(earlier - later))["name"]),
        {dimension: _new_categories(past, before.on, now.on, dimension) for dimension in DIMENSIONS},
        _favors(past, *quarters),
        {approach: hours.get(approach, 0.0) - hours_before.get(approach, 0.0) for approach in APPROACHES},
    )


def history_title(history: Sequence[QuarterMeasures], words: Words) -> str:
    """Return how the relationship capital changed from the first quarter to the last."""
    known = [measures for measures in history if measures.known_capital is not None]
    if not known:
        return "Relationship strength: not rated yet"
    if len(known) < 2:
        return f"Relationship strength is {words.number(known[-1].capital, 1)}"
    first, last = known[0].capital, known[-1].capital
    before, now = words.number(first, 1), words.number(last, 1)
    if before == now:
        return f"Relationship strength stayed at {now}"
    verb = "rose" if last > first else "fell"
    return f"Relationship strength {verb} from {before} to {now} since {quarter_name(known[0].quarter)}"


def measure_sentences(now: QuarterMeasures, change: QuarterChange | None, words: Words) -> tuple[tuple[str, str], ...]:
    """Return the name of each measure with its sentence; ``change`` is None where there is nothing to compare with."""
    if not now.has_records:
        so_far = "" if now.is_over else " yet"
        return (
            ("Relationship strength", _capital(now, change, words)),
            ("Variety", _diversity(now, change, words)),
            ("Contact, favors and hours", f"Nothing is on record for {quarter_name(now.quarter)}{so_far}."),
        )
    return (
        ("Relationship strength", _capital(now, change, words)),
        ("In touch", _engagement(now, change, words)),
        ("Variety", _diversity(now, change, words)),
        ("Favors", _reciprocity(now, change)),
        ("Hours and energy", _load(now, change, words)),
    )


def _until(ledger: Ledger, on: date) -> Ledger:
    """Return the ledger without activities and exchanges after a day, and without contacts not yet known by then."""
    ids = set(measures.last_contacts(ledger, on)["id"])
    return Ledger(ledger.workspace.until(on, ids))


def _quarter_measures(ledger: Ledger, quarter: Quarter, on: date) -> QuarterMeasures:
    last = quarter.last_day(ledger.profile.fiscal_year_start)
    figures = measures.figures(ledger, (quarter,), min(on, last))
    happened = (ledger.activities, ledger.exchanges, ledger.touches)
    has_records = any((rows["quarter"] == quarter.ordinal).any() for rows in happened)
    return QuarterMeasures(
        **vars(figures), quarter=quarter, on=min(on, last), is_over=last <= on, has_records=has_records
    )


def _new_categories(ledger: Ledger, before: date, on: date, dimension: Dimension) -> tuple[str, ...]:
    earlier = {name.lower() for name in measures.categories(ledger, before, dimension)["category"]}
    now = measures.categories(ledger, on, dimension)["category"]
    return tuple(name for name in now if name.lower() not in earlier)


def _favors(ledger: Ledger, before: Quarter, now: Quarter) -> pl.DataFrame:
    """Return name, given, received of each contact with a difference between the quarters."""
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


def _weekly_hours(ledger: Ledger, quarter: Quarter, on: date) -> dict[str, float]:
    weeks = weeks_until([quarter], on, ledger.profile.fiscal_year_start)
    activities = ledger.activities.filter(pl.col("quarter") == quarter.ordinal)
    return dict(activities.group_by("approach").agg(pl.col("hours").sum() / weeks).iter_rows())


def _capital(now: QuarterMeasures, change: QuarterChange | None, words: Words) -> str:
    if now.known_capital is None:
        return "Not rated yet."
    level = words.number(now.capital, 1)
    if change is None or change.before.known_capital is None:
        return f"{level}."
    changes = relationship_words.capital_changes(change.capital)
    return " ".join([_after(level, words.number(change.before.capital, 1), change), *changes])


def _engagement(now: QuarterMeasures, change: QuarterChange | None, words: Words) -> str:
    share = now.engagement.in_touch_share
    if share is None:
        return "You have no active contacts yet."
    level = f"{words.percent(100 * share)} of your active contacts{_so_far(now)}"
    if change is None or change.before.engagement.in_touch_share is None:
        return f"{level}."
    sentences = [_after(level, words.percent(100 * change.before.engagement.in_touch_share), change)]
    if change.newly_in_touch:
        sentences.append(end_sentence(f"In touch again or for the first time: {shortlist(change.newly_in_touch)}"))
    if change.no_longer_in_touch:
        sentences.append(
            end_sentence(
                f"{'No longer' if now.is_over else 'Not yet'} in touch: {shortlist(change.no_longer_in_touch)}"
            )
        )
    return " ".join(sentences)


def _diversity(now: QuarterMeasures, change: QuarterChange | None, words: Words) -> str:
    parts = []
    for dimension, diversity in now.diversity.items():
        number = diversity.effective_number
        if number is None:
            continue
        part = relationship_words.effective_count(number, dimension, words)
        earlier = change.before.diversity[dimension].effective_number if change else None
        if earlier is not None and words.number(earlier, 0) != words.number(number, 0):
            part += f", compared with {words.number(earlier, 0)}"
        if change and earlier is not None and (names := change.new_categories[dimension]):
            part += f" (new: {shortlist(names)})"
        parts.append(part)
    if not parts:
        return relationship_words.diversity(now.diversity, words)
    return f"As varied as {'; '.join(parts)}."


def _reciprocity(now: QuarterMeasures, change: QuarterChange | None) -> str:
    counts = f"{now.reciprocity.given} given, {now.reciprocity.received} received{_so_far(now)}"
    if change is None:
        return f"{counts}."
    before = change.before.reciprocity
    favors = _favor_sentences(change.favors, now.is_over)
    return " ".join([_after(counts, f"{before.given} and {before.received}", change), *favors])


def _load(now: QuarterMeasures, change: QuarterChange | None, words: Words) -> str:
    hours = f"{per_week(now.load.hours_per_week, 'hour', words)}{_so_far(now)}"
    before = change.before.load if change else None
    sentences = [_after(hours, words.number(before.hours_per_week, 1), change) if change and before else f"{hours}."]
    if change and (approach := _most_changed(change, now)):
        name, amount = in_sentence(approach), words.number(abs(change.hours[approach]), 1)
        more = "more" if change.hours[approach] > 0 else "less"
        sentences.append(f"{amount} {more} on {name}.")
    if now.load.energy is not None:
        after = (
            f", compared with {words.number(before.energy, 1)}"
            if before and before.energy not in (None, now.load.energy)
            else ""
        )
        sentences.append(f"Average energy {words.number(now.load.energy, 1)}{after}.")
    return " ".join(sentences)


def _after(level: str, earlier: str, change: QuarterChange) -> str:
    return f"{level}, compared with {earlier} in {quarter_name(change.before.quarter)}."


def _so_far(now: QuarterMeasures) -> str:
    return "" if now.is_over else f" so far in {quarter_name(now.quarter)}"


def _favor_sentences(favors: pl.DataFrame, is_over: bool) -> Iterator[str]:
    """Yield with whom the exchange grew or shrank, both ways; while the quarter runs, only where it grew."""
    for direction, phrase in (("given", "given to"), ("received", "received from")):
        ordered = favors.sort(pl.col(direction).abs(), descending=True, maintain_order=True)
        for more, is_so in (("More", pl.col(direction) > 0), ("Less", (pl.col(direction) < 0) & is_over)):
            if names := ordered.filter(is_so)["name"].to_list():
                yield end_sentence(f"{more} {phrase} {shortlist(names)}")


def _most_changed(change: QuarterChange, now: QuarterMeasures) -> str | None:
    """Return the approach whose hours changed most; None while the quarter runs, or if nobody would feel it."""
    approach = max(APPROACHES, key=lambda approach: abs(change.hours[approach]))
    return approach if now.is_over and abs(change.hours[approach]) >= _MIN_HOURS else None
