"""How the network moved as sentences: each measure as it stands, as it stood a quarter earlier, and who made it so.

Names come as they were typed; whoever shows a sentence makes it plain.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from netroi_core.relationships import words as relationship_words
from netroi_core.relationships.history import Change, Standing
from netroi_core.relationships.measures import DIMENSIONS
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import Words, inside, quarter_name
from netroi_core.workspace.fields import APPROACHES

CAPITAL: Final = "Relationship capital"
ENGAGEMENT: Final = "In touch"
DIVERSITY: Final = "Variety"
RECIPROCITY: Final = "Give and take"
LOAD: Final = "What it takes"

_SAME: Final = 0.05
"""Hours a week that differ by less are the same."""


def moved(standings: Sequence[Standing], words: Words) -> str:
    """Where the relationship capital went over the standings, as a title."""
    first, last = standings[0].capital, standings[-1].capital
    then, now = words.number(first, 1), words.number(last, 1)
    if len(standings) == 1 or then == now:
        return f"Relationship capital stands at {now}"
    verb = "rose" if last > first else "fell"
    return f"Relationship capital {verb} from {then} to {now} since {quarter_name(standings[0].quarter)}"


def capital(now: Standing, before: Standing | None, change: Change | None, words: Words) -> str:
    """The capital, and who joined, came back and went quiet."""
    told = words.number(now.capital, 1)
    if before is None or change is None:
        return f"{told}."
    return " ".join([_after(told, words.number(before.capital, 1), before), *relationship_words.moves(change.moves)])


def engagement(now: Standing, before: Standing | None, change: Change | None, words: Words) -> str:
    """The share of active people in touch, and who is newly among them or no longer."""
    share = now.engagement.in_touch_share
    if share is None:
        return "No active person is on record yet."
    told = f"{words.percent(100 * share)} of your active people{_so_far(now)}"
    if before is None or change is None or before.engagement.in_touch_share is None:
        return f"{told}."
    said = [_after(told, words.percent(100 * before.engagement.in_touch_share), before)]
    if change.newly_in_touch:
        said.append(f"Newly or again: {relationship_words.few(change.newly_in_touch)}.")
    if change.not_since:
        said.append(f"Not {'yet' if not now.is_over else 'any more'}: {relationship_words.few(change.not_since)}.")
    return " ".join(said)


def diversity(now: Standing, before: Standing | None, change: Change | None, words: Words) -> str:
    """As how many equally common categories people count, and which of them are new."""
    known = [each for each in DIMENSIONS if now.diversity[each].effective_number is not None]
    if not known:
        return relationship_words.diversity(now.diversity, words)
    said = []
    for each in known:
        number = words.number(now.diversity[each].effective_number, 1)
        told = f"{number} {DIMENSION_NAMES[each][number != '1']}"
        was = None if before is None else before.diversity[each].effective_number
        if was is not None and words.number(was, 1) != number:
            told += f", after {words.number(was, 1)}"
        if change is not None and was is not None and change.new_categories[each]:
            told += f" (new: {relationship_words.few(change.new_categories[each])})"
        said.append(told)
    return f"As if spread evenly over {'; '.join(said)}."


def reciprocity(now: Standing, before: Standing | None, change: Change | None) -> str:
    """What was given and received, and with whom it became more or less."""
    favours = now.reciprocity
    told = f"{favours.given} given, {favours.received} received{_so_far(now)}"
    if before is None or change is None:
        return f"{told}."
    was = f"{before.reciprocity.given} and {before.reciprocity.received}"
    return " ".join([_after(told, was, before), *_favours(change.favours, now.is_over)])


def load(now: Standing, before: Standing | None, change: Change | None, words: Words) -> str:
    """Hours a week, which approach took more or less, and energy."""
    told = f"{words.number(now.load.hours_per_week, 1)} hours a week{_so_far(now)}"
    felt = f"Mean energy {words.number(now.load.energy, 1)}" if now.load.energy is not None else ""
    if before is None or change is None:
        return f"{told}. {felt}.".removesuffix(" .")
    said = [_after(told, words.number(before.load.hours_per_week, 1), before)]
    if most := _most_changed(change, now):
        amount = words.number(abs(change.hours[most]), 1)
        name = inside(most)
        said.append(f"{name[:1].upper()}{name[1:]} took {amount} {'more' if change.hours[most] > 0 else 'less'}.")
    if felt:
        was = before.load.energy
        said.append(f"{felt}." if was is None else f"{felt}, after {words.number(was, 1)}.")
    return " ".join(said)


def each(now: Standing, before: Standing | None, change: Change | None, words: Words) -> tuple[tuple[str, str], ...]:
    """Every measure by name, with its sentence; without an earlier quarter, as it stands."""
    return (
        (CAPITAL, capital(now, before, change, words)),
        (ENGAGEMENT, engagement(now, before, change, words)),
        (DIVERSITY, diversity(now, before, change, words)),
        (RECIPROCITY, reciprocity(now, before, change)),
        (LOAD, load(now, before, change, words)),
    )


def _after(told: str, was: str, before: Standing) -> str:
    return f"{told}, after {was} in {quarter_name(before.quarter)}."


def _so_far(now: Standing) -> str:
    return "" if now.is_over else f" so far in {quarter_name(now.quarter)}"


def _favours(changed: pl.DataFrame, is_over: bool) -> Iterator[str]:
    """With whom it became more or less, both ways; less only once the quarter is over."""
    for way, more, less in (
        ("given", "More given to {}.", "Less given to {}."),
        ("received", "More received from {}.", "Less received from {}."),
    ):
        for sentence, which in ((more, pl.col(way) > 0), (less, (pl.col(way) < 0) & is_over)):
            names = (
                changed.filter(which).sort(pl.col(way).abs(), descending=True, maintain_order=True)["name"].to_list()
            )
            if names:
                yield sentence.format(relationship_words.few(names))


def _most_changed(change: Change, now: Standing) -> str | None:
    """The approach whose hours changed most; None while the quarter runs, or where none changed that anybody feels."""
    most = max(APPROACHES, key=lambda approach: abs(change.hours[approach]))
    return most if now.is_over and abs(change.hours[most]) >= _SAME else None
