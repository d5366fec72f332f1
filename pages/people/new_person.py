"""A form to add a person in seconds: a name is enough."""

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES
from netroi_core.workspace import edits
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Contact, Met
from netroi_core.workspace.workspace import Workspace
from pages.shell import session

_FORM = "new person"


def show_form(workspace: Workspace) -> None:
    """Show a form of one line: how they were met defaults to the last way, the day to today."""
    key = session.form_key(_FORM)
    with st.form(key):
        with st.grid("auto", min_column_width=220):
            name = st.text_input("Name", key=f"{key} name", max_chars=300, autocomplete="off")
            approach = st.selectbox("Met through", APPROACHES, APPROACHES.index(_last_approach(workspace)),
                                    format_func=APPROACH_NAMES.__getitem__, key=f"{key} approach")  # fmt: skip
            notes = st.text_input("To remember (optional)", key=f"{key} notes", max_chars=300, autocomplete="off",
                                  placeholder="Buys freight for a retailer")  # fmt: skip
        if not st.form_submit_button("Add", type="primary", icon=":material/person_add:", key=f"{key} save"):
            return
        if not name.strip():
            st.error("Give the name.")
            return
    _add(name.strip(), approach, notes.strip())
    st.rerun()


def _add(name: str, approach: Approach, notes: str) -> None:
    met = Met(date=session.today(), approach=approach)
    contact = Contact(id=session.new_id("c"), name=name, met=met, notes=notes)
    if session.save(
        lambda document: edits.put(document, contact),
        f"{contact.name} is added.",
        undo=lambda document: edits.remove(document, "contacts", [contact.id])[0],
    ):
        session.reset_form(_FORM)


def _last_approach(workspace: Workspace) -> Approach:
    approaches = (contact.met.approach for contact in reversed(workspace.contacts) if contact.met)
    # People are often added in a row, after one and the same event.
    return next((approach for approach in approaches if approach), "group_events")
