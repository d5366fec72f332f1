"""The history of the relationship measures as sentences: each as it stands, as it stood, and who made the difference.

Names are as they were typed; whoever displays a sentence escapes it.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.history import QuarterChange, QuarterMeasures
from netroi_core.relationships.measures import DIMENSIONS
from netroi_core.relationships.words import shortlist
from netroi_core.wording.wording import Words, in_sentence, quarter_name
from netroi_core.workspace.fields import APPROACHES

# Hours a week that differ by less are the same.
_MIN_HOURS: Final = 0.05


def history_title(history: Sequence[QuarterMeasures], words: Words) -> str:
    """Return how the relationship capital changed from the first quarter to the last."""
    first, last = history[0].capital, history[-1].capital
    before, now = words.number(first, 1), words.number(last, 1)
    if len(history) == 1 or before == now:
        return f"Relationship capital stands at {now}"
    verb = "rose" if last > first else "fell"
    return f"Relationship capital {verb} from {before} to {now} since {quarter_name(history[0].quarter)}"


def measure_sentences(
    now: QuarterMeasures, before: QuarterMeasures | None, change: QuarterChange | None, words: Words
) -> tuple[tuple[str, str], ...]:
    """Return the name of each measure with its sentence; ``before`` and ``change`` are None for a first quarter."""
    return (
        ("Relationship capital", _capital(now, before, change, words)),
        ("In touch", _engagement(now, before, change, words)),
        ("Variety", _diversity(now, before, change, words)),
        ("Give and take", _reciprocity(now, before, change)),
        ("What it takes", _load(now, before, change, words)),
    )


def _capital(now: QuarterMeasures, before: QuarterMeasures | None, change: QuarterChange | None, words: Words) -> str:
    level = words.number(now.capital, 1)
    if before is None or change is None:
        return f"{level}."
    changes = relationship_words.capital_changes(change.capital)
    return " ".join([_after(level, words.number(before.capital, 1), before), *changes])


def _engagement(
    now: QuarterMeasures, before: QuarterMeasures | None, change: QuarterChange | None, words: Words
) -> str:
    share = now.engagement.in_touch_share
    if share is None:
        return "No active person is on record yet."
    level = f"{words.percent(100 * share)} of your active people{_so_far(now)}"
    if before is None or change is None or before.engagement.in_touch_share is None:
        return f"{level}."
    sentences = [_after(level, words.percent(100 * before.engagement.in_touch_share), before)]
    if change.newly_in_touch:
        sentences.append(f"Newly or again: {shortlist(change.newly_in_touch)}.")
    if change.no_longer_in_touch:
        sentences.append(f"Not {'any more' if now.is_over else 'yet'}: {shortlist(change.no_longer_in_touch)}.")
    return " ".join(sentences)


def _diversity(now: QuarterMeasures, before: QuarterMeasures | None, change: QuarterChange | None, words: Words) -> str:
    parts = []
    for dimension in DIMENSIONS:
        number = now.diversity[dimension].effective_number
        if number is None:
            continue
        part = relationship_words.effective_count(number, dimension, words)
        earlier = before.diversity[dimension].effective_number if before else None
        if earlier is not None and words.number(earlier, 1) != words.number(number, 1):
            part += f", after {words.number(earlier, 1)}"
        if earlier is not None and change is not None and change.new_categories[dimension]:
            part += f" (new: {shortlist(change.new_categories[dimension])})"
        parts.append(part)
    return (
        f"As if spread evenly over {'; '.join(parts)}." if parts else relationship_words.diversity(now.diversity, words)
    )


def _reciprocity(now: QuarterMeasures, before: QuarterMeasures | None, change: QuarterChange | None) -> str:
    counts = f"{now.reciprocity.given} given, {now.reciprocity.received} received{_so_far(now)}"
    if before is None or change is None:
        return f"{counts}."
    earlier = f"{before.reciprocity.given} and {before.reciprocity.received}"
    return " ".join([_after(counts, earlier, before), *_favors(change.favors, now.is_over)])


def _load(now: QuarterMeasures, before: QuarterMeasures | None, change: QuarterChange | None, words: Words) -> str:
    hours = f"{words.number(now.load.hours_per_week, 1)} hours a week{_so_far(now)}"
    energy = f"Mean energy {words.number(now.load.energy, 1)}" if now.load.energy is not None else ""
    if before is None or change is None:
        return f"{hours}. {energy}." if energy else f"{hours}."
    sentences = [_after(hours, words.number(before.load.hours_per_week, 1), before)]
    if approach := _most_changed(change, now):
        name, amount = in_sentence(approach), words.number(abs(change.hours[approach]), 1)
        sentences.append(
            f"{name[:1].upper()}{name[1:]} took {amount} {'more' if change.hours[approach] > 0 else 'less'}."
        )
    if energy:
        earlier = before.load.energy
        sentences.append(f"{energy}." if earlier is None else f"{energy}, after {words.number(earlier, 1)}.")
    return " ".join(sentences)


def _after(level: str, earlier: str, before: QuarterMeasures) -> str:
    return f"{level}, after {earlier} in {quarter_name(before.quarter)}."


def _so_far(now: QuarterMeasures) -> str:
    return "" if now.is_over else f" so far in {quarter_name(now.quarter)}"


def _favors(favors: pl.DataFrame, is_over: bool) -> Iterator[str]:
    """Yield with whom the exchange grew or shrank, both ways; while the quarter runs, only where it grew."""
    for direction, more, less in (
        ("given", "More given to {}.", "Less given to {}."),
        ("received", "More received from {}.", "Less received from {}."),
    ):
        ordered = favors.sort(pl.col(direction).abs(), descending=True, maintain_order=True)
        for sentence, is_so in ((more, pl.col(direction) > 0), (less, (pl.col(direction) < 0) & is_over)):
            if names := ordered.filter(is_so)["name"].to_list():
                yield sentence.format(shortlist(names))


def _most_changed(change: QuarterChange, now: QuarterMeasures) -> str | None:
    """Return the approach whose hours changed most; None while the quarter runs, or if nobody would feel it."""
    approach = max(APPROACHES, key=lambda approach: abs(change.hours[approach]))
    return approach if now.is_over and abs(change.hours[approach]) >= _MIN_HOURS else None
