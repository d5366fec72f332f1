"""The chart of a circle: for each figure the middle half of the members, their median, and one's own."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, Literal

import altair as alt

from netroi_core.charts.chart import ROWS, Chart, fixed_height, rows_frame, to_spec
from netroi_core.charts.palette import APPROACH_COLORS, GAINED, MONEY
from netroi_core.charts.rows import LOWERED, headings
from netroi_core.circles import words as circle_words
from netroi_core.circles.contribution import COMPARED, SHARE, ComparedFigure, Contribution
from netroi_core.circles.disclosure import PublishedQuartiles
from netroi_core.wording.wording import NOT_AVAILABLE, Words

_Side = Literal["left", "center", "right"]

_LABEL_OFFSETS: Final[Mapping[_Side, int]] = {"left": -6, "center": 0, "right": 6}
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
    sentences = []
    for row, figure in enumerate(compared):
        quartiles, mine = published[figure.key].quartiles, own.get(figure.key)
        position = _row_scale(figure, *quartiles, *(() if mine is None else (mine,)))
        half = circle_words.middle_half(figure, quartiles, words)
        median = circle_words.figure_text(figure, quartiles.median, words)
        color = _COLORS.get(figure.key, GAINED)
        rows.append((row, figure.title, "all", *map(position, quartiles), half, color))
        if figure.least < 0:
            rows.append((row, figure.title, "zero", None, position(0), None, "", MONEY))
        sentences.append(f"{figure.title}: the middle half {half}, the middle {median}")
        if mine is not None:
            you = f"you {circle_words.figure_text(figure, mine, words)}"
            rows.append((row, figure.title, _side(position(mine)), None, position(mine), None, you, color))
            sentences[-1] += f", {you}"
    header = ("", "Lower quartile", "Median", "Upper quartile", "You", "Members")
    figures = [
        (figure, (*published[figure.key].quartiles, own.get(figure.key)), published[figure.key].people)
        for figure in compared
    ]
    return Chart(
        "circle",
        circle_words.chart_title(published, words),
        f"Bar: the middle half. Line: the middle. Dot: you. Rounded; {circle_words.as_of(published, words)}.",
        f"{'; '.join(sentences)}.",
        fixed_height(_circle_spec(), _ROW_HEIGHT * len(compared), {}),
        rows_frame(rows, ("row", "name", "part", "low", "middle", "high", "label", "color")),
        (header, tuple((figure.title, *values, people) for figure, values, people in figures)),
        lambda: (
            header,
            tuple(
                (figure.title, *(_figure_text(figure, value, words) for value in values), people)
                for figure, values, people in figures
            ),
        ),
    )


# Hours and percent have no scale in common, so each row has its own; that is also why there is no axis.
def _row_scale(figure: ComparedFigure, *reach: float) -> Callable[[float], float]:
    """Return the scale of a row, to positions from 0 to 1; shares have 100% at the end."""
    if figure.is_share:
        return lambda value: value / figure.most
    low, high = min(0.0, *reach), _ROOM * max(figure.step, *reach)
    return lambda value: (value - low) / (high - low)


def _side(position: float) -> _Side:
    """Return the side of its label on which one's own mark stands."""
    return "left" if position < _EDGE else "right" if position > 1 - _EDGE else "center"


def _figure_text(figure: ComparedFigure, value: float | None, words: Words) -> str:
    return NOT_AVAILABLE if value is None else circle_words.figure_text(figure, value, words)


@cache
def _circle_spec() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("row:O", sort=None, title=None, axis=None), alt.Color("color:N", scale=None)
    )
    scale = alt.Scale(domain=[-0.02, 1.02], nice=False, zero=False)
    middle = alt.X("middle:Q", scale=scale, axis=None, title=None)
    members = base.transform_filter("datum.part == 'all'")
    bars = members.mark_bar(height=12, yOffset=LOWERED, fillOpacity=0.35, cornerRadius=6)
    medians = members.mark_tick(yOffset=LOWERED, thickness=3, height=20, opacity=1)
    zero = base.transform_filter("datum.part == 'zero'").mark_tick(
        yOffset=LOWERED, thickness=1, height=28, opacity=0.6, aria=False
    )
    own = base.transform_filter("datum.part != 'all' && datum.part != 'zero'")
    dots = own.mark_point(size=130, yOffset=LOWERED, filled=True, opacity=1)
    labels = [
        own.transform_filter(f"datum.part == '{align}'")
        .mark_text(align=align, baseline="middle", dy=LOWERED + 18, dx=dx, fontSize=13)
        .encode(middle, alt.Text("label:N"), alt.Color())
        for align, dx in _LABEL_OFFSETS.items()
    ]
    return to_spec(
        alt.LayerChart(
            layer=[
                zero.encode(middle),
                bars.encode(alt.X("low:Q", scale=scale, axis=None, title=None), alt.X2("high:Q")),
                medians.encode(middle),
                dots.encode(middle),
                *labels,
                *headings("name", "datum.part == 'all'", "row"),
            ]
        )
    )
