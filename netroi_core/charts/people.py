"""Charts of a network's people by closeness and relevance, and of the measures of relationships over the quarters.

Names are in the rows, never in the specification. Every name has a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame, tables
from netroi_core.charts.palette import APPROACH_COLORS, GAINED, MONEY, UNATTRIBUTED
from netroi_core.charts.quarters import name_of_label, quarter_axis
from netroi_core.relationships.history import QuarterMeasures, history_title
from netroi_core.relationships.measures import DIMENSIONS
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import APPROACH_NAMES, NOT_RATED, Words, pluralize, quarter_name
from netroi_core.workspace.records import Contact

_UNKNOWN: Final = "Not known"
_LEGEND: Final = [*parts.NAMES, _UNKNOWN]
# From this level on, somebody is called close, or relevant.
_HIGH: Final = 4
_LEVELS: Final = range(5, 0, -1)
# The names that fit into a cell; of more, its last line counts the rest.
_MOST_LINES: Final = 8
# A level without people is as high as one of two, so that five of them aren't squeezed.
_LEAST_LINES: Final = 2
_LINE_HEIGHT: Final = 19
_STATUSES: Final = {"active": "Active", "dormant": "Dormant"}


# Name, approach and status of the people at each closeness and relevance.
_Person = tuple[str, str, str]
_Cells = Mapping[tuple[int, int], Sequence[_Person]]

_ROW_HEIGHT: Final = 84
# The share of a row that its line may take; above it stands the name.
_LINE_SHARE: Final = 0.5
# The lower end of a line in its row.
_BASE: Final = 0.9
_Figure = Callable[[QuarterMeasures], float | None]


def _if_recorded(figure: _Figure) -> _Figure:
    """Return a figure that is None for a quarter without records, whose zeros mean nothing."""
    return lambda measures: figure(measures) if measures.has_records else None


# The columns of the table: title, decimal places, value.
_COLUMNS: Final[Sequence[tuple[str, int, _Figure]]] = (
    ("Strength", 1, lambda measures: measures.known_capital),
    ("In touch, share", 2, _if_recorded(lambda measures: measures.engagement.in_touch_share)),
    ("Interactions each", 1, _if_recorded(lambda measures: measures.engagement.interactions_per_contact)),
    *(
        (
            f"{DIMENSION_NAMES[name][1].capitalize()}, equal groups",
            1,
            lambda m, name=name: m.diversity[name].effective_number,
        )
        for name in DIMENSIONS
    ),
    ("Given", 0, _if_recorded(lambda measures: measures.reciprocity.given)),
    ("Received", 0, _if_recorded(lambda measures: measures.reciprocity.received)),
    ("Balance", 2, lambda measures: measures.reciprocity.balance),
    ("Hours a week", 1, _if_recorded(lambda measures: measures.load.hours_per_week)),
    ("Evenings a week", 1, _if_recorded(lambda measures: measures.load.evenings_per_week)),
    ("Energy", 1, lambda measures: measures.load.energy),
)
# Of these, people are to rate something first.
_RATED: Final = frozenset({"Strength", "Energy"})
# The lines: name, title of the column, lower end of the scale, upper end at least.
_LINES: Final = (
    ("Relationship strength", "Strength", 0, 1),
    ("In touch with", "In touch, share", 0, 1),
    ("Industries, as equal groups", "Industries, equal groups", 0, 1),
    ("Balance, −1 gave to 1 received", "Balance", -1, 1),
    ("Hours a week", "Hours a week", 0, 1),
    ("Energy, −2 to 2", "Energy", -2, 2),
)


def people_chart(contacts: Sequence[Contact]) -> Chart:
    """Draw the contacts whose closeness and relevance are rated; the subtitle counts the others."""
    rated = [contact for contact in contacts if contact.closeness and contact.relevance]
    unrated = len(contacts) - len(rated)
    cells = _cells(rated)
    ordered = sorted(cells.items(), key=lambda cell: (-cell[0][1], -cell[0][0]))
    table = [(name, *cell, approach, status) for cell, people in ordered for name, approach, status in people]
    sentences = [
        f"relevance {relevance}, closeness {closeness}: {pluralize(len(people), 'person', 'people')}"
        for (closeness, relevance), people in ordered
    ]
    rows, lines = _rows(cells)
    # The legend leaves out categories without contacts.
    named = [name for name in _LEGEND if any(person[1] == name for people in cells.values() for person in people)]
    missing = f" {pluralize(unrated, 'contact isn’t', 'contacts aren’t')} rated yet." if unrated else ""
    return Chart(
        "people",
        _title(rated),
        f"Higher: more relevant. Further right: closer. Color: how you met. Hollow: dormant.{missing}",
        f"{'; '.join(sentences)}.",
        parts.fixed_height(_people_spec(), lines * _LINE_HEIGHT, {"lines": lines, "named": named}),
        rows_frame(rows, ("part", "closeness", "line", "name", "short", "approach", "status")),
        *tables(("Name", "Closeness", "Relevance", "Met by", "Status"), table, [None] * 5),
    )


def _cells(rated: Sequence[Contact]) -> _Cells:
    cells: dict[tuple[int, int], list[_Person]] = {}
    for contact in rated:
        cells.setdefault((contact.closeness or 0, contact.relevance or 0), []).append(_person(contact))
    return {
        cell: sorted(people, key=lambda person: (person[2], person[0].casefold())) for cell, people in cells.items()
    }


def _title(contacts: Sequence[Contact]) -> str:
    relevant = [contact for contact in contacts if (contact.relevance or 0) >= _HIGH]
    close = sum((contact.closeness or 0) >= _HIGH for contact in relevant)
    distant = len(relevant) - close
    if not relevant:
        return "None of your contacts is very relevant to your goals yet"
    if not close:
        nobody = "but not close yet" if distant == 1 else "but none of them is close yet"
        return f"{pluralize(distant, 'contact is', 'contacts are')} relevant to you, {nobody}"
    start = f"{pluralize(close, 'contact is', 'contacts are')} close and relevant"
    return f"{start}, {distant:,} {'is' if distant == 1 else 'are'} relevant but not close yet" if distant else start


def _person(contact: Contact) -> _Person:
    approach = APPROACH_NAMES.get((contact.met and contact.met.approach) or "", _UNKNOWN)
    return " ".join(contact.name.split()), approach, _STATUSES[contact.status]


def _rows(cells: _Cells) -> tuple[list[tuple[object, ...]], int]:
    """Return the rows of the picture and its number of lines."""
    rows: list[tuple[object, ...]] = []
    line = 0
    for relevance in _LEVELS:
        # A level is as high as its fullest cell: few people take little room, and many never overlap.
        fullest = max(len(cells.get((closeness, relevance), ())) for closeness in _LEVELS)
        rows.append(("level", None, line, str(relevance), "", None, None))
        for closeness in _LEVELS:
            rows += _cell_rows(cells.get((closeness, relevance), ()), str(closeness), line)
        line += max(_LEAST_LINES, min(fullest, _MOST_LINES))
    return rows, line


def _cell_rows(people: Sequence[_Person], closeness: str, line: int) -> list[tuple[object, ...]]:
    named = people if len(people) <= _MOST_LINES else people[: _MOST_LINES - 1]
    rows: list[tuple[object, ...]] = [
        ("person", closeness, number, name, name.split(" ")[0], approach, status)
        for number, (name, approach, status) in enumerate(named, line)
    ]
    if more := len(people) - len(named):
        rows.append(("more", closeness, line + len(named), f"and {more} more", f"+ {more}", "", ""))
    return rows


@cache
def _people_spec() -> Mapping[str, Any]:
    columns = alt.X(
        "closeness:O",
        bandPosition=0,
        scale=alt.Scale(type="band", domain=[str(level) for level in _LEVELS][::-1], padding=0),
        axis=alt.Axis(labelAngle=0, grid=False, title="Closeness", titleFontWeight="normal"),
    )
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("lines"), reverse=True, nice=False, zero=False)
    # The numbers of the levels stand in its layers: an axis would name lines.
    axis = alt.Axis(title="Relevance", titleFontWeight="normal", titlePadding=24, labels=False, ticks=False,
                    domain=False, grid=False)  # fmt: skip
    base = parts.rows(alt.Y("line:Q", scale=scale, axis=axis))
    levels = base.transform_filter("datum.part == 'level'")
    rules = levels.mark_rule(color=MONEY, opacity=0.35, aria=False, tooltip=None)
    numbers = levels.mark_text(align="right", baseline="middle", dy=_LINE_HEIGHT / 2, fontSize=13, tooltip=None)
    in_column = base.encode(columns)
    people = in_column.transform_filter("datum.part == 'person'")
    titles = {"name": "Name", "approach": "Met by", "status": "Status"}
    tooltip = [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]
    colors = alt.Scale(domain=_LEGEND, range=[*APPROACH_COLORS.values(), UNATTRIBUTED])
    hollow = alt.Scale(domain=list(_STATUSES.values()), range=[1, 0.12])
    dots = people.mark_point(
        size=80, filled=True, opacity=1, strokeWidth=1.5, xOffset=7, yOffset=_LINE_HEIGHT / 2
    ).encode(
        alt.Color(
            "approach:N",
            scale=colors,
            sort=_LEGEND,
            title=None,
            legend=alt.Legend(orient="bottom", values=alt.ExprRef("named")),
        ),
        alt.Stroke("approach:N", scale=colors, legend=None),
        alt.FillOpacity("status:N", scale=hollow, legend=None),
        tooltip=tooltip,
    )
    labeled = in_column.transform_filter("datum.part != 'level'").encode(tooltip=tooltip)
    labels = labeled.mark_text(
        align="left",
        baseline="middle",
        xOffset=16,
        yOffset=_LINE_HEIGHT / 2,
        fontSize=12,
        limit=alt.ExprRef("bandwidth('x') - 20"),
        text=alt.ExprRef("bandwidth('x') < 110 ? datum.short : datum.name"),
    )
    return parts.to_spec(rules, numbers.encode(alt.X(value=-8), alt.Text("name:N")), dots, labels)


class _Line(NamedTuple):
    """A measure over the quarters, null where unknown; its scale starts at low and reaches high at least."""

    name: str
    values: Sequence[float | None]
    low: float
    high: float
    read: Callable[[float | None], str]

    def heights(self, row: int) -> list[float | None]:
        """Return the height of each value in its row, and that of zero as the last; rows count downward."""
        top = max([self.high, *(value for value in self.values if value is not None)])
        scale = _LINE_SHARE / (top - self.low) if top > self.low else 0.0
        return [None if value is None else row + _BASE - scale * (value - self.low) for value in (*self.values, 0.0)]


def history_chart(history: Sequence[QuarterMeasures], words: Words) -> Chart:
    """Draw each measure that is known in at least one of the quarters, one a row."""
    quarters = [quarter_name(measures.quarter) for measures in history]
    lines = [line for line in _lines(history, words) if any(value is not None for value in line.values)]
    rows = list(chain.from_iterable(_line_rows(number, line, quarters) for number, line in enumerate(lines)))
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
            (name_of_label, *(_to_text(words, title, digits) for title, digits, _ in _COLUMNS)),
        ),
    )


def _line_sentence(line: _Line, quarters: Sequence[str]) -> str:
    values = map(line.read, line.values)
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
        lines.append(_Line(name, [value(measures) for measures in history], low, high, _to_text(words, title, digits)))
    lines[1] = lines[1]._replace(read=lambda share: words.percent(None if share is None else 100 * share))
    return lines


def _to_text(words: Words, title: str, digits: int) -> Callable[[float | None], str]:
    """Return the format of a column of the table."""
    is_rated = title in _RATED
    return lambda value: NOT_RATED if value is None and is_rated else words.number(value, digits)


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
