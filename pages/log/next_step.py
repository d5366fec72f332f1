"""The choice of what to do next, in place of a form that was just saved."""

from collections.abc import Iterable
from typing import Any

import streamlit as st

from pages.shell import session


def show_next_step(form: str, stored: Iterable[Any]) -> bool:
    """Show what to do next if the form's record is among the stored ones; return False if the form is due."""
    state = session.page_state().of(form)
    saved = state.get("saved")
    if saved is None or all(record.id != saved for record in stored):
        return False
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Log another", key=f"{form} again", type="primary", icon=":material/add:", on_click=state.clear)
        st.page_link("records.py", label="See all records", icon=":material/table_rows:")
    return True


def mark_saved(form: str, record: str) -> None:
    """Empty a form whose record was saved, and offer what to do next."""
    session.reset_form(form)
    session.page_state().of(form)["saved"] = record
