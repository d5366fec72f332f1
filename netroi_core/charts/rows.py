"""Parts of charts that show a row for each approach, plan or person, its name above its bar."""

from typing import Any, Final

import altair as alt

from netroi_core.charts.chart import ROWS, scaled_axis
from netroi_core.charts.palette import APPROACH_COLORS, MONEY
from netroi_core.wording.wording import APPROACH_NAMES

ROW_HEIGHT: Final = 72
# Names stand above the bars, not beside them: charts next to each other line up, and a phone has its whole width.
# How far above the middle of its row a name stands, and how far below it the bar, in pixels.
RAISED, LOWERED = 22, 10
# The approaches by name, in the order in which every chart shows them.
NAMES: Final = list(APPROACH_NAMES.values())


def approach_color(legend: alt.Legend | None = None) -> alt.Color:
    """Return the color encoding of the approach named in the column ``approach``."""
    scale = alt.Scale(domain=NAMES, range=list(APPROACH_COLORS.values()))
    return alt.Color("approach:N", scale=scale, sort=NAMES, title=None, legend=legend or alt.Undefined)


def intervals(name: str, scale: alt.Scale, break_even: float) -> alt.LayerChart:
    """Return layers that show an interval in each row, with a dot for the middle and a line at break-even.

    The rows have ``low``, ``middle`` and ``high``, all null where unknown, ``label``, ``color``, and the column
    ``name`` that tells them apart.
    """
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(_row(name), alt.Color("color:N", scale=None))
    rows = base.transform_filter("isValid(datum.middle)")
    from_low = alt.X("low:Q", axis=scaled_axis(labelOverlap=False, tickCount=9), scale=scale, title=None)
    bars = rows.mark_bar(height=12, yOffset=LOWERED, fillOpacity=0.35, cornerRadius=6)
    dots = rows.mark_point(size=130, yOffset=LOWERED, filled=True, opacity=1)
    line = alt.Chart(alt.NamedData(name=ROWS)).mark_rule(color=MONEY, aria=False).encode(alt.X(datum=break_even))
    layers = [line, bars.encode(from_low, alt.X2("high:Q")), dots.encode(alt.X("middle:Q")), *headings(name)]
    return alt.LayerChart(layer=layers)


def headings(name: str, condition: str = "true", row: str | None = None) -> list[alt.Chart]:
    """Return the name above the left end of each row and its ``label`` above the right end.

    Args:
        name: The column of the name.
        condition: The Vega expression that a row must meet.
        row: The column that tells rows apart and orders them, where two may have the same name.
    """
    position = _row(name) if row is None else alt.Y(f"{row}:O", title=None, axis=None)
    rows = alt.Chart(alt.NamedData(name=ROWS)).encode(position).transform_filter(condition)
    return name_and_label(rows, name, dy=-RAISED, fontSize=14, fontWeight=600)


def name_and_label(rows: alt.Chart, name: str = "name", inset: int = 0, **style: Any) -> list[alt.Chart]:
    """Return the name at the left of each row, and its ``label`` at the right."""
    names = rows.mark_text(align="left", baseline="middle", dx=inset, **style)
    labels = rows.mark_text(align="right", baseline="middle", **{**style, "limit": alt.Undefined})
    return [
        names.encode(alt.X(value=0), alt.Text(f"{name}:N")),
        labels.encode(alt.X(value="width"), alt.Text("label:N")),
    ]


def _row(name: str) -> alt.Y:
    return alt.Y(f"{name}:N", sort=None, title=None, axis=None)
