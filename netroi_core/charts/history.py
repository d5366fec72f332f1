"""The chart of the relationship measures: each as a line over the quarters, one below the other."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import altair as alt

from netroi_core.charts.chart import ROWS, Chart, fixed_height, rows_frame, tables, to_spec
from netroi_core.charts.palette import GAINED, MONEY
from netroi_core.charts.quarters import name_of_label, quarter_axis
from netroi_core.relationships.history import QuarterMeasures
from netroi_core.relationships.history_words import history_title
from netroi_core.relationships.measures import DIMENSIONS, Dimension
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import NOT_AVAILABLE, Words, quarter_name

_ROW_HEIGHT: Final = 84
_LINE_SHARE: Final = 0.5
"""The share of a row that its line may take; above it stands the name."""
_BASE: Final = 0.9
"""The lower end of a line in its row."""


class _Line(NamedTuple):
    """A measure over the quarters, null where unknown; its scale starts at low and reaches high at least."""

    name: str
    values: Sequence[float | None]
    low: float
    high: float
    read: Callable[[float], str]

    def heights(self, row: int) -> list[float | None]:
        """Return the height of each value in its row, and that of zero as the last; rows count downward."""
        top = max([self.high, *(value for value in self.values if value is not None)])
        scale = _LINE_SHARE / (top - self.low) if top > self.low else 0.0
        return [None if value is None else row + _BASE - scale * (value - self.low) for value in (*self.values, 0.0)]


def history_chart(history: Sequence[QuarterMeasures], words: Words) -> Chart:
    """Draw each measure that is known in at least one of the quarters, one a row."""
    quarters = [quarter_name(measures.quarter) for measures in history]
    lines = [line for line in _lines(history, words) if any(value is not None for value in line.values)]
    rows = [row for number, line in enumerate(lines) for row in _line_rows(number, line, quarters)]
    sentences = [
        f"{line.name}: "
        + ", ".join(
            f"{quarter} {NOT_AVAILABLE if value is None else line.read(value)}"
            for quarter, value in zip(quarters, line.values, strict=True)
        )
        for line in lines
    ]
    columns = _columns(history)
    table = zip((str(measures.quarter) for measures in history), *(values for _, values, _ in columns), strict=True)
    return Chart(
        "standings",
        history_title(history, words),
        "Quarter by quarter, each against its zero (thin). At the right: from the quarter before to the last.",
        f"{'; '.join(sentences)}.",
        fixed_height(_history_spec(), _ROW_HEIGHT * len(lines), {"quarters": quarters, "lines": len(lines)}),
        rows_frame(rows, ("row", "at", "height", "part", "name", "label", "quarter", "line")),
        *tables(
            ("Quarter", *(name for name, _, _ in columns)),
            table,
            (name_of_label, *(_to_text(words, digits) for _, _, digits in columns)),
        ),
    )


def _line_rows(number: int, line: _Line, quarters: Sequence[str]) -> list[tuple[object, ...]]:
    *heights, zero = line.heights(number)
    last_two = [line.read(value) for value in line.values if value is not None][-2:]
    rows: list[tuple[object, ...]] = [
        (number, None, None, "head", line.name, " → ".join(last_two), "", ""),
        (number, None, zero, "zero", "", "", "", ""),
    ]
    for at, (value, height) in enumerate(zip(line.values, heights, strict=True)):
        if value is not None:
            part = "now" if at == len(quarters) - 1 else "past"
            rows.append((number, at, height, part, line.name, line.read(value), quarters[at], line.name))
    return rows


def _lines(history: Sequence[QuarterMeasures], words: Words) -> list[_Line]:
    one = _to_text(words, 1)
    in_touch = [measures.engagement.in_touch_share for measures in history]
    balances = [measures.reciprocity.balance for measures in history]
    return [
        _Line("Relationship capital", [measures.capital for measures in history], 0, 1, one),
        _Line("In touch with", in_touch, 0, 1, lambda share: words.percent(100 * share)),
        _Line("Industries count as", _effective_numbers(history, "industry"), 0, 1, one),
        _Line("Balance, −1 gave to 1 received", balances, -1, 1, _to_text(words, 2)),
        _Line("Hours a week", [measures.load.hours_per_week for measures in history], 0, 1, one),
        _Line("Energy, −2 to 2", [measures.load.energy for measures in history], -2, 2, one),
    ]


def _columns(history: Sequence[QuarterMeasures]) -> list[tuple[str, list[float | None], int]]:
    """Return the columns of the table: title, values, and decimal places."""
    return [
        ("Capital", [measures.capital for measures in history], 1),
        ("In touch, share", [measures.engagement.in_touch_share for measures in history], 2),
        ("Interactions each", [measures.engagement.interactions_per_contact for measures in history], 1),
        *(
            (f"{DIMENSION_NAMES[dimension][1].capitalize()} count as", _effective_numbers(history, dimension), 1)
            for dimension in DIMENSIONS
        ),
        ("Given", [measures.reciprocity.given for measures in history], 0),
        ("Received", [measures.reciprocity.received for measures in history], 0),
        ("Balance", [measures.reciprocity.balance for measures in history], 2),
        ("Hours a week", [measures.load.hours_per_week for measures in history], 1),
        ("Evenings a week", [measures.load.evenings_per_week for measures in history], 1),
        ("Energy", [measures.load.energy for measures in history], 1),
    ]


def _effective_numbers(history: Sequence[QuarterMeasures], dimension: Dimension) -> list[float | None]:
    return [measures.diversity[dimension].effective_number for measures in history]


def _to_text(words: Words, digits: int) -> Callable[[float | None], str]:
    return lambda value: words.number(value, digits)


@cache
def _history_spec() -> Mapping[str, Any]:
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("lines"), reverse=True, nice=False, zero=False)
    width = alt.Scale(domainMin=-0.3, domainMax=alt.ExprRef("length(quarters) - 0.7"), nice=False)
    base = alt.Chart(alt.NamedData(name=ROWS))
    at = base.encode(alt.X("at:Q", axis=quarter_axis(), scale=width, title=None), alt.Y("height:Q", scale=scale))
    tooltip = [
        alt.Tooltip("name:N", title="Measure"),
        alt.Tooltip("quarter:N", title="Quarter"),
        alt.Tooltip("label:N", title="Value"),
    ]
    points = at.transform_filter("isValid(datum.at)")
    lines = points.mark_line(color=GAINED, strokeWidth=2).encode(alt.Detail("line:N"))
    dots = points.mark_point(color=GAINED, filled=True, opacity=1).encode(
        size=alt.condition("datum.part == 'now'", alt.value(110), alt.value(40)), tooltip=tooltip
    )
    zero = (
        base.transform_filter("datum.part == 'zero'")
        .mark_rule(color=MONEY, opacity=0.5, aria=False, tooltip=None)
        .encode(alt.Y("height:Q", scale=scale, axis=None))
    )
    heads = base.transform_filter("datum.part == 'head'").encode(alt.Y("row:Q", scale=scale, axis=None))
    left = heads.mark_text(align="left", baseline="middle", dy=18, fontSize=14, fontWeight=600)
    right = heads.mark_text(align="right", baseline="middle", dy=18, fontSize=14, fontWeight=600)
    names = left.encode(alt.X(value=0), alt.Text("name:N"))
    labels = right.encode(alt.X(value="width"), alt.Text("label:N"))
    return to_spec(alt.LayerChart(layer=[zero, lines, dots, names, labels]))
