"""The people of a network by how close and how relevant they are, each by name, in the colour of how they were met.

Names are among the rows, never in the specification. Every name has a line of its own: a level of relevance is as high
as its fullest place, so that few people take little room and many are never drawn over each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import approaches
from netroi_core.charts.chart import ROWS, Chart, frame_of, template
from netroi_core.charts.palette import APPROACH_COLOURS, MONEY, UNATTRIBUTED
from netroi_core.wording.wording import APPROACH_NAMES, counted
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict

NOT_KNOWN: Final = "Not known"
HIGH: Final = 4
"""From this level on somebody is called close, or relevant."""
_LEVELS: Final = range(5, 0, -1)
_MOST_LINES: Final = 8
"""So many names fit into one place; of more, the last line tells how many are left out."""
_LINE_HEIGHT: Final = 19
_STATUSES: Final = {"active": "Active", "dormant": "Gone quiet"}
_Place = tuple[int, int]


@dataclass(frozen=True)
class _Person:
    name: str
    met_by: str
    status: str


def placed(document: Document) -> list[RecordDict]:
    """The people who have a place in the picture: rated, and not pruned."""
    return [
        contact
        for contact in document.get("contacts", ())
        if contact.get("closeness") and contact.get("relevance") and contact.get("status") != "pruned"
    ]


def by_closeness_and_relevance(people: Sequence[RecordDict], unrated: int) -> Chart:
    """Where everybody stands who is ``placed``; ``unrated`` are the others that are kept."""
    places: dict[_Place, list[_Person]] = {}
    for contact in people:
        places.setdefault((contact["closeness"], contact["relevance"]), []).append(_person(contact))
    for together in places.values():
        together.sort(key=lambda person: (person.status, person.name.casefold()))
    missing = f" {counted(unrated, 'person is', 'people are')} not rated yet." if unrated else ""
    header = ("Name", "Closeness", "Relevance", "Met by", "Status")
    ordered = sorted(places.items(), key=lambda each: (-each[0][1], -each[0][0]))
    table = [
        (person.name, closeness, relevance, person.met_by, person.status)
        for (closeness, relevance), together in ordered
        for person in together
    ]
    said = [
        f"relevance {relevance}, closeness {closeness}: {counted(len(together), 'person', 'people')}"
        for (closeness, relevance), together in ordered
    ]
    rows, lines = _rows(places)
    spec = {**_people(), "height": lines * _LINE_HEIGHT, "autosize": {"type": "fit-x", "contains": "padding"}}
    return Chart(
        "people",
        _title(people),
        f"Up: more relevant. Right: closer. Colour: how you met. Hollow: gone quiet.{missing}",
        f"{'; '.join(said)}.",
        {**spec, "params": [{"name": "lines", "value": lines}]},
        frame_of(rows, ("part", "closeness", "line", "name", "short", "approach", "status")),
        (header, tuple(table)),
        lambda: (header, tuple(table)),
    )


def _title(people: Sequence[RecordDict]) -> str:
    """How many are close and relevant, and whom to come closer to."""
    relevant = [each for each in people if each["relevance"] >= HIGH]
    close = sum(each["closeness"] >= HIGH for each in relevant)
    distant = len(relevant) - close
    if not relevant:
        return "Nobody you know is very relevant to you yet"
    if not close:
        return f"{counted(distant, 'person is', 'people are')} relevant to you, none of them close yet"
    start = f"{counted(close, 'person is', 'people are')} close and relevant"
    return f"{start}, {distant} relevant and still distant" if distant else start


def _person(contact: RecordDict) -> _Person:
    approach = (contact.get("met") or {}).get("approach") or ""
    name = " ".join(contact["name"].split())
    return _Person(name, APPROACH_NAMES.get(approach, NOT_KNOWN), _STATUSES[contact.get("status", "active")])


def _rows(places: Mapping[_Place, Sequence[_Person]]) -> tuple[list[tuple[object, ...]], int]:
    """The rows of the picture, and how many lines it has."""
    rows: list[tuple[object, ...]] = []
    line = 0
    for relevance in _LEVELS:
        fullest = max(len(places.get((closeness, relevance), ())) for closeness in _LEVELS)
        rows.append(("level", None, line, str(relevance), "", None, None))
        for closeness in _LEVELS:
            rows += _column(places.get((closeness, relevance), ()), str(closeness), line)
        line += max(1, min(fullest, _MOST_LINES))
    return rows, line


def _column(people: Sequence[_Person], closeness: str, line: int) -> list[tuple[object, ...]]:
    shown = people if len(people) <= _MOST_LINES else people[: _MOST_LINES - 1]
    rows: list[tuple[object, ...]] = [
        ("person", closeness, line + place, person.name, person.name.split(" ")[0], person.met_by, person.status)
        for place, person in enumerate(shown)
    ]
    if left_out := len(people) - len(shown):
        more = f"and {left_out} more"
        rows.append(("more", closeness, line + len(shown), more, f"+ {left_out}", "", ""))
    return rows


@cache
def _people() -> Mapping[str, Any]:
    columns = alt.X(
        "closeness:O",
        bandPosition=0,
        scale=alt.Scale(type="band", domain=[str(level) for level in _LEVELS][::-1], padding=0),
        axis=alt.Axis(labelAngle=0, grid=False, title="Closeness", titleFontWeight="normal"),
    )
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("lines"), reverse=True, nice=False, zero=False)
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.Y("line:Q", scale=scale, axis=None))
    levels = base.transform_filter("datum.part == 'level'")
    rules = levels.mark_rule(color=MONEY, opacity=0.35, aria=False, tooltip=None)
    numbers = levels.mark_text(align="right", baseline="middle", dy=_LINE_HEIGHT / 2, fontSize=13, tooltip=None)
    at = base.encode(columns)
    people = at.transform_filter("datum.part == 'person'")
    told = [
        alt.Tooltip("name:N", title="Name"),
        alt.Tooltip("approach:N", title="Met by"),
        alt.Tooltip("status:N", title="Status"),
    ]
    known = [*approaches.names(), NOT_KNOWN]
    colours = alt.Scale(domain=known, range=[*APPROACH_COLOURS.values(), UNATTRIBUTED])
    hollow = alt.Scale(domain=list(_STATUSES.values()), range=[1, 0.12])
    dots = people.mark_point(
        size=80, filled=True, opacity=1, strokeWidth=1.5, xOffset=7, yOffset=_LINE_HEIGHT / 2
    ).encode(
        alt.Color("approach:N", scale=colours, sort=known, title=None, legend=alt.Legend(orient="bottom")),
        alt.Stroke("approach:N", scale=colours, legend=None),
        alt.FillOpacity("status:N", scale=hollow, legend=None),
        tooltip=told,
    )
    named = at.transform_filter("datum.part != 'level'").encode(tooltip=told)
    names = named.mark_text(
        align="left",
        baseline="middle",
        xOffset=16,
        yOffset=_LINE_HEIGHT / 2,
        fontSize=12,
        limit=alt.ExprRef("bandwidth('x') - 20"),
        text=alt.ExprRef("bandwidth('x') < 110 ? datum.short : datum.name"),
    )
    return template(alt.LayerChart(layer=[rules, numbers.encode(alt.X(value=-8), alt.Text("name:N")), dots, names]))
