"""A chart: a Vega-Lite picture titled with its finding, a text alternative, a table, and files."""

import io
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Final

import polars as pl
import vl_convert

from netroi_core.charts.palette import LIGHT, Ground
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace import csv_text

# The font of pages and reports: a picture is laid out by the widths of its letters.
FONT: Final = "Source Sans Pro"
# A specification is built once and drawn with many data sets: a chart page took 8.6 instead of 16 CPU-ms that way.
ROWS: Final = "rows"
_GRID_OPACITY: Final = 0.12
# The letters of a line that fit the width of a file at the size of a title, and of a subtitle.
_TITLE_LETTERS, _SUBTITLE_LETTERS = 62, 96

# A header and rows.
PlainTable = tuple[tuple[str, ...], tuple[tuple[object, ...], ...]]


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
        """Return the specification with its text in the ink of a ground."""
        config = {**self.spec["config"], "text": {"color": ground.ink}}
        # Streamlit's own gray has too little contrast on the light ground.
        for part in ("axis", "legend"):
            config[part] = {**config[part], "labelColor": ground.ink, "titleColor": ground.ink}
        return {**self.spec, "config": config}

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
        _register_font()
        spec = self._spec_with_data(Ground("transparent", ink), width)
        config = {**spec["config"], "font": font, "aria": False}
        config["axis"] = {**config["axis"], "gridColor": ink, "gridOpacity": _GRID_OPACITY}
        config["axisX"] = {**config["axisX"], "gridOpacity": _GRID_OPACITY}
        return vl_convert.vegalite_to_svg({**spec, "config": config, "padding": 2})

    def _with_title(self, ground: Ground) -> dict[str, Any]:
        # In lines: Vega cuts off a title that is longer than the picture is wide, and shrinks the picture beside it.
        texts = {
            "text": textwrap.wrap(self.title, _TITLE_LETTERS),
            "subtitle": textwrap.wrap(self.subtitle, _SUBTITLE_LETTERS),
            "color": ground.ink,
            "subtitleColor": ground.ink,
        }
        title = {**texts, "anchor": "start", "offset": 16, "fontSize": 18}
        return {**self._spec_with_data(ground, 640), "padding": 24, "title": title}

    def _spec_with_data(self, ground: Ground, width: int) -> dict[str, Any]:
        config = {**self.spec_on(ground)["config"], "background": ground.paper}
        return {**self.spec, "config": config, "datasets": {ROWS: self.rows.to_dicts()}, "width": width}


@cache
def _register_font() -> None:
    """Make the font known to the renderer, so that it measures texts in it."""
    vl_convert.register_font_directory(str(files("font_source_sans_pro") / "files"))


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
    """Return a chart's ``figures``, null where unknown, and ``format_table``; None leaves a column as it is."""
    figures = tuple(header), tuple(tuple(row) for row in rows)

    def format_table() -> PlainTable:
        return tuple(formatted_header or header), tuple(
            tuple(cell if to_text is None else to_text(cell) for to_text, cell in zip(formats, row, strict=True))
            for row in figures[1]
        )

    return figures, format_table
