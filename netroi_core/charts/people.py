"""The chart of the people in a network by closeness and relevance, colored by the approach through which they were met.

Names are in the rows, never in the specification. Every name has a line of its own.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import parts
from netroi_core.charts.chart import APPROACH_COLORS, MONEY, UNATTRIBUTED, Chart, rows_frame, tables
from netroi_core.wording.wording import APPROACH_NAMES, pluralize
from netroi_core.workspace.records import Contact

_UNKNOWN: Final = "Not known"
# From this level on, somebody is called close, or relevant.
_HIGH: Final = 4
_LEVELS: Final = range(5, 0, -1)
# The names that fit into a cell; of more, its last line counts the rest.
_MOST_LINES: Final = 8
_LINE_HEIGHT: Final = 19
_STATUSES: Final = {"active": "Active", "dormant": "Gone quiet"}


# Name, approach and status of the people at each closeness and relevance.
_Person = tuple[str, str, str]
_Cells = Mapping[tuple[int, int], Sequence[_Person]]


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
    missing = f" {pluralize(unrated, 'person is', 'people are')} not rated yet." if unrated else ""
    return Chart(
        "people",
        _title(rated),
        f"Up: more relevant. Right: closer. Colour: how you met. Hollow: gone quiet.{missing}",
        f"{'; '.join(sentences)}.",
        parts.fixed_height(_people_spec(), lines * _LINE_HEIGHT, {"lines": lines}),
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
        return "Nobody you know is very relevant to you yet"
    if not close:
        return f"{pluralize(distant, 'person is', 'people are')} relevant to you, none of them close yet"
    start = f"{pluralize(close, 'person is', 'people are')} close and relevant"
    return f"{start}, {distant} relevant and still distant" if distant else start


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
        line += max(1, min(fullest, _MOST_LINES))
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
    base = parts.rows(alt.Y("line:Q", scale=scale, axis=None))
    levels = base.transform_filter("datum.part == 'level'")
    rules = levels.mark_rule(color=MONEY, opacity=0.35, aria=False, tooltip=None)
    numbers = levels.mark_text(align="right", baseline="middle", dy=_LINE_HEIGHT / 2, fontSize=13, tooltip=None)
    in_column = base.encode(columns)
    people = in_column.transform_filter("datum.part == 'person'")
    titles = {"name": "Name", "approach": "Met by", "status": "Status"}
    tooltip = [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]
    names = [*parts.NAMES, _UNKNOWN]
    colors = alt.Scale(domain=names, range=[*APPROACH_COLORS.values(), UNATTRIBUTED])
    hollow = alt.Scale(domain=list(_STATUSES.values()), range=[1, 0.12])
    dots = people.mark_point(
        size=80, filled=True, opacity=1, strokeWidth=1.5, xOffset=7, yOffset=_LINE_HEIGHT / 2
    ).encode(
        alt.Color("approach:N", scale=colors, sort=names, title=None, legend=alt.Legend(orient="bottom")),
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
