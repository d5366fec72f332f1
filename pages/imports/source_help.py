"""The help beside the upload: how to get a file from each source."""

import streamlit as st

from netroi_core.importers.sources import SOURCES
from netroi_core.wording.wording import escape_markdown

_STEPS = {source.name: source.steps for source in SOURCES}


def show_source_help() -> None:
    """Show a popover in which a source can be chosen, with the steps that lead to its file."""
    with st.popover("How do I get these files?", icon=":material/help:", type="tertiary", key="source help"):
        name = st.selectbox(
            "Where is it from?", list(_STEPS), index=None, placeholder="Choose a source", key="file source"
        )
        if name:
            st.markdown("\n".join(f"1. {escape_markdown(step)}" for step in _STEPS[name]))
