"""Charts of the network: favors given and received, its variety, and each approach in energy and money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import polars as pl

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import APPROACH_COLORS, GAINED, MONEY
from netroi_core.relationships.measures import DIMENSIONS, Dimension, Diversity
from netroi_core.relationships.routine import energy_title, return_title
from netroi_core.relationships.words import DIMENSION_NAMES, diversity_title, equal_groups
from netroi_core.wording.wording import APPROACH_NAMES, NOT_RATED, Words
from netroi_core.workspace.fields import APPROACHES, Approach

_MOST_PEOPLE: Final = 8
_MOST_CATEGORIES: Final = 4
_PERSON_HEIGHT: Final = 56
_CATEGORY_HEIGHT: Final = 29
# A name of more characters is wider than a phone.
_LONGEST_NAME: Final = 36


def give_and_take_chart(favors: pl.DataFrame, title: str, words: Words) -> Chart:
    """Draw the favors given to and received from each person: name, given, received, balance (−1 to 1).

    The people with the most favors come first.
    """
    people = favors.head(_MOST_PEOPLE).select("name", "given", "received").rows()
    rows = [
        (number, _one_line(name), -gave, got, *(words.number(count) if count else "" for count in (gave, got)), "")
        for number, (name, gave, got) in enumerate(people)
    ]
    more = favors.height - len(people)
    sentences = [f"{gave} given, {got} received" for _, gave, got in people]
    ends = [end for _, gave, got in people for end in (-gave, got)]
    return Chart(
        "give-take",
        title,
        "Left, gray: favors you gave. Right, violet: favors you received"
        + (f"; {more:,} more {'person' if more == 1 else 'people'} in the table." if more else "."),
        f"Person by person, the most exchanged first: {'; '.join(sentences)}.",
        parts.with_linear_scale(_give_and_take_spec(), ends, words.number, _PERSON_HEIGHT * len(rows)),
        rows_frame(rows, ("row", "name", "given", "received", "gave", "got", "label")),
        *tables(
            ("", "Given", "Received", "Balance, −1 to 1"),
            favors.select("name", "given", "received", "balance").rows(),
            (_one_line, *[words.number] * 3),
        ),
    )


def diversity_chart(
    categories: Mapping[Dimension, pl.DataFrame], diversity: Mapping[Dimension, Diversity], words: Words
) -> Chart:
    """Draw the most common categories of each dimension, and its effective number.

    The frames of categories have category, count and share (0 to 1), the most common first.
    """
    rows: list[tuple[object, ...]] = []
    sentences, table = [], []
    for dimension in DIMENSIONS:
        frame = categories[dimension]
        if frame.is_empty():
            continue
        effective = equal_groups(diversity[dimension].effective_number, words)
        name = DIMENSION_NAMES[dimension][1].capitalize()
        rows.append((len(rows), "head", name, None, f"as varied as {effective}"))
        table += [(name, category, count, 100 * share) for category, count, share in frame.rows()]
        # Many categories of one person each: none of them is the most common.
        is_scattered = frame["count"][0] == 1 and frame.height > _MOST_CATEGORIES
        for category, count, _ in frame.head(0 if is_scattered else _MOST_CATEGORIES).rows():
            rows.append((len(rows), "category", _one_line(category), count, words.number(count)))
        sentences.append(
            f"{name}: {frame.height} in all, as varied as {effective}, the largest has {frame['count'][0]}"
        )
    return Chart(
        "diversity",
        diversity_title(categories),
        "The most common groups among your active contacts, and how many groups of equal size would be as varied.",
        f"{'; '.join(sentences)}.",
        parts.with_linear_scale(
            _diversity_spec(), [float(count) for _, _, count, _ in table], words.number, _CATEGORY_HEIGHT * len(rows)
        ),
        rows_frame(rows, ("row", "part", "name", "count", "label")),
        *tables(
            ("", "Which", "People", "Share, %"),
            table,
            (None, _one_line, words.number, words.percent),
            ("", "Which", "People", "Share"),
        ),
    )


def energy_chart(energies: pl.DataFrame, returns: Mapping[str, float | None], words: Words) -> Chart:
    """Draw the energy that each approach gives, a frame of ``routine.energy_by_approach``."""
    columns = ("approach", "energy", "activities", "trend")
    rated = {approach: values for approach, *values in energies.select(columns).iter_rows()}
    by_approach = {approach: rated.get(approach, [None] * 3) for approach in APPROACHES}
    return _by_approach(
        "energy",
        energy_title({approach: values[0] for approach, values in by_approach.items()}, returns),
        "How you felt on average, from −2 (drained) to 2 (energized).",
        ("Average energy", "Activities rated", "Change per quarter"),
        by_approach,
        lambda value: NOT_RATED if value is None else words.number(value),
        words.number,
        # How it changes is unknown, too, of one that was rated once.
        last=words.number,
    )


def returns_chart(returns: Mapping[str, float | None], words: Words) -> Chart:
    """Draw what one unit of money and time returned with each approach."""
    unit_amount = words.whole_money(1)
    return _by_approach(
        "returned",
        return_title(returns, words),
        f"What each {unit_amount} of money and time returned; from {unit_amount} on it paid for itself.",
        (f"{unit_amount} returned",),
        {approach: (returns[approach],) for approach in APPROACHES},
        # Two digits whatever the currency: a yen has no cents, a ratio has.
        words.ratio,
        words.ratio,
    )


def _by_approach(
    key: str,
    title: str,
    subtitle: str,
    columns: Sequence[str],
    values: Mapping[Approach, Sequence[float | None]],
    label: Callable[[float | None], str],
    tick: Callable[[float], str],
    last: Callable[[float | None], str] | None = None,
) -> Chart:
    """Draw a bar for the first value of each approach; all its values are in the table, the last in its own format."""
    rows = [(APPROACH_NAMES[a], row[0], label(row[0]), APPROACH_COLORS[a]) for a, row in values.items()]
    ends = [row[0] for row in values.values() if row[0] is not None]
    return Chart(
        key,
        title,
        subtitle,
        f"{'; '.join(f'{name}: {text}' for name, _, text, _ in rows)}.",
        parts.with_linear_scale(_bars_spec(), ends, tick, parts.ROW_HEIGHT * len(rows)),
        rows_frame(rows, ("approach", "value", "label", "color")),
        *tables(
            ("", *columns),
            [(APPROACH_NAMES[approach], *row) for approach, row in values.items()],
            (None, *[label] * (len(columns) - 1), last or label),
        ),
    )


def _one_line(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1].rstrip()}…"


# A browser fetches any URL, image mark or column named "image" that a specification holds: names and categories that
# somebody typed stay in the rows.
@cache
def _give_and_take_spec() -> Mapping[str, Any]:
    base = parts.rows(alt.Y("row:O", title=None, axis=None))
    layers = [_zero_line()]
    for column, label, color, offset in (("given", "gave", MONEY, -6), ("received", "got", GAINED, 6)):
        layers.append(base.mark_bar(height=12, color=color).encode(parts.linear_x(column, with_axis=False)))
        text = base.mark_text(
            align="left" if offset > 0 else "right", baseline="middle", dx=offset, fontSize=13, fontWeight=600
        )
        layers.append(text.encode(alt.X(f"{column}:Q"), alt.Text(f"{label}:N")))
    return parts.to_spec(*layers, *parts.headings("name", row="row"))


@cache
def _diversity_spec() -> Mapping[str, Any]:
    base = parts.rows(alt.Y("row:O", title=None, axis=None))
    heads, categories = (base.transform_filter(f"datum.part == '{part}'") for part in ("head", "category"))
    bars = categories.mark_bar(height=_CATEGORY_HEIGHT - 5, color=GAINED, opacity=0.35)
    style: dict[str, Any] = {"fontSize": 13, "limit": alt.ExprRef("width - 50")}
    labels = parts.name_and_label(heads, fontWeight=600, **style)
    labels += parts.name_and_label(categories, inset=8, fontWeight=400, **style)
    return parts.to_spec(bars.encode(parts.linear_x("count", with_axis=False)), *labels)


@cache
def _bars_spec() -> Mapping[str, Any]:
    base = parts.rows(parts.row_of("approach", parts.NAMES), parts.own_color())
    bars = base.mark_bar(height=12, yOffset=parts.LOWERED).transform_filter("isValid(datum.value)")
    return parts.to_spec(bars.encode(parts.linear_x("value")), _zero_line(), *parts.headings("approach"))


def _zero_line() -> alt.Chart:
    """Return a line at zero, visible where the scale reaches below it."""
    opacity = alt.ExprRef("low < 0 ? 1 : 0")
    line: alt.Chart = parts.rows(alt.X(datum=0)).mark_rule(color=MONEY, opacity=opacity, aria=False)
    return line
