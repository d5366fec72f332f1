"""A person's card: who it is, when to be in touch, what to log, and all that happened."""

from typing import Final

import streamlit as st

from netroi_core.relationships import contact_words
from netroi_core.relationships.timeline import Card, card
from netroi_core.wording.wording import Words, plain
from netroi_core.workspace.edits import found
from pages.people import exchange, follow_up
from pages.people.people import People
from pages.widgets import table

_ICONS: Final = {
    "met": "handshake",
    "activity": "event",
    "given": "north_east",
    "received": "south_west",
    "outcome": "trophy",
    "story": "format_quote",
}


def show(people: People, key: str, words: Words) -> None:
    """The card of the person with this id."""
    contact = found(people.document, "contacts", key)
    if contact is None:
        return
    known = card(people.document, contact, people.on)
    st.title(plain(contact_words.name(known, people.on)))
    for sentence in (contact_words.position(contact), contact_words.standing(contact), contact.get("notes")):
        if sentence:
            st.markdown(plain(sentence))
    st.markdown(plain(contact_words.balance(known, words)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(contact_words.planned(known.tie, people.on, words)))
        follow_up.buttons(known.tie, "on the card")
    exchange.log(contact, people.names)
    _timeline(known, words)
    unfolded = st.expander("Edit", icon=":material/edit:", key=f"edit {key}", on_change="rerun")
    if unfolded.open:
        with unfolded:
            table.show(people.document, "contacts", [contact])


def _timeline(known: Card, words: Words) -> None:
    st.header("What happened")
    if not known.timeline:
        st.markdown("Nothing is on record yet. What you log with them in the journal stands here.")
    lines = [f":material/{_ICONS[entry.kind]}: **{plain(words.day(entry.day))}** · "
             f"{plain(contact_words.line(entry, words))}" for entry in known.timeline]  # fmt: skip
    st.markdown("  \n".join(lines))
