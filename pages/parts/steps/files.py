"""The quiz's first offer: files that fill most of it in, and afterwards what they brought."""

import streamlit as st

from netroi_core import effort, quiz_words
from netroi_core.wording import plain
from pages.parts import bringing
from pages.parts.answers import Sheet


def show(sheet: Sheet) -> None:
    """Above the first question: a place for files, or what they brought for this quarter and a way to bring more."""
    brought = effort.brought(sheet.document, sheet.quarter)
    with st.container(border=True, key="your files"):
        if not brought:
            st.markdown("**Bring your files, and most of this is filled in**")
            st.caption("You see what they hold before any of it counts. Rather not? Just answer on below.")
            bringing.files((sheet.quarter,))
            return
        told = quiz_words.brought(brought, effort.sources(sheet.document, sheet.quarter), sheet.words)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/task_alt: **Filled in for you:** {plain(told)}.", width="stretch")
            st.page_link("imports.py", label="See or take back", icon=":material/undo:")
        more = st.expander("Bring more files", key="more files", on_change="rerun")
        if more.open:
            with more:
                bringing.files((sheet.quarter,))
