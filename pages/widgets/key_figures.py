"""The key figures of a page of results, those that the purpose puts first, and the button that completes them."""

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from netroi_core.views.first_figures import FirstFigure
from netroi_core.views.missing import MissingEntry

_IN_COLUMNS: Final = 4


def show_first_figures(figures: Sequence[FirstFigure]) -> None:
    """Show the figures that the purpose puts first, side by side."""
    if not figures:
        return
    # Four stand in columns; with the one of a second purpose, they fit into a line only as wide as their names.
    width: Literal["content"] | int = 150 if len(figures) <= _IN_COLUMNS else "content"
    with st.container(horizontal=True, gap="small", key="first figures"):
        for figure in figures:
            st.metric(figure.name, figure.value, help=figure.meaning, width=width)


def show_missing_entry(missing: MissingEntry | None) -> None:
    """Show the button that leads to the entry that is missing, if any is."""
    if missing is None or not st.button(missing.label, key="add what is missing", icon=":material/add:"):
        return
    match missing.kind:
        case "effort":
            st.switch_page("quiz.py", query_params={"quarter": str(missing.quarter), "step": str(missing.approach)})
        case "pay":
            st.switch_page("settings.py", query_params={"pay": "1"})
        case "steps":
            open_outcomes()
        case "outcome":
            st.switch_page("log_outcome.py")


def open_outcomes() -> None:
    """Open the list of all outcomes, where their steps are added."""
    # The address holds the list by its label.
    st.switch_page("records.py", query_params={"list": "Outcomes"})
