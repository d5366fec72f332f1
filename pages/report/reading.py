"""The report on the page, to read it there and to print it from the browser."""

import streamlit as st

from netroi_core.report.content import Report, Section
from netroi_core.wording.wording import escape_markdown
from pages.widgets import charts


def show_report(report: Report) -> None:
    """Show a report as it is in its files."""
    st.title(escape_markdown(report.headline))
    st.caption(escape_markdown(f"{report.span}, as of {report.as_of}"))
    st.markdown(escape_markdown(" ".join(report.sentences)))
    for section in report.sections:
        _show_section(section)
    st.header("How this is calculated")
    charts.show_method(report.method)


def _show_section(section: Section) -> None:
    st.header(section.name)
    finding = [f"**{escape_markdown(section.finding)}**"] if section.finding else []
    items = "\n".join(f"- {escape_markdown(item)}" for item in section.items)
    quotes = [f"> “{escape_markdown(quote.text)}”  \n> {escape_markdown(quote.by)}" for quote in section.quotes]
    st.markdown("\n\n".join([*finding, *map(escape_markdown, section.sentences)]))
    if section.charts:
        charts.show_charts(section.charts)
    if section.table:
        header = section.table[0]
        charts.show_table(section.table, section.name, header[1 : section.wordy])
    if items or quotes:
        st.markdown("\n\n".join([items, *quotes]))
    for note in section.notes:
        st.caption(escape_markdown(note))
