"""Upkeep of a network: follow-ups, possible duplicates, contacts to reconnect with and contacts to archive."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from netroi_core.relationships import contacts, duplicates
from netroi_core.relationships.contacts import Relationship
from netroi_core.relationships.timeline import follow_up_delay, last_contact, position
from netroi_core.views.people import People
from netroi_core.wording.wording import Words, escape_markdown, pluralize
from netroi_core.workspace.records import Contact
from pages.people.person import show_follow_up_buttons
from pages.shell import session

# The next ones follow once these are done.
_MAX_ROWS: Final = 5


def show_follow_ups(people: People) -> None:
    """Show the follow-ups that are due, and how many of the people met lately were met again."""
    if people.follow_ups:
        st.header("To follow up")
    for relationship in people.follow_ups[:_MAX_ROWS]:
        _show_row(relationship, "waiting", follow_up_delay(relationship, people.on))
    _show_more(people.follow_ups)
    if people.follow_up_rate:
        st.caption(escape_markdown(people.follow_up_rate))


def show_suggestions(people: People, words: Words) -> None:
    """Show duplicates, contacts to reconnect with and contacts to archive, each in an expander."""
    _expander("Listed twice", ":material/group_remove:", people.duplicates, lambda: _show_duplicates(people, words))
    _expander("Ties worth reviving", ":material/volunteer_activism:", people.to_reconnect,
              lambda: _show_to_reconnect(people))  # fmt: skip
    _expander("People to let go", ":material/content_cut:", people.to_archive, lambda: _show_to_archive(people))


def _expander(name: str, icon: str, rows: Sequence[object], show_rows: Callable[[], None]) -> None:
    if not rows:
        return
    with st.expander(name, icon=icon, key=name, on_change="rerun") as expander:
        if expander.open:
            show_rows()


def _show_to_reconnect(people: People) -> None:
    st.markdown(
        "They matter to you and it has been quiet. People you are not close to know what your own circle doesn't."
    )
    for relationship in people.to_reconnect[:_MAX_ROWS]:
        _show_row(relationship, "quiet", last_contact(relationship, people.on))
    _show_more(people.to_reconnect)


def _show_to_archive(people: People) -> None:
    st.markdown(
        "Neither close nor relevant, and quiet for a year. Who is pruned stays on record, but out of the lists."
    )
    everybody = [relationship.contact for relationship in people.to_archive]
    for relationship in people.to_archive[:_MAX_ROWS]:
        contact = relationship.contact
        with st.container(horizontal=True, vertical_alignment="center"):
            _show_name(contact, last_contact(relationship, people.on))
            st.button("Prune", key=f"prune {contact.id}", on_click=_archive, args=([contact],))
    _show_more(everybody)
    if len(everybody) > 1:
        st.button(f"Prune all {len(everybody)}", on_click=_archive, icon=":material/content_cut:", args=(everybody,))


def _show_duplicates(people: People, words: Words) -> None:
    st.markdown(
        "The same name stands more than once. Merged, all that is on record of them goes to one; different people are "
        "not asked about again."
    )
    for group in people.duplicates[:_MAX_ROWS]:
        first = group[0].id
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("  \n".join(_details(contact, words) for contact in group), width="stretch")
            st.button("Merge", key=f"merge {first}", on_click=_merge, args=(group,), icon=":material/merge:")
            st.button("Different people", key=f"apart {first}", on_click=_mark_distinct, args=(group,))
    _show_more(people.duplicates)


def _show_row(relationship: Relationship, section: str, note: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        _show_name(relationship.contact, note)
        show_follow_up_buttons(relationship, section)


def _show_name(contact: Contact, note: str) -> None:
    with st.container(gap=None):
        st.page_link("person.py", label=escape_markdown(contact.name), icon=":material/person:",
                     query_params={"id": contact.id})  # fmt: skip
        st.caption(escape_markdown(" · ".join(filter(None, (position(contact), note)))))


def _show_more(rows: Sequence[object]) -> None:
    if len(rows) > _MAX_ROWS:
        st.caption(f"And {len(rows) - _MAX_ROWS:,} more, once these are seen to.")


def _details(contact: Contact, words: Words) -> str:
    met = f"met {words.day(contact.met.date)}" if contact.met else ""
    details = ", ".join(filter(None, (position(contact), met)))
    return f"**{escape_markdown(contact.name)}**" + (f" · {escape_markdown(details)}" if details else "")


def _archive(people: Sequence[Contact]) -> None:
    session.save_removal(
        lambda document: contacts.archive(document, [contact.id for contact in people]),
        f"Pruned: {people[0].name if len(people) == 1 else pluralize(len(people), 'person', 'people')}.",
    )


def _merge(group: Sequence[Contact]) -> None:
    keep, *gone = group
    session.save_removal(
        lambda document: duplicates.merge(document, keep.id, [contact.id for contact in gone]),
        f"Merged: {pluralize(len(group), 'record')} of {keep.name}.",
    )


def _mark_distinct(group: Sequence[Contact]) -> None:
    session.save_removal(
        lambda document: duplicates.mark_distinct(document, [contact.id for contact in group]),
        f"Noted: these are {len(group)} different people.",
    )
