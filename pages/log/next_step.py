"""The choice of what to do next, in place of a form that was just saved."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import streamlit as st

from netroi_core.workspace.records import Activity, Outcome
from pages.shell import session

R = TypeVar("R", bound=Activity | Outcome)


def show_next_step(form: str, stored: Iterable[R]) -> R | None:
    """Show what to do next if the form's record is among the stored ones, and return it; None if the form is due.

    A record whose save was undone is due again, with all that was typed.
    """
    state = session.page_state().of(form)
    saved = state.get("saved")
    record = None if saved is None else next((record for record in stored if record.id == saved), None)
    if record is None or record == state["before"]:
        if saved is not None:
            _refill(form, state["entered"], state["address"])
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Log another", key=f"{form} again", type="primary", icon=":material/add:", on_click=state.clear)
        st.page_link("records.py", label="See all records", icon=":material/table_rows:")
    return record


def mark_saved(form: str, record: str, before: Activity | Outcome | None = None) -> None:
    """Empty a form whose record was saved, in place of an earlier version if there was one; offer what to do next."""
    entered = session.form_entries(session.form_key(form), f"edit {record}")
    session.reset_form(form)
    address = st.query_params.to_dict()
    session.page_state().of(form).update(saved=record, before=before, entered=entered, address=address)


def _refill(form: str, entered: Mapping[str, Any], address: dict[str, str]) -> None:
    session.page_state().forget(form)
    session.restore_form(form, entered)
    st.query_params.from_dict(address)
    # A widget takes a value beside its default from an earlier run only.
    st.rerun()
