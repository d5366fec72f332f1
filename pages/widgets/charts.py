"""Charts on a page, each with its finding as the title, and details to unfold: tables, files, explanations."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

import polars as pl
import streamlit as st

from netroi_core.charts.chart import ROWS, Chart, PlainTable
from netroi_core.charts.palette import DARK, LIGHT
from netroi_core.wording.wording import escape_markdown
from pages.shell.layout import TEXT_WIDTH
from pages.widgets import download

FILES: Final = "Tables and files"
HOW: Final = "How is this calculated?"


def show_charts(charts: Sequence[Chart], *, narrow: bool = False) -> None:
    """Show charts side by side in pairs, on a phone one below the other; with ``narrow``, one alone as wide as text."""
    if len(charts) == 1:
        (show_narrow_chart if narrow else _show_chart)(charts[0])
        return
    # A grid and not columns: on a phone, these stack with the wide gap between them.
    grid = st.grid(2, min_column_width=330, gap=("medium", "large"))
    for chart in charts:
        with grid.cell():
            _show_chart(chart)


def show_lead_chart(chart: Chart) -> None:
    """Show a chart whose title is the headline of the page."""
    st.title(f"{escape_markdown(chart.title)}.")
    with st.container(width=TEXT_WIDTH):
        st.markdown(escape_markdown(chart.subtitle))
        draw(chart)


def show_narrow_chart(chart: Chart) -> None:
    """Show a chart of few marks, no wider than text."""
    with st.container(width=TEXT_WIDTH):
        _show_chart(chart)


def show_files(charts: Iterable[Chart]) -> None:
    """Show the table and the download buttons of every chart."""
    for chart in charts:
        st.markdown(f"**{escape_markdown(chart.title)}**")
        show_table(chart.table, chart.title)
        files = (("CSV", chart.csv, "text/csv"), ("PNG", chart.png, "image/png"), ("SVG", chart.svg, "image/svg+xml"))
        with st.container(horizontal=True):
            for kind, data, mime in files:
                file_name = f"netroi-{chart.key}.{kind.lower()}"
                download.download_button(kind, data, file_name, mime, key=f"{kind} {chart.key}")


def _show_chart(chart: Chart) -> None:
    st.markdown(chart.heading)
    draw(chart)


def draw(chart: Chart) -> None:
    """Draw a chart in the visitor's theme, without its heading."""
    ground = DARK if st.context.theme.type == "dark" else LIGHT
    st.vega_lite_chart({**chart.spec_on(ground), "datasets": {ROWS: chart.arrow}}, alt=chart.alt)


def show_table(
    content: PlainTable, alt: str, text_columns: Collection[str] = (), widths: Mapping[str, int] | None = None
) -> None:
    """Show a table, with columns of numbers aligned to the right.

    The first column is none of them, nor are the ``text_columns``, nor one without a digit.

    ``widths`` are those of columns in pixels, for a table whose rows change while it is shown.
    """
    header, rows = content
    frame = pl.DataFrame([[str(cell) for cell in row] for row in rows], schema=[name or " " for name in header],
                         orient="row")  # fmt: skip
    numbers = [name for name in frame.columns[1:] if name not in text_columns and frame[name].str.contains(r"\d").any()]
    # The browser measures a column once: longer cells that come later would be cut off.
    widths = widths or {}
    column_config = {
        name: st.column_config.TextColumn(alignment="right" if name in numbers else None, width=widths.get(name))
        for name in frame.columns
    }
    # A dataframe and not st.table: it scrolls by itself on a narrow screen.
    st.dataframe(frame, width="content", hide_index=True, column_config=column_config, alt=alt)


def show_details(details: Mapping[str, Callable[[], object]]) -> None:
    """Show an expander for each detail, drawn by its function once it is open."""
    # Closed ones stay empty: each element costs CPU at every click on its page, and most visitors open none of them.
    for name, show in details.items():
        with st.expander(name, key=f"detail {name}", on_change="rerun") as expander:
            if expander.open:
                show()


def show_method(explanations: Iterable[tuple[str, str]]) -> None:
    """Show how figures are calculated: pairs of a figure's name and a sentence."""
    for name, sentence in explanations:
        st.markdown(f"**{name}**  \n{escape_markdown(sentence)}")
