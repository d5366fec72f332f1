"""A button that unfolds a form to add a contact, with a warning before a likely duplicate is added."""

from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from netroi_core.relationships.duplicates import namesakes
from netroi_core.relationships.timeline import position
from netroi_core.wording.wording import APPROACH_NAMES, escape_markdown
from netroi_core.workspace.fields import APPROACHES, LONGEST_LINE, Approach
from netroi_core.workspace.records import Contact, Met
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH

_FORM: Final = "new contact"
_MAX_NAMED: Final = 3


def show_new_contact(workspace: Workspace) -> None:
    """Show the button, or once it was pressed the form; without any contact, the form at once."""
    state = session.page_state().of(_FORM)
    if workspace.contacts and not state.get("is_open"):
        st.button("Add a contact", key="open new contact", icon=":material/person_add:", on_click=_open)
        return
    _show_form(workspace, state)
    if (contact := state.get("unconfirmed")) is not None:
        _show_duplicates(contact, namesakes(workspace, contact.name))


def _show_form(workspace: Workspace, state: dict[str, Any]) -> None:
    """Show the form: how they were met defaults to the last way, the day to today."""
    key = session.form_key(_FORM)
    with st.form(key, border=False, width=TEXT_WIDTH):
        with st.grid("auto", min_column_width=220):
            name = st.text_input("Name", key=f"{key} name", max_chars=LONGEST_LINE, autocomplete="off")
            organisation = st.text_input("Organization (optional)", key=f"{key} organisation", max_chars=LONGEST_LINE,
                                         autocomplete="off")  # fmt: skip
            approach = st.selectbox("How you met", APPROACHES, APPROACHES.index(_last_approach(workspace)),
                                    format_func=APPROACH_NAMES.__getitem__, key=f"{key} approach")  # fmt: skip
            day = st.date_input("When you met", session.today(), min_value=session.EARLIEST_DAY, key=f"{key} day",
                                max_value=session.today(), format=session.words().date_pattern)  # fmt: skip
            notes = st.text_input("Notes (optional)", key=f"{key} notes", max_chars=LONGEST_LINE, autocomplete="off",
                                  placeholder="Buys freight for a retailer")  # fmt: skip
        with st.container(horizontal=True):
            is_submitted = st.form_submit_button("Add", type="primary", icon=":material/person_add:", key=f"{key} add")
            if workspace.contacts:
                st.form_submit_button("Cancel", type="tertiary", key=f"{key} cancel", on_click=_close)
        if not is_submitted:
            return
        state.pop("unconfirmed", None)
        if not name.strip():
            st.error("Enter a name.")
            return
    contact = Contact(
        id=session.new_id("c"),
        name=name.strip(),
        met=Met(date=day or session.today(), approach=approach),
        **{key: text.strip() for key, text in (("organisation", organisation), ("notes", notes)) if text.strip()},
    )
    if namesakes(workspace, contact.name):
        state["unconfirmed"] = contact
        return
    _add(contact)
    st.rerun()


def _show_duplicates(contact: Contact, others: Sequence[Contact]) -> None:
    """Ask whether it is someone else, who is then not listed as a possible duplicate."""
    name = escape_markdown(contact.name)
    if len(others) == 1:
        organisation = f" at {escape_markdown(others[0].organisation)}" if others[0].organisation else ""
        st.warning(f"There is already a contact named {name}{organisation}.", icon=":material/group:")
    else:
        st.warning(f"There are already {len(others):,} contacts named {name}.", icon=":material/group:")
    with st.container(horizontal=True, vertical_alignment="center"):
        for other in others[:_MAX_NAMED]:
            details = f" ({escape_markdown(position(other))})" if len(others) > 1 and position(other) else ""
            st.page_link("person.py", label=f"Open {escape_markdown(other.name)}{details}",
                         icon=":material/person:", query_params={"id": other.id})  # fmt: skip
        distinct = contact.model_copy(update={"distinct_from": tuple(other.id for other in others)})
        st.button("Add another person", key="add namesake", icon=":material/person_add:", on_click=_add,
                  args=(distinct,))  # fmt: skip


def _open() -> None:
    session.page_state().of(_FORM)["is_open"] = True


def _close() -> None:
    session.page_state().forget(_FORM)
    session.reset_form(_FORM)


def _add(contact: Contact) -> None:
    if session.add(contact, f"Added {contact.name}."):
        _close()


def _last_approach(workspace: Workspace) -> Approach:
    approaches = (contact.met.approach for contact in reversed(workspace.contacts) if contact.met)
    # Contacts are often added in a row, after one and the same event.
    return next((approach for approach in approaches if approach), "group_events")
