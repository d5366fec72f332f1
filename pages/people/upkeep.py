"""Upkeep of a network: follow-ups, possible duplicates, contacts to reconnect with and contacts to archive."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar

import streamlit as st

from netroi_core.relationships import duplicates
from netroi_core.relationships.contacts import Relationship
from netroi_core.relationships.timeline import first_meeting, follow_up_delay, last_contact, position
from netroi_core.views.people import People
from netroi_core.wording.wording import Words, escape_markdown, pluralize
from netroi_core.workspace.records import Contact
from pages.people.contact_list import show_contact_link
from pages.people.person import archive, show_follow_up_buttons
from pages.shell import session
from pages.shell.links import page_of

T = TypeVar("T")

# Each row has buttons, which cost far more than text.
_MAX_ROWS: Final = 10


def show_follow_ups(people: People) -> None:
    """Show the follow-ups that are due, and how many of the people met lately were met again."""
    if not (people.follow_ups or people.later_follow_ups):
        st.markdown("No follow-up is planned. To plan one, open a contact.")
        st.page_link(page_of("people.py"), label="Choose a contact", icon=":material/group:")
    with st.container(key="follow-ups"):
        for relationship in _first_rows("follow-ups", people.follow_ups):
            _show_row(relationship, "due", follow_up_delay(relationship, people.on))
    if people.follow_up_rate:
        st.caption(escape_markdown(people.follow_up_rate))


def show_suggestions(people: People, words: Words) -> None:
    """Show later follow-ups, contacts to reconnect with, duplicates and contacts to archive, each in an expander."""
    _expander("Planned for later", people.later_follow_ups, lambda: _show_later(people))
    # Where nobody is due, they are whom the page is about.
    _expander("Reconnect", people.to_reconnect, lambda: _show_to_reconnect(people), is_open=not people.follow_ups)
    _expander("Possible duplicates", people.duplicates, lambda: _show_duplicates(people, words))
    _expander("Contacts to archive", people.to_archive, lambda: _show_to_archive(people))


def _expander(name: str, rows: Sequence[object], show_rows: Callable[[], None], *, is_open: bool = False) -> None:
    if not rows:
        return
    # Without an icon: Streamlit shows it in place of the arrow that says that a section unfolds.
    with st.expander(name, is_open, key=name, on_change="rerun") as expander:
        if expander.open:
            show_rows()


def _show_later(people: People) -> None:
    for relationship in _first_rows("later", people.later_follow_ups):
        _show_row(relationship, "later", follow_up_delay(relationship, people.on))


def _show_to_reconnect(people: People) -> None:
    st.markdown("You haven’t been in touch for a while. Those you rated as relevant come first.")
    for relationship in _first_rows("reconnect", people.to_reconnect):
        _show_row(relationship, "quiet", last_contact(relationship, people.on))


def _show_to_archive(people: People) -> None:
    st.markdown(
        "Neither close nor relevant, and no contact for a year. Archived contacts keep their records but leave your "
        "lists."
    )
    everybody = [relationship.contact for relationship in people.to_archive]
    if len(everybody) > 1:
        st.button(f"Archive all {len(everybody):,}", on_click=archive, icon=":material/archive:", args=(everybody,))
    for relationship in _first_rows("archive", people.to_archive):
        contact = relationship.contact
        with st.container(horizontal=True, vertical_alignment="center"):
            show_contact_link(contact, _details(contact, last_contact(relationship, people.on)))
            st.button("Archive", key=f"archive {contact.id}", on_click=archive, args=([contact],))


def _show_duplicates(people: People, words: Words) -> None:
    st.markdown(
        "These contacts have the same name. Merge them to keep all their records under one contact, or mark them as "
        "different people."
    )
    for group in _first_rows("duplicates", people.duplicates):
        first = group[0].id
        with st.container(gap="xsmall"):
            for contact in group:
                show_contact_link(contact, _details(contact, first_meeting(contact, people.ledger.profile, words)))
            with st.container(horizontal=True, gap="xsmall"):
                st.button(f"Merge {len(group)} contacts", key=f"merge {first}", on_click=_merge, args=(group,),
                          icon=":material/merge:")  # fmt: skip
                st.button("Different people", key=f"apart {first}", on_click=_mark_distinct, args=(group,))


def _show_row(relationship: Relationship, section: str, note: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        show_contact_link(relationship.contact, _details(relationship.contact, note))
        show_follow_up_buttons(relationship, section)


def _first_rows(section: str, rows: Sequence[T]) -> Iterator[T]:
    """Yield the first rows, then show a button for more of them."""
    state = session.page_state().of(section)
    count = state.setdefault("rows", _MAX_ROWS)
    yield from rows[:count]
    if (more := len(rows) - count) > 0:
        st.button(f"Show {min(more, _MAX_ROWS)} more of {len(rows):,}", key=f"more {section}", type="tertiary",
                  on_click=_show_more, args=(section,))  # fmt: skip


def _show_more(section: str) -> None:
    session.page_state().of(section)["rows"] += _MAX_ROWS


def _details(contact: Contact, note: str) -> str:
    return " · ".join(filter(None, (position(contact), note)))


def _merge(group: Sequence[Contact]) -> None:
    keep, *gone = group
    session.save_removal(
        lambda document: duplicates.merge(document, keep.id, [contact.id for contact in gone]),
        f"Merged {pluralize(len(group), 'contact')} named {keep.name}.",
    )


def _mark_distinct(group: Sequence[Contact]) -> None:
    session.save_removal(
        lambda document: duplicates.mark_distinct(document, [contact.id for contact in group]),
        f"Marked {len(group)} contacts named {group[0].name} as different people.",
    )
