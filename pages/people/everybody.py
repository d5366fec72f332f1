"""Everybody in a table: searched, narrowed down, a hundred at a time."""

from math import ceil
from typing import Any, Final

import streamlit as st

from netroi_core.views.tables import CONTACT_STATUS_NAMES
from netroi_core.wording.wording import APPROACH_NAMES, counted
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.search import Wanted
from pages.people.people import People
from pages.shell import session
from pages.widgets import table

A_PAGE: Final = 100
"""So many stand in the table at once: what is sent to the browser and back stays small, however many there are."""
_RATINGS: Final = (1, 2, 3, 4, 5)
_PERSON: Final = "person"


def finder(people: People) -> str | None:
    """A field to find a person by name; the one chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Find a person", list(people.names), index=None, format_func=people.names.__getitem__,
                              key=_PERSON, placeholder="Type a name", width=320)  # fmt: skip
        if chosen is not None:
            st.button("Back to all people", icon=":material/arrow_back:", on_click=open_, args=(None,))
    return chosen


def open_(key: str | None) -> None:
    """Show somebody's card from the next run on, or everybody again."""
    session.set_value(_PERSON, key)


def show(people: People) -> None:
    """The table with its search."""
    st.header("Everybody")
    shown = people.matching(_wanted())
    if not shown:
        st.markdown("Nobody matches. Clear the search or the filter to see all.")
        return
    place = st.container()
    pages = ceil(len(shown) / A_PAGE)
    page = st.pagination(pages, key="people page", persist_state="page") if pages > 1 else 1
    some = shown[(page - 1) * A_PAGE : page * A_PAGE]
    with place:
        found = counted(len(shown), "person", "people")
        st.caption(f"{found}. A cell saves when you leave it; mark rows at the left to delete.")
        table.show(people.document, "contacts", some)


def _wanted() -> Wanted:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = st.text_input("Search people", key="search people", type="search", placeholder="Name, firm, expertise",
                              max_chars=100, label_visibility="collapsed", width=260,
                              persist_state="page")  # fmt: skip
        with st.popover("Filter", icon=":material/filter_list:"):
            statuses = _pills("Status", CONTACT_STATUS_NAMES)
            approaches = _pills("Met through", {approach: APPROACH_NAMES[approach] for approach in APPROACHES})
            closeness = _pills("Closeness", {rating: str(rating) for rating in _RATINGS})
            relevance = _pills("Relevance", {rating: str(rating) for rating in _RATINGS})
            st.caption("Pruned people are left out unless you choose them.")
    return Wanted(words or "", statuses, approaches, closeness, relevance)


def _pills(label: str, names: dict[Any, str]) -> tuple[Any, ...]:
    return tuple(st.pills(label, list(names), selection_mode="multi", format_func=names.__getitem__,
                          key=f"people {label}", persist_state="page"))  # fmt: skip
