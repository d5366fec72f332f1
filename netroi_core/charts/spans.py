"""Rows with their names above them, and spans in them: from where to where a figure likely is, with a dot in between.

With the name above, rows of charts beside each other line up, and a phone has its whole width for the picture. A row's
columns are its name, ``low``, ``middle``, ``high``, ``label`` and ``colour``; what is not known has none of
the three.
"""

from typing import Final, Literal

import altair as alt

from netroi_core.charts.chart import ROWS, axis
from netroi_core.charts.palette import MONEY

ROW_HEIGHT: Final = 72
RAISED, LOWERED = 22, 10
"""How far above its middle a row has its name, and how far below its span, in pixels."""


def layers(name: str, scale: alt.Scale, break_even: float) -> alt.LayerChart:
    """The spans of the rows in this column, on a scale, with a line at break-even."""
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(_row(name), alt.Color("colour:N", scale=None))
    known = base.transform_filter("isValid(datum.middle)")
    from_low = alt.X("low:Q", axis=axis(labelOverlap=False, tickCount=9), scale=scale, title=None)
    bars = known.mark_bar(height=12, yOffset=LOWERED, fillOpacity=0.35, cornerRadius=6)
    dots = known.mark_point(size=130, yOffset=LOWERED, filled=True, opacity=1)
    line = alt.Chart(alt.NamedData(name=ROWS)).mark_rule(color=MONEY, aria=False).encode(alt.X(datum=break_even))
    spans = bars.encode(from_low, alt.X2("high:Q")), dots.encode(alt.X("middle:Q"))
    return alt.LayerChart(layer=[line, *spans, *heads(name)])


def heads(name: str, which: str = "true", row: str | None = None) -> list[alt.Chart]:
    """Above each of the chosen rows its name, at the left, and its label, at the right.

    Where a name may come twice, ``row`` is another column that tells rows apart, in the order of its values.
    """
    at = _row(name) if row is None else alt.Y(f"{row}:O", title=None, axis=None)
    rows = alt.Chart(alt.NamedData(name=ROWS)).encode(at).transform_filter(which)
    left, right = _above(rows, "left"), _above(rows, "right")
    return [
        left.encode(alt.X(value=0), alt.Text(f"{name}:N")),
        right.encode(alt.X(value="width"), alt.Text("label:N")),
    ]


def _row(name: str) -> alt.Y:
    return alt.Y(f"{name}:N", sort=None, title=None, axis=None)


def _above(rows: alt.Chart, align: Literal["left", "right"]) -> alt.Chart:
    above: alt.Chart = rows.mark_text(align=align, baseline="middle", dy=-RAISED, fontSize=14, fontWeight=600)
    return above
