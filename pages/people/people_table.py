"""A form to add a person, a field to find one, and the table of all: searched, filtered, a page at a time."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

import streamlit as st

from netroi_core.views.people import People
from netroi_core.views.tables import CONTACT_STATUS_NAMES
from netroi_core.wording.wording import APPROACH_NAMES, pluralize
from netroi_core.workspace.fields import APPROACHES, Approach
from netroi_core.workspace.records import Contact, Met
from netroi_core.workspace.search import ContactFilter
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from pages.widgets import record_table

# A page keeps what goes to the browser and back small, however many people there are.
PAGE_SIZE: Final = 100
_RATINGS: Final = {rating: str(rating) for rating in range(1, 6)}
_FORM: Final = "new person"


def show_table(people: People) -> None:
    """Show the table with its search and filters."""
    st.header("Everybody")
    matches = people.matching(_show_filters())
    if not matches:
        st.markdown("Nobody matches. Clear the search or the filter to see all.")
        return
    # The page number is read first but stands below the table, hence the container above it.
    container = st.container()
    pages = ceil(len(matches) / PAGE_SIZE)
    # Streamlit clamps a page beyond the last one, so a narrower filter never opens an empty page.
    page = st.pagination(pages, key="people page", persist_state="page") if pages > 1 else 1
    with container:
        count = pluralize(len(matches), "person", "people")
        st.caption(f"{count}. A cell saves when you leave it; mark rows at the left to delete.")
        rows = matches[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        record_table.show_record_table(people.ledger.workspace, "contacts", rows)


def show_new_person(workspace: Workspace) -> None:
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


def _show_filters() -> ContactFilter:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input("Search people", key="search people", type="search", placeholder="Name, firm, expertise",
                              max_chars=100, label_visibility="collapsed", width=260,
                              persist_state="page")  # fmt: skip
        with st.popover("Filter", icon=":material/filter_list:"):
            statuses = _pills("Status", CONTACT_STATUS_NAMES)
            approaches = _pills("Met through", {approach: APPROACH_NAMES[approach] for approach in APPROACHES})
            closeness = _pills("Closeness", _RATINGS)
            relevance = _pills("Relevance", _RATINGS)
            st.caption("Pruned people are left out unless you choose them.")
    return ContactFilter(words or "", statuses, approaches, closeness, relevance)


def _pills(label: str, names: Mapping[Any, str]) -> tuple[Any, ...]:
    return tuple(st.pills(label, list(names), selection_mode="multi", format_func=names.__getitem__,
                          key=f"people {label}", persist_state="page"))  # fmt: skip


def _add(name: str, approach: Approach, notes: str) -> None:
    met = Met(date=session.today(), approach=approach)
    if session.add(Contact(id=session.new_id("c"), name=name, met=met, notes=notes), f"{name} is added."):
        session.reset_form(_FORM)


def _last_approach(workspace: Workspace) -> Approach:
    approaches = (contact.met.approach for contact in reversed(workspace.contacts) if contact.met)
    # People are often added in a row, after one and the same event.
    return next((approach for approach in approaches if approach), "group_events")
