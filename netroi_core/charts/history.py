"""The chart of the relationship measures: each as a line over the quarters, one below the other."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

import altair as alt

from netroi_core.charts import parts
from netroi_core.charts.chart import GAINED, MONEY, Chart, rows_frame, tables
from netroi_core.charts.quarters import name_of_label, quarter_axis
from netroi_core.relationships.history import QuarterMeasures, history_title
from netroi_core.relationships.measures import DIMENSIONS
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import NOT_AVAILABLE, Words, quarter_name

_ROW_HEIGHT: Final = 84
# The share of a row that its line may take; above it stands the name.
_LINE_SHARE: Final = 0.5
# The lower end of a line in its row.
_BASE: Final = 0.9
# The columns of the table: title, decimal places, value.
_COLUMNS: Final[Sequence[tuple[str, int, Callable[[QuarterMeasures], float | None]]]] = (
    ("Capital", 1, lambda measures: measures.capital),
    ("In touch, share", 2, lambda measures: measures.engagement.in_touch_share),
    ("Interactions each", 1, lambda measures: measures.engagement.interactions_per_contact),
    *(
        (
            f"{DIMENSION_NAMES[name][1].capitalize()} count as",
            1,
            lambda m, name=name: m.diversity[name].effective_number,
        )
        for name in DIMENSIONS
    ),
    ("Given", 0, lambda measures: measures.reciprocity.given),
    ("Received", 0, lambda measures: measures.reciprocity.received),
    ("Balance", 2, lambda measures: measures.reciprocity.balance),
    ("Hours a week", 1, lambda measures: measures.load.hours_per_week),
    ("Evenings a week", 1, lambda measures: measures.load.evenings_per_week),
    ("Energy", 1, lambda measures: measures.load.energy),
)
# The lines: name, title of the column, lower end of the scale, upper end at least.
_LINES: Final = (
    ("Relationship capital", "Capital", 0, 1),
    ("In touch with", "In touch, share", 0, 1),
    ("Industries count as", "Industries count as", 0, 1),
    ("Balance, −1 gave to 1 received", "Balance", -1, 1),
    ("Hours a week", "Hours a week", 0, 1),
    ("Energy, −2 to 2", "Energy", -2, 2),
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
        parts.fixed_height(_history_spec(), _ROW_HEIGHT * len(lines), {"quarters": quarters, "lines": len(lines)}),
        rows_frame(rows, ("row", "at", "height", "part", "name", "label", "quarter", "line")),
        *tables(
            ("Quarter", *(title for title, _, _ in _COLUMNS)),
            [(str(measures.quarter), *(value(measures) for *_, value in _COLUMNS)) for measures in history],
            (name_of_label, *(_to_text(words, digits) for _, digits, _ in _COLUMNS)),
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
    columns = {title: (digits, value) for title, digits, value in _COLUMNS}
    lines = []
    for name, title, low, high in _LINES:
        digits, value = columns[title]
        lines.append(_Line(name, [value(measures) for measures in history], low, high, _to_text(words, digits)))
    lines[1] = lines[1]._replace(read=lambda share: words.percent(100 * share))
    return lines


def _to_text(words: Words, digits: int) -> Callable[[float | None], str]:
    return lambda value: words.number(value, digits)


@cache
def _history_spec() -> Mapping[str, Any]:
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("lines"), reverse=True, nice=False, zero=False)
    width = alt.Scale(domainMin=-0.3, domainMax=alt.ExprRef("length(quarters) - 0.7"), nice=False)
    base = parts.rows()
    at = base.encode(alt.X("at:Q", axis=quarter_axis(), scale=width, title=None), alt.Y("height:Q", scale=scale))
    columns = {"name": "Measure", "quarter": "Quarter", "label": "Value"}
    tooltip = [alt.Tooltip(f"{column}:N", title=title) for column, title in columns.items()]
    points = at.transform_filter("isValid(datum.at)")
    lines = points.mark_line(color=GAINED, strokeWidth=2).encode(alt.Detail("line:N"))
    dots = points.mark_point(color=GAINED, filled=True, opacity=1).encode(
        size=alt.condition("datum.part == 'now'", alt.value(110), alt.value(40)), tooltip=tooltip
    )
    zero = base.encode(alt.Y("height:Q", scale=scale, axis=None)).transform_filter("datum.part == 'zero'")
    rules = zero.mark_rule(color=MONEY, opacity=0.5, aria=False, tooltip=None)
    heads = base.transform_filter("datum.part == 'head'").encode(alt.Y("row:Q", scale=scale, axis=None))
    return parts.to_spec(rules, lines, dots, *parts.name_and_label(heads, dy=18, fontSize=14, fontWeight=600))
