"""The chart of the relationship measures: each as a line over the quarters, one below the other."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import altair as alt

from netroi_core.charts.chart import ROWS, Chart, fixed_height, rows_frame, tables, to_spec
from netroi_core.charts.palette import GAINED, MONEY
from netroi_core.charts.quarters import name_of_label, quarter_axis
from netroi_core.charts.rows import name_and_label
from netroi_core.relationships.history import QuarterMeasures
from netroi_core.relationships.history_words import history_title
from netroi_core.relationships.measures import DIMENSIONS
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import NOT_AVAILABLE, Words, quarter_name

_ROW_HEIGHT: Final = 84
# The share of a row that its line may take; above it stands the name.
_LINE_SHARE: Final = 0.5
# The lower end of a line in its row.
_BASE: Final = 0.9


# The columns of the table with their decimal places.
_COLUMNS: Final = (
    ("Capital", 1),
    ("In touch, share", 2),
    ("Interactions each", 1),
    *((f"{DIMENSION_NAMES[dimension][1].capitalize()} count as", 1) for dimension in DIMENSIONS),
    ("Given", 0),
    ("Received", 0),
    ("Balance", 2),
    ("Hours a week", 1),
    ("Evenings a week", 1),
    ("Energy", 1),
)


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
    return Chart(
        "standings",
        history_title(history, words),
        "Quarter by quarter, each against its zero (thin). At the right: from the quarter before to the last.",
        f"{'; '.join(_line_sentence(line, quarters) for line in lines)}.",
        fixed_height(_history_spec(), _ROW_HEIGHT * len(lines), {"quarters": quarters, "lines": len(lines)}),
        rows_frame(rows, ("row", "at", "height", "part", "name", "label", "quarter", "line")),
        *tables(
            ("Quarter", *(title for title, _ in _COLUMNS)),
            [(str(measures.quarter), *_figures(measures)) for measures in history],
            (name_of_label, *(_to_text(words, digits) for _, digits in _COLUMNS)),
        ),
    )


def _line_sentence(line: _Line, quarters: Sequence[str]) -> str:
    values = (NOT_AVAILABLE if value is None else line.read(value) for value in line.values)
    return f"{line.name}: {', '.join(f'{quarter} {text}' for quarter, text in zip(quarters, values, strict=True))}"


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
    def line(
        name: str, value: Callable[[QuarterMeasures], float | None], low: float, high: float, digits: int = 1
    ) -> _Line:
        return _Line(name, [value(measures) for measures in history], low, high, _to_text(words, digits))

    in_touch = line("In touch with", lambda measures: measures.engagement.in_touch_share, 0, 1)
    return [
        line("Relationship capital", lambda measures: measures.capital, 0, 1),
        in_touch._replace(read=lambda share: words.percent(100 * share)),
        line("Industries count as", lambda measures: measures.diversity["industry"].effective_number, 0, 1),
        line("Balance, −1 gave to 1 received", lambda measures: measures.reciprocity.balance, -1, 1, digits=2),
        line("Hours a week", lambda measures: measures.load.hours_per_week, 0, 1),
        line("Energy, −2 to 2", lambda measures: measures.load.energy, -2, 2),
    ]


def _figures(measures: QuarterMeasures) -> tuple[float | None, ...]:
    """Return the figures of a quarter in the order of the columns."""
    return (
        measures.capital,
        measures.engagement.in_touch_share,
        measures.engagement.interactions_per_contact,
        *(measures.diversity[dimension].effective_number for dimension in DIMENSIONS),
        measures.reciprocity.given,
        measures.reciprocity.received,
        measures.reciprocity.balance,
        measures.load.hours_per_week,
        measures.load.evenings_per_week,
        measures.load.energy,
    )


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
    labels = name_and_label(heads, dy=18, fontSize=14, fontWeight=600)
    return to_spec(alt.LayerChart(layer=[zero, lines, dots, *labels]))
