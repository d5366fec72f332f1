"""The list of contacts: searched while typing, filtered, a page at a time; each row leads to the contact."""

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

import streamlit as st

from netroi_core.relationships import timeline
from netroi_core.relationships.contacts import ContactFilter
from netroi_core.storage import Saved
from netroi_core.views.people import People
from netroi_core.views.tables import CONTACT_STATUS_NAMES
from netroi_core.wording.wording import APPROACH_NAMES, escape_markdown, pluralize
from netroi_core.workspace.fields import APPROACHES
from netroi_core.workspace.records import Contact
from pages.shell import session
from pages.shell.figures import figures_of
from pages.shell.links import page_of
from pages.widgets.fragment import saved_fragment

# A page keeps what goes to the browser and back small, however many contacts there are.
PAGE_SIZE: Final = 50
_RATINGS: Final = {rating: str(rating) for rating in range(1, 6)}
_SEARCH: Final = "search contacts"
_PAGE: Final = "contacts page"
# The attributes to filter by: the key of each one's widget, its label and the names of its values.
_FILTERS: Final[Mapping[str, tuple[str, Mapping[Any, str]]]] = {
    "filter status": ("Status", CONTACT_STATUS_NAMES),
    "filter approach": ("How you met", {approach: APPROACH_NAMES[approach] for approach in APPROACHES}),
    "filter closeness": ("Closeness", _RATINGS),
    "filter relevance": ("Relevance", _RATINGS),
}
# Keeps the place of an empty cell in a row; on a phone, the style hides what is emphasized.
_EMPTY_CELL: Final = "*–*"


@saved_fragment
def show_contacts(saved: Saved) -> None:
    """Show the search, the filters and the contacts that match them."""
    people = figures_of(saved).people(session.today())
    contact_filter = _show_search()
    matches = people.matching(contact_filter)
    is_filtered = contact_filter != ContactFilter()
    if is_filtered:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(f"{pluralize(len(matches), 'match', 'matches')}" if matches else "No contact matches.")
            st.button("Clear search and filters", key="clear contacts", type="tertiary", on_click=_clear)
    elif not matches:
        st.markdown("All your contacts are archived. To see them, choose the status *Archived* under *Filters*.")
    # The page number is read first but stands below the list, hence the container above it.
    rows = st.container(gap=None, key="rows")
    pages = ceil(len(matches) / PAGE_SIZE)
    # Streamlit clamps a page beyond the last one, so a narrower search never opens an empty page.
    page = st.pagination(pages, key=_PAGE, persist_state="session") if pages > 1 else 1
    with rows:
        for contact in matches[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]:
            _show_row(people, contact)


def show_contact_link(contact: Contact, *details: str, is_overdue: bool = False) -> None:
    """Show a link to a contact's page: the name, and details in a column each, or below each other on a phone.

    The last detail of a contact with an overdue follow-up is colored.
    """
    colors = [*["gray"] * (len(details) - 1), "red" if is_overdue else "gray"]
    cells = (
        f":{color}[{escape_markdown(detail)}]" if detail else _EMPTY_CELL
        for color, detail in zip(colors, details, strict=True)
    )
    st.page_link(page_of("person.py"), label=" ".join((f"**{escape_markdown(contact.name)}**", *cells)),
                 width="stretch", query_params={"id": contact.id})  # fmt: skip


def _show_row(people: People, contact: Contact) -> None:
    relationship = people.relationships[contact.id]
    due = timeline.next_follow_up(relationship, people.on)
    status = "" if contact.status == "active" else CONTACT_STATUS_NAMES[contact.status].lower()
    show_contact_link(
        contact,
        timeline.position(contact),
        timeline.last_contact(relationship, people.on),
        " · ".join(filter(None, (due, status))),
        is_overdue=relationship.is_overdue(people.on),
    )


def _show_search() -> ContactFilter:
    with st.container(horizontal=True, wrap=False, vertical_alignment="bottom", gap="small", width=480):
        words = st.text_input("Search contacts", key=_SEARCH, type="search", live=True, max_chars=100,
                              placeholder="Name, organization, notes", label_visibility="collapsed",
                              persist_state="session")  # fmt: skip
        with st.popover("Filters", icon=":material/tune:"):
            values = [
                tuple(st.pills(label, list(names), selection_mode="multi", format_func=names.__getitem__, key=key,
                               persist_state="session"))
                for key, (label, names) in _FILTERS.items()
            ]  # fmt: skip
            st.caption("Archived contacts stay hidden unless you choose them.")
    return ContactFilter((words or "").strip(), *values)


def _clear() -> None:
    session.set_widget_value(_SEARCH, "")
    for key in _FILTERS:
        session.set_widget_value(key, [])
