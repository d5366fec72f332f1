"""Keeping a network up: follow-ups, contacts listed twice, ties to revive and people to let go."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import streamlit as st

from netroi_core.relationships import contacts, duplicates
from netroi_core.relationships.contact_words import met_again, position, quiet, waits
from netroi_core.relationships.contacts import Tie
from netroi_core.wording.wording import Words, counted, plain
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, Removal
from pages.people import everybody, follow_up
from pages.people.people import People
from pages.shell import session

_SHOWN: Final = 5


def follow_ups(people: People, words: Words) -> None:
    """Whom to follow up with, and how many of those met lately were met again."""
    waiting = (*people.follow_ups.overdue, *people.follow_ups.due)
    if waiting:
        st.header("To follow up")
    for tie in waiting[:_SHOWN]:
        _row(tie, "waiting", waits(tie, people.on))
    _rest(waiting)
    if sentence := met_again(people.met_again, words):
        st.caption(plain(sentence))


def rest(people: People, words: Words) -> None:
    """What there is to tidy up, folded away."""
    _folded("Listed twice", ":material/group_remove:", people.doubles, lambda: _doubles(people, words))
    _folded("Ties worth reviving", ":material/volunteer_activism:", people.dormant, lambda: _dormant(people))
    _folded("People to let go", ":material/content_cut:", people.prunable, lambda: _prunable(people))


def _folded(name: str, icon: str, found: Sequence[object], show: Callable[[], None]) -> None:
    if not found:
        return
    unfolded = st.expander(name, icon=icon, key=name, on_change="rerun")
    if unfolded.open:
        with unfolded:
            show()


def _dormant(people: People) -> None:
    st.markdown(
        "They matter to you and it has been quiet. People you are not close to know what your own circle doesn't."
    )
    for tie in people.dormant[:_SHOWN]:
        _row(tie, "quiet", quiet(tie, people.on))
    _rest(people.dormant)


def _prunable(people: People) -> None:
    st.markdown(
        "Neither close nor relevant, and quiet for a year. Who is pruned stays on record, but out of the lists."
    )
    for tie in people.prunable[:_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center"):
            _name(tie, "inactive", quiet(tie, people.on))
            st.button("Prune", key=f"prune {tie.contact['id']}", on_click=_prune, args=([tie.contact],))
    _rest(people.prunable)
    if len(people.prunable) > 1:
        st.button(f"Prune all {len(people.prunable)}", on_click=_prune, icon=":material/content_cut:",
                  args=([tie.contact for tie in people.prunable],))  # fmt: skip


def _doubles(people: People, words: Words) -> None:
    st.markdown(
        "The same name stands more than once. Merged, all that is on record of them goes to one; different people are "
        "not asked about again."
    )
    for group in people.doubles[:_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("  \n".join(_told(contact, words) for contact in group), width="stretch")
            st.button("Merge", key=f"merge {group[0]['id']}", on_click=_merge, args=(group,), icon=":material/merge:")
            st.button("Different people", key=f"apart {group[0]['id']}", on_click=_tell_apart, args=(group,))
    _rest(people.doubles)


def _row(tie: Tie, where: str, said: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        _name(tie, where, said)
        follow_up.buttons(tie, where)


def _name(tie: Tie, where: str, said: str) -> None:
    """Who it is, to be opened, and what there is to say."""
    with st.container(gap=None):
        key = tie.contact["id"]
        st.button(plain(tie.contact["name"]), key=f"open {where} {key}", type="tertiary", icon=":material/person:",
                  on_click=everybody.open_, args=(key,))  # fmt: skip
        who = position(tie.contact)
        st.caption(plain(f"{who} · {said}" if who else said))


def _rest(found: Sequence[object]) -> None:
    if len(found) > _SHOWN:
        st.caption(f"And {len(found) - _SHOWN:,} more, once these are seen to.")


def _told(contact: RecordDict, words: Words) -> str:
    met = contact.get("met")
    since = f"met {words.day(date.fromisoformat(met['date']))}" if met else ""
    details = ", ".join(filter(None, (position(contact), since)))
    return f"**{plain(contact['name'])}**" + (f" · {plain(details)}" if details else "")


def _prune(people: list[RecordDict]) -> None:
    _save(
        lambda document: contacts.pruned(document, [contact["id"] for contact in people]),
        f"Pruned: {people[0]['name'] if len(people) == 1 else counted(len(people), 'person', 'people')}.",
    )


def _merge(group: Sequence[RecordDict]) -> None:
    kept, *gone = group
    _save(
        lambda document: duplicates.merged(document, kept["id"], [contact["id"] for contact in gone]),
        f"Merged: {counted(len(group), 'record')} of {kept['name']}.",
    )


def _tell_apart(group: Sequence[RecordDict]) -> None:
    _save(
        lambda document: duplicates.told_apart(document, [contact["id"] for contact in group]),
        f"Noted: these are {len(group)} different people.",
    )


def _save(change: Callable[[Document], tuple[Document, Removal]], done: str) -> None:
    """Save a change that tells how to take it back."""
    removals: list[Removal] = []

    def edit(document: Document) -> Document:
        document, removal = change(document)
        removals[:] = [removal]
        return document

    session.save(edit, done, undo=lambda document: edits.undone(document, removals[0]))
