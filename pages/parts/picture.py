"""A chart on a page: its finding, the picture, and one click away its table and files."""

import streamlit as st

from netroi_core.chart import ROWS, Chart, Table
from netroi_core.palette import DARK, LIGHT
from netroi_core.wording import plain


def show(chart: Chart) -> None:
    """The chart under its title."""
    st.subheader(plain(chart.title))
    st.caption(plain(chart.subtitle))
    ground = DARK if st.context.theme.type == "dark" else LIGHT
    st.vega_lite_chart({**chart.on(ground), "datasets": {ROWS: chart.arrow}}, alt=chart.alt)
    more = st.popover("Table and files", type="tertiary", icon=":material/table_view:", key=f"more {chart.key}",
                      on_change="rerun")  # fmt: skip
    if more.open:
        with more:
            st.markdown(markdown_table(chart.table))
            with st.container(horizontal=True):
                for label, data, kind in (("CSV", chart.csv, "text/csv"), ("PNG", chart.png, "image/png"),
                                          ("SVG", chart.svg, "image/svg+xml")):  # fmt: skip
                    st.download_button(label, data, f"netroi-{chart.key}.{label.lower()}", kind, on_click="ignore",
                                       key=f"{label} {chart.key}", icon=":material/download:")  # fmt: skip


def markdown_table(table: Table) -> str:
    """A table as Markdown, numbers to the right."""
    header, rows = table
    aligned = ["---", *["---:"] * (len(header) - 1)]
    lines = [[plain(str(cell)) for cell in row] for row in (header, *rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (lines[0], aligned, *lines[1:]))
