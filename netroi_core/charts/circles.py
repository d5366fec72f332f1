"""Where somebody stands in a circle: of each figure the middle half of all, the middle, and their own.

Each row has a scale of its own, because hours and percent have none in common; that is also why there is no axis.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, Literal

import altair as alt

from netroi_core.charts import spans
from netroi_core.charts.chart import ROWS, Chart, frame_of, template
from netroi_core.charts.palette import APPROACH_COLOURS, GAINED, MONEY
from netroi_core.circles import words as circle_words
from netroi_core.circles.contribution import COMPARED, SHARE, Comparable, Contribution
from netroi_core.circles.disclosure import Told
from netroi_core.wording.wording import NOT_AVAILABLE, Words

_Side = Literal["left", "center", "right"]

_AWAY: Final[Mapping[_Side, int]] = {"left": -6, "center": 0, "right": 6}
_COLOURS: Final = {f"{SHARE}{approach}": colour for approach, colour in APPROACH_COLOURS.items()}
_ROW_HEIGHT: Final = 84
_ROOM: Final = 1.08
"""How far beyond its largest figure a row goes, as its multiple."""
_EDGE: Final = 0.2
"""How near to an end of its row a mark has its label begin, or end, below it, so that all of it is seen."""


def among(own: Contribution, told: Mapping[str, Told], words: Words) -> Chart:
    """The quartiles of all that is told, with one's own figures where there are any."""
    shown = [each for each in COMPARED if each.key in told]
    rows: list[tuple[object, ...]] = []
    said = []
    for place, each in enumerate(shown):
        quartiles, mine = told[each.key].quartiles, own.get(each.key)
        at = _scale(each, *quartiles, *(() if mine is None else (mine,)))
        half = circle_words.between(each, quartiles, words)
        middle = circle_words.figure(each, quartiles.median, words)
        colour = _COLOURS.get(each.key, GAINED)
        rows.append((place, each.title, "all", *map(at, quartiles), half, colour))
        if each.least < 0:
            rows.append((place, each.title, "zero", None, at(0), None, "", MONEY))
        said.append(f"{each.title}: the middle half {half}, the middle {middle}")
        if mine is not None:
            you = f"you {circle_words.figure(each, mine, words)}"
            rows.append((place, each.title, _side(at(mine)), None, at(mine), None, you, colour))
            said[-1] += f", {you}"
    header = ("", "Lower quartile", "Median", "Upper quartile", "You", "Members")
    figures = [(each, *told[each.key].quartiles, own.get(each.key), told[each.key].people) for each in shown]
    return Chart(
        "circle",
        circle_words.found(told, words),
        f"Bar: the middle half. Line: the middle. Dot: you. Rounded; {circle_words.as_of(told, words)}.",
        f"{'; '.join(said)}.",
        {**_among(), "height": _ROW_HEIGHT * len(shown), "autosize": {"type": "fit-x", "contains": "padding"}},
        frame_of(rows, ("place", "name", "part", "low", "middle", "high", "label", "colour")),
        (header, tuple((each.title, *row) for each, *row in figures)),
        lambda: (
            header,
            tuple(
                (each.title, *(_read(each, figure, words) for figure in row), people) for each, *row, people in figures
            ),
        ),
    )


def _scale(each: Comparable, *reached: float) -> Any:
    """Where in its row a figure stands, from 0 to 1; shares have 100% at the end."""
    if each.is_share:
        return lambda figure: figure / each.most
    low, high = min(0.0, *reached), _ROOM * max(each.step, *reached)
    return lambda figure: (figure - low) / (high - low)


def _side(at: float) -> _Side:
    """Which part of a row its own mark is: one with the label at the left, at the right, or in the middle."""
    return "left" if at < _EDGE else "right" if at > 1 - _EDGE else "center"


def _read(each: Comparable, figure: float | None, words: Words) -> str:
    return NOT_AVAILABLE if figure is None else circle_words.figure(each, figure, words)


@cache
def _among() -> Mapping[str, Any]:
    base = alt.Chart(alt.NamedData(name=ROWS)).encode(
        alt.Y("place:O", sort=None, title=None, axis=None), alt.Color("colour:N", scale=None)
    )
    scale = alt.Scale(domain=[-0.02, 1.02], nice=False, zero=False)
    middle = alt.X("middle:Q", scale=scale, axis=None, title=None)
    everybody = base.transform_filter("datum.part == 'all'")
    bars = everybody.mark_bar(height=12, yOffset=spans.LOWERED, fillOpacity=0.35, cornerRadius=6)
    middles = everybody.mark_tick(yOffset=spans.LOWERED, thickness=3, height=20, opacity=1)
    zero = base.transform_filter("datum.part == 'zero'").mark_tick(
        yOffset=spans.LOWERED, thickness=1, height=28, opacity=0.6, aria=False
    )
    own = base.transform_filter("datum.part != 'all' && datum.part != 'zero'")
    dots = own.mark_point(size=130, yOffset=spans.LOWERED, filled=True, opacity=1)
    labels = [
        own.transform_filter(f"datum.part == '{align}'")
        .mark_text(align=align, baseline="middle", dy=spans.LOWERED + 18, dx=dx, fontSize=13)
        .encode(middle, alt.Text("label:N"), alt.Color())
        for align, dx in _AWAY.items()
    ]
    return template(
        alt.LayerChart(
            layer=[
                zero.encode(middle),
                bars.encode(alt.X("low:Q", scale=scale, axis=None, title=None), alt.X2("high:Q")),
                middles.encode(middle),
                dots.encode(middle),
                *labels,
                *spans.heads("name", "datum.part == 'all'", "place"),
            ]
        )
    )
