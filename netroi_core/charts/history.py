"""How the network moved: each relationship measure as a line over the quarters, one below the other."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import quarters
from netroi_core.charts.chart import ROWS, Chart, frame_of, template
from netroi_core.charts.palette import GAINED, MONEY
from netroi_core.relationships.history import Standing
from netroi_core.relationships.history_words import moved
from netroi_core.relationships.measures import DIMENSIONS, Dimension
from netroi_core.relationships.words import DIMENSION_NAMES
from netroi_core.wording.wording import NOT_AVAILABLE, Words, quarter_name

_ROW_HEIGHT: Final = 84
_LINE_SHARE: Final = 0.5
"""How much of a row its line may take; above it stands the name."""

_Shown = Callable[[float], str]


def over_quarters(standings: Sequence[Standing], words: Words) -> Chart:
    """Each measure that is known in some of the quarters, one row each, with where it stands now and stood before."""
    names = [quarter_name(standing.quarter) for standing in standings]
    rows: list[tuple[object, ...]] = []
    said: list[str] = []
    known = [line for line in _lines(standings, words) if any(value is not None for value in line[1])]
    for place, (name, values, low, high, shown) in enumerate(known):
        base = place + 1 - 0.1
        given = [value for value in values if value is not None]
        top = max([high, *given])
        zero = base - _LINE_SHARE * (0 - low) / (top - low) if top > low else base
        rows.append((place, None, None, "head", name, " → ".join(shown(value) for value in given[-2:]), "", ""))
        rows.append((place, None, zero, "zero", "", "", "", ""))
        for at, value in enumerate(values):
            if value is not None:
                height = base - _LINE_SHARE * (value - low) / (top - low) if top > low else base
                part = "now" if at == len(values) - 1 else "past"
                rows.append((place, at, height, part, name, shown(value), names[at], name))
        said.append(f"{name}: {', '.join(f'{n} {_read(v, shown)}' for n, v in zip(names, values, strict=True))}")
    figures = _columns(standings)
    header = ("Quarter", *(name for name, _, _ in figures))
    columns = [values for _, values, _ in figures]
    reads = [_number(words, digits) for _, _, digits in figures]
    return Chart(
        "standings",
        moved(standings, words),
        "Quarter by quarter, each against its zero (thin). At the right: from the quarter before to the last.",
        f"{'; '.join(said)}.",
        _drawn(names, len(known)),
        frame_of(rows, ("place", "at", "height", "part", "name", "label", "quarter", "line")),
        (header, tuple((str(s.quarter), *row) for s, row in zip(standings, zip(*columns, strict=True), strict=True))),
        lambda: (
            header,
            tuple(
                (name, *(_read(value, read) for value, read in zip(row, reads, strict=True)))
                for name, row in zip(names, zip(*columns, strict=True), strict=True)
            ),
        ),
    )


def _lines(standings: Sequence[Standing], words: Words) -> list[tuple[str, list[float | None], float, float, _Shown]]:
    """What is drawn: name, values, the least and the least highest end of the scale, and how a value reads."""
    one = _number(words, 1)
    shares = [standing.engagement.in_touch_share for standing in standings]
    return [
        ("Relationship capital", [standing.capital for standing in standings], 0, 1, one),
        ("In touch with", shares, 0, 1, lambda share: words.percent(100 * share)),
        ("Industries count as", _varied(standings, "industry"), 0, 1, one),
        ("Balance, −1 gave to 1 received", [s.reciprocity.balance for s in standings], -1, 1, _number(words, 2)),
        ("Hours a week", [standing.load.hours_per_week for standing in standings], 0, 1, one),
        ("Energy, −2 to 2", [standing.load.energy for standing in standings], -2, 2, one),
    ]


def _columns(standings: Sequence[Standing]) -> list[tuple[str, list[float | None], int]]:
    """The table: each column's title, values, and how many digits are shown."""
    return [
        ("Capital", [standing.capital for standing in standings], 1),
        ("In touch, share", [standing.engagement.in_touch_share for standing in standings], 2),
        ("Interactions each", [standing.engagement.interactions_per_contact for standing in standings], 1),
        *((f"{_capital(DIMENSION_NAMES[each][1])} count as", _varied(standings, each), 1) for each in DIMENSIONS),
        ("Given", [standing.reciprocity.given for standing in standings], 0),
        ("Received", [standing.reciprocity.received for standing in standings], 0),
        ("Balance", [standing.reciprocity.balance for standing in standings], 2),
        ("Hours a week", [standing.load.hours_per_week for standing in standings], 1),
        ("Evenings a week", [standing.load.evenings_per_week for standing in standings], 1),
        ("Energy", [standing.load.energy for standing in standings], 1),
    ]


def _varied(standings: Sequence[Standing], dimension: Dimension) -> list[float | None]:
    return [standing.diversity[dimension].effective_number for standing in standings]


def _number(words: Words, digits: int) -> _Shown:
    return lambda value: words.number(value, digits)


def _read(value: float | None, shown: _Shown) -> str:
    return NOT_AVAILABLE if value is None else shown(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _drawn(names: Sequence[str], lines: int) -> dict[str, Any]:
    return {
        **_over_quarters(),
        "params": [{"name": "quarters", "value": list(names)}, {"name": "lines", "value": lines}],
        "height": _ROW_HEIGHT * lines,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }


@cache
def _over_quarters() -> Mapping[str, Any]:
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("lines"), reverse=True, nice=False, zero=False)
    reach = alt.Scale(domainMin=-0.3, domainMax=alt.ExprRef("length(quarters) - 0.7"), nice=False)
    base = alt.Chart(alt.NamedData(name=ROWS))
    at = base.encode(alt.X("at:Q", axis=quarters.places(), scale=reach, title=None), alt.Y("height:Q", scale=scale))
    told = [
        alt.Tooltip("name:N", title="Measure"),
        alt.Tooltip("quarter:N", title="Quarter"),
        alt.Tooltip("label:N", title="Value"),
    ]
    points = at.transform_filter("isValid(datum.at)")
    lines = points.mark_line(color=GAINED, strokeWidth=2).encode(alt.Detail("line:N"))
    dots = points.mark_point(color=GAINED, filled=True, opacity=1).encode(
        size=alt.condition("datum.part == 'now'", alt.value(110), alt.value(40)), tooltip=told
    )
    zero = (
        base.transform_filter("datum.part == 'zero'")
        .mark_rule(color=MONEY, opacity=0.5, aria=False, tooltip=None)
        .encode(alt.Y("height:Q", scale=scale, axis=None))
    )
    heads = base.transform_filter("datum.part == 'head'").encode(alt.Y("place:Q", scale=scale, axis=None))
    left = heads.mark_text(align="left", baseline="middle", dy=18, fontSize=14, fontWeight=600)
    right = heads.mark_text(align="right", baseline="middle", dy=18, fontSize=14, fontWeight=600)
    return template(
        alt.LayerChart(
            layer=[
                zero,
                lines,
                dots,
                left.encode(alt.X(value=0), alt.Text("name:N")),
                right.encode(alt.X(value="width"), alt.Text("label:N")),
            ]
        )
    )
