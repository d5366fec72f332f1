"""The choice of what to do next, in place of a form that was just saved."""

from collections.abc import Iterable
from typing import TypeVar

import streamlit as st

from netroi_core.workspace.records import Activity, Outcome
from pages.shell import session

R = TypeVar("R", bound=Activity | Outcome)


def show_next_step(form: str, stored: Iterable[R]) -> R | None:
    """Show what to do next if the form's record is among the stored ones, and return it; None if the form is due."""
    state = session.page_state().of(form)
    saved = state.get("saved")
    record = None if saved is None else next((record for record in stored if record.id == saved), None)
    if record is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Log another", key=f"{form} again", type="primary", icon=":material/add:", on_click=state.clear)
        st.page_link("records.py", label="See all records", icon=":material/table_rows:")
    return record


def mark_saved(form: str, record: str) -> None:
    """Empty a form whose record was saved, and offer what to do next."""
    session.reset_form(form)
    session.page_state().of(form)["saved"] = record
