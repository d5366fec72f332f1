"""The network: what went to and fro, how varied it is, and what each approach gives in energy and money.

What a person typed, names and categories, is among the rows and in the table, never in the specification.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Literal

import altair as alt
import polars as pl

from netroi_core.charts import approaches, spans
from netroi_core.charts.chart import ROWS, Chart, Table, axis, drawn, frame_of, scale, template
from netroi_core.charts.palette import APPROACH_COLOURS, GAINED, MONEY
from netroi_core.relationships.measures import DIMENSIONS, Dimension, Diversity
from netroi_core.relationships.network_words import energy_title, return_title, varied_title
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import APPROACH_NAMES, Words, counted
from netroi_core.workspace.fields import APPROACHES

_MOST_PEOPLE: Final = 8
_MOST_CATEGORIES: Final = 4
_PERSON_HEIGHT: Final = 56
_CATEGORY_HEIGHT: Final = 29
_LONGEST: Final = 36
_ENERGIES: Final = ("approach", "energy_per_hour", "energy", "activities", "trend")


def give_and_take(favours: pl.DataFrame, title: str, words: Words) -> Chart:
    """What was given to and received from each person, the most first: name, given, received, balance."""
    shown = favours.head(_MOST_PEOPLE).select("name", "given", "received").rows()
    rows = [
        (place, _line(name), -given, received, _some(given, words), _some(received, words), "")
        for place, (name, given, received) in enumerate(shown)
    ]
    header = ("", "Given", "Received", "Balance, −1 to 1")
    table = favours.select("name", "given", "received", "balance").rows()
    more = favours.height - len(shown)
    said = [f"{given} given, {received} received" for _, given, received in shown]
    return Chart(
        "give-take",
        title,
        "Left, grey: what you gave. Right, violet: what you received"
        + (f"; {counted(more, 'person', 'people')} more in the table." if more else "."),
        f"Person by person, the most exchanged first: {'; '.join(said)}.",
        drawn(
            _give_and_take(),
            [end for _, given, received in shown for end in (-given, received)],
            words.number,
            _PERSON_HEIGHT * len(rows),
        ),
        frame_of(rows, ("place", "name", "given", "received", "gave", "got", "label")),
        (header, tuple(table)),
        lambda: (
            header,
            tuple((_line(name), *map(words.number, figures)) for name, *figures in table),
        ),
    )


def diversity(
    categories: Mapping[Dimension, pl.DataFrame], varied: Mapping[Dimension, Diversity], words: Words
) -> Chart:
    """The most common categories of each dimension, and as how many equally large ones all of them count."""
    known = [dimension for dimension in DIMENSIONS if not categories[dimension].is_empty()]
    rows: list[tuple[object, ...]] = []
    said, table = [], []
    for dimension in known:
        found, number = categories[dimension], words.number(varied[dimension].effective_number, 1)
        name = _capital(DIMENSION_NAMES[dimension][1])
        rows.append((len(rows), "head", name, None, f"counts as {number}"))
        for category, count, share in found.rows():
            table.append((name, category, count, 100 * share))
        is_scattered = found["count"][0] == 1 and found.height > _MOST_CATEGORIES
        for category, count, _ in found.head(0 if is_scattered else _MOST_CATEGORIES).rows():
            rows.append((len(rows), "category", _line(category), count, words.number(count)))
        said.append(f"{name}: {found.height} in all, count as {number}, the largest has {found['count'][0]}")
    header = ("", "Which", "People", "Share, %")
    return Chart(
        "diversity",
        varied_title(categories),
        "How many of your active people have each, the most common first; all of them together count as so many "
        "equally large ones.",
        f"{'; '.join(said)}.",
        drawn(
            _diversity(),
            [float(row[2]) for row in table],
            words.number,
            _CATEGORY_HEIGHT * len(rows),
        ),
        frame_of(rows, ("place", "part", "name", "count", "label")),
        (header, tuple(table)),
        lambda: (
            (*header[:-1], "Share"),
            tuple((of, _line(name), words.number(count), words.percent(share)) for of, name, count, share in table),
        ),
    )


def energy(energies: pl.DataFrame, returns: Mapping[str, float | None], words: Words) -> Chart:
    """The energy that an hour of each approach gives, as of ``routine.energy_by_approach``."""
    known = {approach: more for approach, *more in energies.select(*_ENERGIES).iter_rows()}
    rated = {approach: known.get(approach, [None] * 4) for approach in APPROACHES}
    per_hour: dict[str, float | None] = {approach: figures[0] for approach, figures in rated.items()}
    header = ("", "Energy an hour", "Mean energy", "Activities rated", "Change a quarter")
    figures = [(APPROACH_NAMES[approach], *more) for approach, more in rated.items()]
    return _by_approach(
        "energy",
        energy_title(per_hour, returns),
        "Energy an hour: what you felt, from −2 (drained) to 2 (energised), over the hours of it.",
        {approach: (value, words.number(value)) for approach, value in per_hour.items()},
        (header, tuple(figures)),
        (header, tuple((name, *(words.number(each) for each in more)) for name, *more in figures)),
        words.number,
    )


def returned(returns: Mapping[str, float | None], words: Words) -> Chart:
    """What one unit of money and time returned with each approach."""
    one = words.whole_money(1)
    header = ("", f"{one} returned")
    return _by_approach(
        "returned",
        return_title(returns, words),
        f"What each {one} of money and time returned; at {one} it paid for itself.",
        {approach: (value, words.money(value)) for approach, value in returns.items()},
        (header, tuple((APPROACH_NAMES[approach], returns[approach]) for approach in APPROACHES)),
        (header, tuple((APPROACH_NAMES[approach], words.money(returns[approach])) for approach in APPROACHES)),
        words.compact_money,
    )


def _by_approach(
    key: str,
    title: str,
    subtitle: str,
    values: Mapping[str, tuple[float | None, str]],
    figures: Table,
    shown: Table,
    tick: Callable[[float], str],
) -> Chart:
    rows = [(APPROACH_NAMES[a], values[a][0], values[a][1], APPROACH_COLOURS[a]) for a in APPROACHES]
    return Chart(
        key,
        title,
        subtitle,
        f"{'; '.join(f'{name}: {label}' for name, _, label, _ in rows)}.",
        drawn(
            _bars(),
            [value for _, value, _, _ in rows if value is not None],
            tick,
            spans.ROW_HEIGHT * len(rows),
        ),
        frame_of(rows, ("approach", "value", "label", "colour")),
        figures,
        lambda: shown,
    )


def _line(name: str) -> str:
    """A name in one line, not longer than a phone is wide."""
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _some(count: int, words: Words) -> str:
    return words.number(count) if count else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def _give_and_take() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.Y("place:O", title=None, axis=None))
    layers: list[alt.Chart] = [_zero()]
    sides: tuple[tuple[str, str, str, Literal["left", "right"], int], ...] = (
        ("given", "gave", MONEY, "right", -6),
        ("received", "got", GAINED, "left", 6),
    )
    for column, label, colour, align, away in sides:
        at = alt.X(f"{column}:Q", axis=None, scale=scale(), title=None)
        layers.append(base.mark_bar(height=12, color=colour).encode(at))
        text = base.mark_text(align=align, baseline="middle", dx=away, fontSize=13, fontWeight=600)
        layers.append(text.encode(alt.X(f"{column}:Q"), alt.Text(f"{label}:N")))
    return template(alt.LayerChart(layer=[*layers, *spans.heads("name", row="place")]))


@cache
def _diversity() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.Y("place:O", title=None, axis=None))
    heads = base.transform_filter("datum.part == 'head'")
    categories = base.transform_filter("datum.part == 'category'")
    bars = categories.mark_bar(height=_CATEGORY_HEIGHT - 5, color=GAINED, opacity=0.35).encode(
        alt.X("count:Q", axis=None, scale=scale(), title=None)
    )
    return template(alt.LayerChart(layer=[bars, *_ends(heads, 600, 0), *_ends(categories, 400, 8)]))


def _ends(rows: alt.Chart, weight: Literal[400, 600], inset: int) -> list[alt.Chart]:
    """The name of each row at the left and its label at the right."""
    names = rows.mark_text(
        align="left", baseline="middle", dx=inset, fontSize=13, fontWeight=weight, limit=alt.ExprRef("width - 50")
    )
    labels = rows.mark_text(align="right", baseline="middle", fontSize=13, fontWeight=weight)
    return [
        names.encode(alt.X(value=0), alt.Text("name:N")),
        labels.encode(alt.X(value="width"), alt.Text("label:N")),
    ]


@cache
def _bars() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("approach:N", sort=approaches.names(), title=None, axis=None), alt.Color("colour:N", scale=None)
    )
    bars = base.mark_bar(height=12, yOffset=spans.LOWERED).transform_filter("isValid(datum.value)")
    at = alt.X("value:Q", axis=axis(), scale=scale(), title=None)
    return template(alt.LayerChart(layer=[bars.encode(at), _zero(), *spans.heads("approach")]))


def _zero() -> alt.Chart:
    line: alt.Chart = (
        alt.Chart(alt.NamedData(name=ROWS))
        .mark_rule(color=MONEY, opacity=alt.ExprRef("low < 0 ? 1 : 0"), aria=False)
        .encode(alt.X(datum=0))
    )
    return line
