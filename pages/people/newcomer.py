"""Adding a person in seconds: a name is enough."""

import streamlit as st

from netroi_core.wording.wording import APPROACH_NAMES
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import APPROACHES
from pages.shell import session

_FORM = "new person"


def form(document: Document) -> None:
    """A form of one line; how one met is as it was the last time, the day is today. Enter saves."""
    key = session.fresh(_FORM)
    with st.form(key):
        with st.grid("auto", min_column_width=220):
            name = st.text_input("Name", key=f"{key} name", max_chars=300, autocomplete="off")
            approach = st.selectbox("Met through", APPROACHES, APPROACHES.index(_last_approach(document)),
                                    format_func=APPROACH_NAMES.__getitem__, key=f"{key} approach")  # fmt: skip
            notes = st.text_input("To remember (optional)", key=f"{key} notes", max_chars=300, autocomplete="off",
                                  placeholder="Buys freight for a retailer")  # fmt: skip
        if not st.form_submit_button("Add", type="primary", icon=":material/person_add:", key=f"{key} save"):
            return
        if not name.strip():
            st.error("Give the name.")
            return
    contact = {
        "id": session.new_id("c"),
        "name": name.strip(),
        "met": {"date": session.today().isoformat(), "approach": approach},
        "notes": notes.strip(),
    }
    if session.save(
        lambda stored: edits.put(stored, "contacts", contact),
        f"{contact['name']} is added.",
        undo=lambda stored: edits.remove(stored, "contacts", [contact["id"]])[0],
    ):
        session.begin_anew(_FORM)
    st.rerun()


def _last_approach(document: Document) -> str:
    met = (contact.get("met") or {} for contact in reversed(document.get("contacts", ())))
    return next((each["approach"] for each in met if each.get("approach")), "group_events")
