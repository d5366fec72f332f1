"""Charts on a page, each with its finding as the title; their tables and files are one click away."""

from collections.abc import Callable, Collection, Mapping, Sequence

import polars as pl
import streamlit as st

from netroi_core.charts.chart import ROWS, Chart, PlainTable
from netroi_core.charts.palette import DARK, LIGHT
from netroi_core.wording.wording import escape_markdown
from pages.widgets import closer_look, download


def show_charts(charts: Sequence[Chart]) -> None:
    """Show charts side by side in pairs, on a phone one below the other."""
    if len(charts) == 1:
        _show_chart(charts[0])
        return
    for first in range(0, len(charts), 2):
        for column, chart in zip(st.columns(2, gap="large"), charts[first : first + 2], strict=False):
            with column:
                _show_chart(chart)


def show_tables(charts: Mapping[str, Callable[[], Sequence[Chart]]]) -> None:
    """Show an expander with the table and the files of every chart, for pages without a closer look."""
    unfolded = st.expander(closer_look.FILES, icon=":material/table_view:", key="tables", on_change="rerun")
    if unfolded.open:
        with unfolded:
            show_files(charts)


def show_files(charts: Mapping[str, Callable[[], Sequence[Chart]]]) -> None:
    """Show the table and the download buttons of every chart.

    Args:
        charts: The functions that make the charts, by the place where a page shows them.
    """
    for make_charts in charts.values():
        for chart in make_charts():
            _show_table_and_files(chart)


def _show_chart(chart: Chart) -> None:
    ground = DARK if st.context.theme.type == "dark" else LIGHT
    st.markdown(chart.heading)
    st.vega_lite_chart({**chart.spec_on(ground), "datasets": {ROWS: chart.arrow}}, alt=chart.alt)


def _show_table_and_files(chart: Chart) -> None:
    st.markdown(f"**{escape_markdown(chart.title)}**")
    show_table(chart.table, chart.title)
    files = (("CSV", chart.csv, "text/csv"), ("PNG", chart.png, "image/png"), ("SVG", chart.svg, "image/svg+xml"))
    with st.container(horizontal=True):
        for kind, data, mime in files:
            download.download_button(kind, data, f"netroi-{chart.key}.{kind.lower()}", mime, key=f"{kind} {chart.key}")


def show_table(content: PlainTable, alt: str, text_columns: Collection[str] = ()) -> None:
    """Show a table, with every column aligned to the right except the first and the ``text_columns``."""
    header, rows = content
    frame = pl.DataFrame([[str(cell) for cell in row] for row in rows], schema=[name or " " for name in header],
                         orient="row")  # fmt: skip
    numbers = [name for name in frame.columns[1:] if name not in text_columns]
    column_config = {name: st.column_config.TextColumn(alignment="right") for name in numbers}
    # A dataframe and not st.table: it scrolls by itself on a narrow screen.
    st.dataframe(frame, width="content", hide_index=True, column_config=column_config, alt=alt)
