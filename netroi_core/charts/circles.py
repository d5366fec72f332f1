"""The chart of a circle: for each figure the middle half of the members, their median, and one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Literal

from netroi_core.charts import altair as alt
from netroi_core.charts import parts
from netroi_core.charts.chart import Chart, rows_frame
from netroi_core.charts.palette import APPROACH_COLORS, GAINED, MONEY
from netroi_core.circles import comparison
from netroi_core.circles.comparison import COMPARED, SHARE, ComparedFigure, Contribution
from netroi_core.circles.disclosure import PublishedQuartiles
from netroi_core.wording.wording import NOT_AVAILABLE, Words

_LABEL_OFFSETS: Final[Mapping[Literal["left", "center", "right"], int]] = {"left": -6, "center": 0, "right": 6}
_COLORS: Final = {f"{SHARE}{approach}": color for approach, color in APPROACH_COLORS.items()}
_ROW_HEIGHT: Final = 84
# The end of a row as a multiple of its largest figure.
_ROOM: Final = 1.08
# This near to an end of its row, a mark's label starts or ends at the mark, so that all of it is visible.
_EDGE: Final = 0.2


def circle_chart(own: Contribution, published: Mapping[str, PublishedQuartiles], words: Words) -> Chart:
    """Draw the published quartiles of a circle, with one's own figures where there are any."""
    compared = [figure for figure in COMPARED if figure.key in published]
    rows: list[tuple[object, ...]] = []
    sentences, figures, texts = [], [], []
    for row, figure in enumerate(compared):
        quartiles, people = published[figure.key].quartiles, published[figure.key].people
        mine = own.get(figure.key)
        position = _row_scale(figure, *quartiles, *(() if mine is None else (mine,)))
        half = comparison.middle_half(figure, quartiles, words)
        *written, my_text = (_figure_text(figure, value, words) for value in (*quartiles, mine))
        color = _COLORS.get(figure.key, GAINED)
        rows.append((row, figure.title, "all", *map(position, quartiles), half, color))
        if figure.least < 0:
            rows.append((row, figure.title, "zero", None, position(0), None, "", MONEY))
        sentences.append(f"{figure.title}: the middle half {half}, the middle {written[1]}")
        if mine is not None:
            at, you = position(mine), f"you {my_text}"
            rows.append((row, figure.title, _side(at), None, at, None, you, color))
            sentences[-1] += f", {you}"
        figures.append((figure.title, *quartiles, mine, people))
        texts.append((figure.title, *written, my_text, people))
    header = ("", "Lower quartile", "Median", "Upper quartile", "You", "Members")
    return Chart(
        "circle",
        comparison.chart_title(published, words),
        f"Bar: the middle half. Line: the middle. Dot: you. Rounded; {comparison.as_of(published, words)}.",
        f"{'; '.join(sentences)}.",
        parts.fixed_height(_circle_spec(), _ROW_HEIGHT * len(compared), {}),
        rows_frame(rows, ("row", "name", "part", "low", "middle", "high", "label", "color")),
        (header, tuple(figures)),
        lambda: (header, tuple(texts)),
    )


# Hours and percent have no scale in common, so each row has its own; that is also why there is no axis.
def _row_scale(figure: ComparedFigure, *reach: float) -> Callable[[float], float]:
    """Return the scale of a row, to positions from 0 to 1; shares have 100% at the end."""
    if figure.is_share:
        return lambda value: value / figure.most
    low, high = min(0.0, *reach), _ROOM * max(figure.step, *reach)
    return lambda value: (value - low) / (high - low)


def _side(position: float) -> str:
    """Return the side of its label on which one's own mark stands."""
    return "left" if position < _EDGE else "right" if position > 1 - _EDGE else "center"


def _figure_text(figure: ComparedFigure, value: float | None, words: Words) -> str:
    return NOT_AVAILABLE if value is None else comparison.figure_text(figure, value, words)


@cache
def _circle_spec() -> Mapping[str, Any]:
    base = parts.rows(alt.Y("row:O", sort=None, title=None, axis=None), parts.own_color())
    scale = alt.Scale(domain=[-0.02, 1.02], nice=False, zero=False)
    middle = alt.X("middle:Q", scale=scale, axis=None, title=None)
    members = base.transform_filter("datum.part == 'all'")
    bars = members.mark_bar(height=12, yOffset=parts.LOWERED, fillOpacity=0.35, cornerRadius=6)
    medians = members.mark_tick(yOffset=parts.LOWERED, thickness=3, height=20, opacity=1)
    zero = base.transform_filter("datum.part == 'zero'")
    zeros = zero.mark_tick(yOffset=parts.LOWERED, thickness=1, height=28, opacity=0.6, aria=False)
    own = base.transform_filter("datum.part != 'all' && datum.part != 'zero'")
    # Its label says the same, and where there is no figure of one's own, the group would be an image without a text.
    dots = own.mark_point(size=130, yOffset=parts.LOWERED, filled=True, opacity=1, aria=False)
    labels = [
        own.transform_filter(f"datum.part == '{align}'")
        .mark_text(align=align, baseline="middle", dy=parts.LOWERED + 18, dx=dx, fontSize=13)
        .encode(middle, alt.Text("label:N"), alt.Color())
        for align, dx in _LABEL_OFFSETS.items()
    ]
    return parts.to_spec(
        zeros.encode(middle),
        bars.encode(alt.X("low:Q", scale=scale, axis=None, title=None), alt.X2("high:Q")),
        medians.encode(middle),
        dots.encode(middle),
        *labels,
        *parts.headings("name", "datum.part == 'all'", "row"),
    )
