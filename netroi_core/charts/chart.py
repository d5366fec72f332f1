"""A chart: a picture with the finding as its title, the same in words, its numbers as a table, files to take away.

Beside it, what all charts are built from. A chart's specification refers to its rows by name, so that it is built once
and drawn often.
"""

import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal

import altair as alt
import polars as pl
import vl_convert

from netroi_core.charts.palette import LIGHT, Ground
from netroi_core.wording.wording import plain
from netroi_core.workspace import csv_text

ROWS: Final = "rows"
_LABEL_SIZE: Final = 13
_ROOM: Final = 0.24
"""What labels beside the longest bar need, as a share of its length."""

_FAINT: Final = 0.12
"""How much of a page's ink its grid lines have."""

Table = tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]


@alt.theme.register("netroi", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """The one look of all charts: no frame, few lines, room for words. Ink comes from where it is drawn."""
    return {
        "config": {
            "view": {"stroke": None},
            "axis": {"domain": False, "ticks": False, "labelPadding": 8, "labelFontSize": 13, "title": None},
            "axisX": {"grid": True, "gridOpacity": 0.5, "tickCount": 4},
            "axisY": {"grid": False, "labelLimit": 140},
            "bar": {"cornerRadiusEnd": 2},
            "legend": {"orient": "top", "title": None, "labelFontSize": 13, "symbolType": "square", "columns": 2},
        }
    }


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture that answers one question.

    ``title`` states the finding, ``subtitle`` what is shown, ``alt`` the same for those who can't see it; ``figures``
    holds header and rows for spreadsheets, ``shown`` makes the same as read: most charts are never asked for it.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    spec: Mapping[str, Any]
    rows: pl.DataFrame
    figures: Table
    shown: Callable[[], Table]

    @cached_property
    def table(self) -> Table:
        """The figures as read."""
        return self.shown()

    @cached_property
    def heading(self) -> str:
        """Title and subtitle as Markdown."""
        return f"### {plain(self.title)}\n\n:small[{plain(self.subtitle)}]"

    @cached_property
    def arrow(self) -> bytes:
        """The rows as an Arrow stream."""
        stream = io.BytesIO()
        self.rows.write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
        return stream.getvalue()

    def on(self, ground: Ground) -> dict[str, Any]:
        """The specification with its labels in the ink of a ground."""
        return {**self.spec, "config": {**self.spec["config"], "text": {"color": ground.ink}}}

    def csv(self) -> bytes:
        """The figures as CSV, with full precision, for any spreadsheet."""
        return csv_text.file([self.figures[0], *self.figures[1]])

    def svg(self) -> str:
        """The chart as a vector image on light ground."""
        return vl_convert.vegalite_to_svg(self._standalone(LIGHT))

    def png(self) -> bytes:
        """The chart as an image on light ground, twice as large as on a laptop's screen."""
        return vl_convert.vegalite_to_png(self._standalone(LIGHT), scale=2)

    def figure(self, width: int, font: str, ink: str) -> str:
        """The picture alone as a vector image, to be set into a page: without title, ground and words for machines.

        Width is in pixels; ink is a colour as CSS writes it.
        """
        spec = self._drawn(Ground("transparent", ink), width)
        config = {**spec["config"], "font": font, "aria": False}
        config["axis"] = {**config["axis"], "gridColor": ink, "gridOpacity": _FAINT}
        config["axisX"] = {**config["axisX"], "gridOpacity": _FAINT}
        return vl_convert.vegalite_to_svg({**spec, "config": config, "padding": 2})

    def _standalone(self, ground: Ground) -> dict[str, Any]:
        title = {
            "text": self.title,
            "subtitle": self.subtitle,
            "anchor": "start",
            "offset": 16,
            "fontSize": 18,
            "color": ground.ink,
            "subtitleColor": ground.ink,
        }
        return {**self._drawn(ground, 640), "padding": 24, "title": title}

    def _drawn(self, ground: Ground, width: int) -> dict[str, Any]:
        config = {**self.on(ground)["config"], "background": ground.paper}
        for axis in ("axis", "legend"):
            config[axis] = {**config[axis], "labelColor": ground.ink}
        return {**self.spec, "config": config, "datasets": {ROWS: self.rows.to_dicts()}, "width": width}


def frame_of(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> pl.DataFrame:
    """The rows of a chart under these columns."""
    return pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)


def template(chart: alt.LayerChart) -> dict[str, Any]:
    """What of a chart is the same for everybody; the rest are its rows and the scale of ``drawn``.

    Not validated each time: a test does that.
    """
    return chart.to_dict(validate=False)


def drawn(
    template: Mapping[str, Any], ends: Iterable[float], label: Callable[[float], str], height: int
) -> dict[str, Any]:
    """A specification from a template: its one scale reaches the ends of all bars, its ticks are labelled for a locale.

    Ends are in the unit of label; height is in pixels.
    """
    reached = (0.0, *ends)
    low, high = min(reached), max(reached)
    if high == low:
        high = 1.0
    room = (high - low) * _ROOM
    ends_at = (low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)
    return _scaled(template, ends_at, _ticks(low, high), label, height)


def drawn_by_ratio(
    template: Mapping[str, Any], low: float, high: float, label: Callable[[float], str], height: int
) -> dict[str, Any]:
    """As ``drawn``, for a template with ``ratio_scale``: from low, above 0, to high, where twice is always as far."""
    return _scaled(template, (low, high), _ratio_ticks(low, high), label, height)


def axis(**more: Any) -> alt.Axis:
    """The axis of the scale that ``drawn`` sets."""
    return alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[indexof(ticks, datum.value)]", title=None, **more)


def scale() -> alt.Scale:
    """The scale that ``drawn`` sets."""
    return alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, zero=True)


def ratio_scale() -> alt.Scale:
    """The scale that ``drawn_by_ratio`` sets."""
    return alt.Scale(type="log", domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, clamp=True)


def texts(base: alt.Chart, align: Literal["left", "right"], which: str) -> alt.Chart:
    """The label of each of the chosen rows, beside the end of its bar."""
    away = 6 if align == "left" else -6
    labels: alt.Chart = (
        base.mark_text(align=align, baseline="middle", dx=away, fontSize=_LABEL_SIZE, fontWeight=600)
        .encode(alt.Text("label:N"))
        .transform_filter(which)
    )
    return labels


def _ticks(low: float, high: float) -> list[float]:
    """Two to five round numbers from low to high."""
    step = 10.0 ** math.floor(math.log10(high - low))
    step *= next(size for size in (0.25, 0.5, 1, 2, 2.5) if (high - low) / (step * size) <= 4)
    return [step * n for n in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _ratio_ticks(low: float, high: float) -> list[float]:
    """Two to six round numbers from low to high, each about as many times the one before."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found: list[float] = []
    for sizes in ((1, 2, 5), (1, 3), (1,)):
        found = [10.0**power * size for power in decades for size in sizes if low <= 10.0**power * size <= high]
        if len(found) <= 5:
            break
    return found


def _scaled(
    template: Mapping[str, Any],
    ends: tuple[float, float],
    ticks: list[float],
    label: Callable[[float], str],
    height: int,
) -> dict[str, Any]:
    params = {"low": ends[0], "high": ends[1], "ticks": ticks, "labels": [label(tick) for tick in ticks]}
    return {
        **template,
        "params": [{"name": name, "value": value} for name, value in params.items()],
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},  # axes and legends come on top of the height
    }
