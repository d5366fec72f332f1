"""A chart: a Vega-Lite picture titled with its finding, a text alternative, a table, and files to download.

Also the parts that all specifications share. A specification refers to its rows by name.
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
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace import csv_text

# A specification is built once and drawn with many data sets: a chart page took 8.6 instead of 16 CPU-ms that way.
ROWS: Final = "rows"
_LABEL_SIZE: Final = 13
# Room for labels beside the longest bar, as a share of its length.
_LABEL_ROOM: Final = 0.24
_GRID_OPACITY: Final = 0.12

# A header and rows.
PlainTable = tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]


@alt.theme.register("netroi", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """Return the look of all charts: no frame and few lines. Text colors come with the ground a chart is drawn on."""
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

    Attributes:
        title: The finding.
        subtitle: How to read the picture.
        alt: The content in words, for people who can't see it.
        rows: The data of the picture.
        figures: Exact values for spreadsheets.
        format_table: Makes the same table formatted for readers.
    """

    key: str
    title: str
    subtitle: str
    alt: str
    spec: Mapping[str, Any]
    rows: pl.DataFrame
    figures: PlainTable
    # A callable: formatting by locale is slow, and most charts are never asked for their table.
    format_table: Callable[[], PlainTable]

    @cached_property
    def table(self) -> PlainTable:
        """The figures, formatted for readers."""
        return self.format_table()

    @cached_property
    def heading(self) -> str:
        """Title and subtitle as Markdown."""
        return f"### {escape_markdown(self.title)}\n\n:small[{escape_markdown(self.subtitle)}]"

    @cached_property
    def arrow(self) -> bytes:
        """The rows as an Arrow stream."""
        stream = io.BytesIO()
        self.rows.write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
        return stream.getvalue()

    def spec_on(self, ground: Ground) -> dict[str, Any]:
        """Return the specification with its labels in the ink of a ground."""
        return {**self.spec, "config": {**self.spec["config"], "text": {"color": ground.ink}}}

    def csv(self) -> bytes:
        """Return the exact figures as CSV."""
        return csv_text.to_csv([self.figures[0], *self.figures[1]])

    def svg(self) -> str:
        """Return the titled chart on the light ground as a vector image."""
        return vl_convert.vegalite_to_svg(self._with_title(LIGHT))

    def png(self) -> bytes:
        """Return the titled chart on the light ground as an image of twice the usual resolution."""
        return vl_convert.vegalite_to_png(self._with_title(LIGHT), scale=2)

    def embedded_svg(self, width: int, font: str, ink: str) -> str:
        """Return the picture alone as a vector image for a page, without title, background and ARIA attributes.

        The width is in pixels; ink is any CSS color.
        """
        spec = self._spec_with_data(Ground("transparent", ink), width)
        config = {**spec["config"], "font": font, "aria": False}
        config["axis"] = {**config["axis"], "gridColor": ink, "gridOpacity": _GRID_OPACITY}
        config["axisX"] = {**config["axisX"], "gridOpacity": _GRID_OPACITY}
        return vl_convert.vegalite_to_svg({**spec, "config": config, "padding": 2})

    def _with_title(self, ground: Ground) -> dict[str, Any]:
        title = {
            "text": self.title,
            "subtitle": self.subtitle,
            "anchor": "start",
            "offset": 16,
            "fontSize": 18,
            "color": ground.ink,
            "subtitleColor": ground.ink,
        }
        return {**self._spec_with_data(ground, 640), "padding": 24, "title": title}

    def _spec_with_data(self, ground: Ground, width: int) -> dict[str, Any]:
        config = {**self.spec_on(ground)["config"], "background": ground.paper}
        for axis in ("axis", "legend"):
            config[axis] = {**config[axis], "labelColor": ground.ink}
        return {**self.spec, "config": config, "datasets": {ROWS: self.rows.to_dicts()}, "width": width}


def rows_frame(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> pl.DataFrame:
    """Return the rows of a chart as a frame with these columns."""
    # By default polars infers types from the first 100 rows alone, which may all be null.
    return pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)


def tables(
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    formats: Sequence[Callable[[Any], object] | None],
    formatted_header: Sequence[str] | None = None,
) -> tuple[PlainTable, Callable[[], PlainTable]]:
    """Return a chart's ``figures`` and ``format_table``; a column without a format is left as it is.

    Args:
        header: The titles of the columns.
        rows: The exact values, None where unknown.
        formats: The format of each column for readers.
        formatted_header: The titles in the formatted table, where they differ.
    """
    figures = tuple(header), tuple(tuple(row) for row in rows)

    def format_table() -> PlainTable:
        return tuple(formatted_header or header), tuple(
            tuple(cell if to_text is None else to_text(cell) for to_text, cell in zip(formats, row, strict=True))
            for row in figures[1]
        )

    return figures, format_table


def to_spec(chart: alt.LayerChart) -> dict[str, Any]:
    """Return an Altair chart as a specification; its rows and scale are set later."""
    # Validation takes most of the time; tests validate every specification instead.
    return chart.to_dict(validate=False)


def fixed_height(spec: Mapping[str, Any], height: int, params: Mapping[str, object]) -> dict[str, Any]:
    """Return a specification with its height in pixels, without axes and legends, and values for its parameters."""
    return {
        **spec,
        "params": [{"name": name, "value": value} for name, value in params.items()],
        "height": height,
        "autosize": {"type": "fit-x", "contains": "padding"},
    }


def with_linear_scale(
    spec: Mapping[str, Any], ends: Iterable[float], label: Callable[[float], str], height: int
) -> dict[str, Any]:
    """Return a specification whose ``linear_scale`` reaches from 0 to the ends of all bars, with room for labels.

    Args:
        spec: A specification with ``linear_scale`` and ``scaled_axis``.
        ends: The ends of the bars.
        label: Formats a tick in the reader's locale.
        height: In pixels.
    """
    reach = (0.0, *ends)
    low, high = min(reach), max(reach)
    if high == low:
        high = 1.0
    room = (high - low) * _LABEL_ROOM
    domain = (low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)
    return _with_scale(spec, domain, _linear_ticks(low, high), label, height)


def with_log_scale(
    spec: Mapping[str, Any], low: float, high: float, label: Callable[[float], str], height: int
) -> dict[str, Any]:
    """Return a specification whose ``log_scale`` reaches from low, which is above 0, to high."""
    return _with_scale(spec, (low, high), _log_ticks(low, high), label, height)


# Channels are objects everywhere, never bare strings: those made a chart of three bars take 18.5 ms instead of 0.5.
def scaled_axis(**more: Any) -> alt.Axis:
    """Return the axis of ``linear_scale`` or ``log_scale``, labeled in the reader's locale."""
    return alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[indexof(ticks, datum.value)]", title=None, **more)


def linear_scale() -> alt.Scale:
    """Return a scale from zero whose ends ``with_linear_scale`` sets."""
    return alt.Scale(domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, zero=True)


def log_scale() -> alt.Scale:
    """Return a log scale whose ends ``with_log_scale`` sets."""
    return alt.Scale(type="log", domainMin=alt.ExprRef("low"), domainMax=alt.ExprRef("high"), nice=False, clamp=True)


def end_labels(base: alt.Chart, align: Literal["left", "right"], condition: str) -> alt.Chart:
    """Return the labels beside the ends of the bars for which a Vega expression holds."""
    offset = 6 if align == "left" else -6
    labels: alt.Chart = (
        base.mark_text(align=align, baseline="middle", dx=offset, fontSize=_LABEL_SIZE, fontWeight=600)
        .encode(alt.Text("label:N"))
        .transform_filter(condition)
    )
    return labels


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
