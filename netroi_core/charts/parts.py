"""Parts of specifications: rows with their names, intervals, scales and axes.

A specification refers to its rows by name, and to its scale by parameters that are set for each chart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final

from netroi_core.charts import altair as alt
from netroi_core.charts.chart import ROWS
from netroi_core.charts.palette import APPROACH_COLORS, MONEY
from netroi_core.wording.wording import APPROACH_NAMES

ROW_HEIGHT: Final = 72
# Names stand above the bars, not beside them: charts next to each other line up, and a phone has its whole width.
# How far above the middle of its row a name stands, and how far below it the bar, in pixels.
RAISED, LOWERED = 18, 10
# The approaches by name, in the order in which every chart shows them.
NAMES: Final = list(APPROACH_NAMES.values())
# Room for labels beside the longest bar, as a share of its length; above an upright one, which has no label.
_LABEL_ROOM, UPRIGHT_ROOM = 0.24, 0.06


def rows(*channels: Any) -> alt.Chart:
    """Return the rows of a chart with these encodings."""
    # Channels are objects everywhere, never bare strings: those made a chart of three bars take 18.5 ms instead of 0.5.
    base: alt.Chart = alt.Chart(alt.NamedData(name=ROWS)).encode(*channels)
    return base


def to_spec(*layers: alt.Chart | alt.LayerChart) -> dict[str, Any]:
    """Return layers as a specification; its rows and scale are set later."""
    # Validation takes most of the time; tests validate every specification instead.
    return alt.LayerChart(layer=list(layers)).to_dict(validate=False)


def approach_color() -> alt.Color:
    """Return the color encoding of the approach named in the column ``approach``."""
    scale = alt.Scale(domain=NAMES, range=list(APPROACH_COLORS.values()))
    return alt.Color("approach:N", scale=scale, sort=NAMES, title=None)


def own_color() -> alt.Color:
    """Return the color encoding of the column ``color``."""
    return alt.Color("color:N", scale=None)


def fill_of_part(fills: Mapping[str, float]) -> tuple[alt.FillOpacity, alt.StrokeDash]:
    """Return the encodings of a bar by its ``part``: the opacity of its fill, and dashes around open outcomes.

    One layer for all parts: to screen readers, a layer without rows is an image without a text.
    """
    names = list(fills)
    dashes = [[4, 3] if name == "open" else [1, 0] for name in names]
    return (
        alt.FillOpacity("part:N", scale=alt.Scale(type="ordinal", domain=names, range=[*fills.values()]), legend=None),
        alt.StrokeDash("part:N", scale=alt.Scale(domain=names, range=dashes), legend=None),
    )


def row_of(column: str, sort: list[str] | None = None) -> alt.Y:
    """Return the encoding of the column that tells rows apart, in this order or as they come."""
    return alt.Y(f"{column}:N", sort=sort, title=None, axis=None)


@cache
def headings(name: str, condition: str = "true", row: str | None = None, raised: int = RAISED) -> list[alt.Chart]:
    """Return the name above the left end of each row that meets a Vega expression, and its ``label`` at the right.

    The column ``row`` orders rows and tells them apart where two may have the same name.
    """
    # Approaches in their order everywhere: where layers sort their rows differently, Vega mixes them up.
    order = NAMES if name == "approach" else None
    position = row_of(name, order) if row is None else alt.Y(f"{row}:O", title=None, axis=None)
    return name_and_label(rows(position).transform_filter(condition), name, dy=-raised, fontSize=14, fontWeight=600)


def name_and_label(base: alt.Chart, name: str = "name", inset: int = 0, **style: Any) -> list[alt.Chart]:
    """Return the name at the left of each row, and its ``label`` at the right."""
    names = base.mark_text(align="left", baseline="middle", dx=inset, **style)
    labels = base.mark_text(align="right", baseline="middle", **{**style, "limit": alt.Undefined})
    return [
        names.encode(alt.X(value=0), alt.Text(f"{name}:N")),
        labels.encode(alt.X(value="width"), alt.Text("label:N")),
    ]


def end_labels(base: alt.Chart, condition: str) -> alt.Chart:
    """Return the labels to the right of the bars for which a Vega expression holds."""
    labels = base.mark_text(align="left", baseline="middle", dx=6, fontSize=13, fontWeight=600)
    filtered: alt.Chart = labels.encode(alt.Text("label:N")).transform_filter(condition)
    return filtered


def arrows(base: alt.Chart, y_offset: int = LOWERED) -> list[alt.Chart]:
    """Return an arrow at the end of each interval that goes on beyond the axis: ``beyond`` is "high", "low" or both."""
    marks = (("high", "triangle-right"), ("low", "triangle-left"))
    return [
        base.transform_filter(f"indexof(datum.beyond, '{end}') >= 0")
        # Hidden from screen readers: where no interval goes on, the empty group would be an image without a text.
        .mark_point(size=150, shape=shape, yOffset=y_offset, filled=True, opacity=1, aria=False)
        .encode(alt.X(f"{end}:Q"))
        for end, shape in marks
    ]


def estimates(base: alt.Chart, scale: alt.Scale, break_even: float) -> list[alt.Chart]:
    """Return the layers of estimates: lines at break-even, intervals with a ring at their middle, and arrows.

    The intervals are dashed outlines, as what is open has in other charts: neither has happened.
    """
    estimated = base.transform_filter("isValid(datum.middle)")
    from_low = alt.X("low:Q", axis=scaled_axis(labelOverlap=False, tickCount=9), scale=scale, title=None)
    bars = estimated.mark_bar(
        height=12, yOffset=LOWERED, fillOpacity=0.12, strokeWidth=1.5, strokeDash=[4, 3], cornerRadius=6
    )
    rings = estimated.mark_point(size=110, yOffset=LOWERED, filled=False, strokeWidth=2, opacity=1)
    # One for each row and no rule across all: at some widths that would run through the labels above the bars.
    lines = estimated.mark_tick(size=ROW_HEIGHT // 2, thickness=1.5, yOffset=LOWERED, opacity=1, aria=False)
    lines = lines.encode(alt.X(datum=break_even), color=alt.value(MONEY), strokeWidth=alt.value(0))
    return [lines, bars.encode(from_low, alt.X2("high:Q")), rings.encode(alt.X("middle:Q")), *arrows(estimated)]


def cut_off(low: float, high: float, least: float, most: float) -> tuple[float, float, str]:
    """Return an interval within the ends of its axis, with the ends that lie beyond it, for ``arrows``.

    >>> cut_off(0.5, 2000, 0.01, 1000)
    (0.5, 1000, 'high')
    """
    beyond = " ".join(name for name, is_cut in (("low", low < least), ("high", high > most)) if is_cut)
    return max(low, least), min(high, most), beyond


def fixed_height(spec: Mapping[str, Any], height: int, params: Mapping[str, object]) -> dict[str, Any]:
    """Return a specification with its height in pixels, without axes and legends, and values for its parameters."""
    return {
        **spec,
        "params": [{"name": name, "value": value} for name, value in params.items()],
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }


def with_linear_scale(
    spec: Mapping[str, Any],
    ends: Iterable[float],
    label: Callable[[float], str],
    height: int,
    room: float = _LABEL_ROOM,
) -> dict[str, Any]:
    """Return a specification whose ``linear_scale`` reaches from 0 to the ends of all bars, with room beyond them.

    ``label`` formats a tick in the reader's locale; the height is in pixels.
    """
    reach = (0.0, *ends)
    low, high = min(reach), max(reach)
    if high == low:
        high = 1.0
    more = (high - low) * room
    # Three digits: an end that is drawn nowhere shouldn't tell the bars apart more finely than their labels do.
    domain = (float(f"{low - more:.3g}") if low < 0 else 0.0, float(f"{high + more:.3g}") if high > 0 else 0.0)
    return _with_scale(spec, domain, _linear_ticks(low, high), label, height)


def with_log_scale(
    spec: Mapping[str, Any], low: float, high: float, label: Callable[[float], str], height: int
) -> dict[str, Any]:
    """Return a specification whose ``log_scale`` reaches from low, which is above 0, to high."""
    return _with_scale(spec, (low, high), _log_ticks(low, high), label, height)


def scaled_axis(*, title: str | None = None, **more: Any) -> alt.Axis:
    """Return the axis of ``linear_scale`` or ``log_scale``, labeled in the reader's locale."""
    return alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[indexof(ticks, datum.value)]", title=title, **more)


def linear_scale() -> alt.Scale:
    """Return a scale from zero whose ends ``with_linear_scale`` sets."""
    return alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, zero=True)


def log_scale() -> alt.Scale:
    """Return a log scale whose ends ``with_log_scale`` sets."""
    return alt.Scale(type="log", domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, clamp=True)


def linear_x(column: str, *, with_axis: bool = True) -> alt.X:
    """Return the encoding of a column on the ``linear_scale``."""
    return alt.X(f"{column}:Q", axis=scaled_axis() if with_axis else None, scale=linear_scale(), title=None)


def _linear_ticks(low: float, high: float) -> list[float]:
    """Return two to five round numbers from low to high."""
    step = 10.0 ** math.floor(math.log10(high - low))
    step *= next(size for size in (0.25, 0.5, 1, 2, 2.5) if (high - low) / (step * size) <= 4)
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _log_ticks(low: float, high: float) -> list[float]:
    """Return two to six round numbers from low to high, in nearly equal ratios."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks: list[float] = []
    for sizes in ((1, 2, 5), (1, 3), (1,)):
        ticks = [10.0**power * size for power in decades for size in sizes if low <= 10.0**power * size <= high]
        if len(ticks) <= 5:
            break
    return ticks


def _with_scale(
    spec: Mapping[str, Any],
    domain: tuple[float, float],
    ticks: list[float],
    label: Callable[[float], str],
    height: int,
) -> dict[str, Any]:
    params = {"low": domain[0], "high": domain[1], "ticks": ticks, "labels": [label(tick) for tick in ticks]}
    return fixed_height(spec, height, params)
