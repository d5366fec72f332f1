"""Charts on a page: each with its finding and what it shows; their tables and files one click away."""

from collections.abc import Callable, Collection, Mapping, Sequence

import polars as pl
import streamlit as st

from netroi_core.charts.chart import ROWS, Chart, Table
from netroi_core.charts.palette import DARK, LIGHT
from netroi_core.wording.wording import plain
from pages.widgets import closer, download


def show(charts: Sequence[Chart]) -> None:
    """The charts in twos side by side; on a phone one below the other."""
    if len(charts) == 1:
        _drawn(charts[0])
        return
    for first in range(0, len(charts), 2):
        for column, chart in zip(st.columns(2, gap="large"), charts[first : first + 2], strict=False):
            with column:
                _drawn(chart)


def tables(charts: Mapping[str, Callable[[], Sequence[Chart]]]) -> None:
    """One click away, where nothing else is: the table and the files of every chart on the page."""
    unfolded = st.expander(closer.FILES, icon=":material/table_view:", key="tables", on_change="rerun")
    if unfolded.open:
        with unfolded:
            files(charts)


def files(charts: Mapping[str, Callable[[], Sequence[Chart]]]) -> None:
    """The table and the files of every chart, of those on the page and those one click away."""
    for drawn in charts.values():
        for chart in drawn():
            _table(chart)


def _drawn(chart: Chart) -> None:
    ground = DARK if st.context.theme.type == "dark" else LIGHT
    st.markdown(chart.heading)
    st.vega_lite_chart({**chart.on(ground), "datasets": {ROWS: chart.arrow}}, alt=chart.alt)


def _table(chart: Chart) -> None:
    st.markdown(f"**{plain(chart.title)}**")
    table(chart.table, chart.title)
    files = (("CSV", chart.csv, "text/csv"), ("PNG", chart.png, "image/png"), ("SVG", chart.svg, "image/svg+xml"))
    with st.container(horizontal=True):
        for kind, data, mime in files:
            download.button(kind, data, f"netroi-{chart.key}.{kind.lower()}", mime, key=f"{kind} {chart.key}")


def table(content: Table, alt: str, wordy: Collection[str] = ()) -> None:
    """A table, numbers to the right but for the first column and those that are named as wordy.

    It scrolls in itself where the screen is narrow.
    """
    header, rows = content
    frame = pl.DataFrame([[str(cell) for cell in row] for row in rows], schema=[name or " " for name in header],
                         orient="row")  # fmt: skip
    numbers = [name for name in frame.columns[1:] if name not in wordy]
    to_the_right = {name: st.column_config.TextColumn(alignment="right") for name in numbers}
    st.dataframe(frame, width="content", hide_index=True, column_config=to_the_right, alt=alt)
