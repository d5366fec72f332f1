"""Rows that have their names above them, so that a phone has its whole width for the bars."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import altair as alt

from netroi_core.charts import approaches
from netroi_core.charts.chart import ROWS, axis, drawn, scale, template
from netroi_core.charts.palette import LIGHT
from netroi_core.wording.wording import Words

ROW_HEIGHT: Final = 64
LOW_ROW: Final = 48  # without a label above its bar
LINE_HEIGHT: Final = 17
_RAISED, _LOWERED = 18, 19
"""How far above its label a row has its name, and how far below its bar, in pixels."""


def fitted(template: Mapping[str, Any], longest: float, words: Words, height: int) -> dict[str, Any]:
    """As ``drawn``, but the longest bar takes the whole width: labels stand above it, not beside."""
    spec = drawn(template, [longest], words.compact_money, height)
    params = [{**each, "value": longest or 1.0} if each["name"] == "high" else each for each in spec["params"]]
    return {**spec, "params": params}


@cache
def bars() -> Mapping[str, Any]:
    """A bar to the end of each row, its label above."""
    marks = _rows().mark_bar(orient="horizontal", height=14, yOffset=_LOWERED)
    to_end = alt.X("end:Q", axis=axis(), scale=scale(), title=None)
    return template(marks.encode(to_end, alt.Color("colour:N", scale=None)) + _texts())


@cache
def intervals() -> Mapping[str, Any]:
    """A bar from low to high, the middle as a dot, its label above."""
    rows = _rows().encode(alt.Color("colour:N", scale=None))
    marks = rows.mark_bar(orient="horizontal", height=12, yOffset=_LOWERED, fillOpacity=0.35, cornerRadius=6)
    from_low = alt.X("low:Q", axis=axis(), scale=scale(), title=None)
    dots = rows.mark_point(size=130, yOffset=_LOWERED, filled=True, opacity=1).encode(alt.X("middle:Q"))
    return template(marks.encode(from_low, alt.X2("high:Q")) + dots + _texts())


@cache
def stacked() -> Mapping[str, Any]:
    """A bar for each approach, one after the other, with its label inside."""
    marks = _rows().mark_bar(orient="horizontal", height=18, yOffset=2, cornerRadiusEnd=0)
    from_start = alt.X("start:Q", axis=axis(), scale=scale(), title=None)
    middles = _rows().transform_calculate(middle="(datum.start + datum.end) / 2")
    labels = middles.mark_text(baseline="middle", dy=2, fontSize=12, fontWeight=600, color=LIGHT.ink)
    first = _rows().transform_filter(f"datum.approach == '{approaches.names()[0]}'")
    return template(
        marks.encode(from_start, alt.X2("end:Q"), approaches.colours())
        + labels.encode(alt.X("middle:Q"), alt.Text("label:N"))
        + _named(first)
    )


def _rows() -> alt.Chart:
    """The rows, each at its place in pixels from the top: some are higher than others."""
    rows: alt.Chart = alt.Chart(alt.NamedData(name=ROWS)).encode(alt.Y("at:Q", scale=None, axis=None))
    return rows


def _named(rows: alt.Chart) -> alt.Chart:
    """The name of each row above it; more lines rise further."""
    above = alt.ExprRef(f"-{_RAISED} - datum.rise")
    named: alt.Chart = rows.mark_text(
        align="left", baseline="middle", dy=above, fontSize=13, fontWeight=600, lineBreak="\n", lineHeight=LINE_HEIGHT
    ).encode(alt.X(value=0), alt.Text("name:N"))
    return named


def _texts() -> alt.LayerChart:
    """The name and the label of each row above it."""
    labels = _rows().mark_text(align="left", baseline="middle", fontSize=13)
    both: alt.LayerChart = _named(_rows()) + labels.encode(alt.X(value=0), alt.Text("label:N"))
    return both
