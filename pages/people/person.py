"""One person: details, the follow-up, favors to log, and the timeline."""

from typing import Final

import streamlit as st

from netroi_core.relationships import contact_words
from netroi_core.relationships.timeline import Timeline, timeline
from netroi_core.wording.wording import Words, escape_markdown
from pages.people import exchange, follow_up
from pages.people.people import People
from pages.widgets import record_table

_ICONS: Final = {
    "met": "handshake",
    "activity": "event",
    "given": "north_east",
    "received": "south_west",
    "outcome": "trophy",
    "story": "format_quote",
}


def show_person(people: People, contact_id: str, words: Words) -> None:
    """Show the person with this id, if there is one."""
    relationship = people.relationships.get(contact_id)
    if relationship is None:
        return
    contact, history = relationship.contact, timeline(people.ledger, relationship)
    st.title(escape_markdown(contact_words.timeline_headline(relationship, people.on)))
    for sentence in (contact_words.position(contact), contact_words.rating(contact), contact.notes):
        if sentence:
            st.markdown(escape_markdown(sentence))
    st.markdown(escape_markdown(contact_words.exchange_summary(history, words)))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(escape_markdown(contact_words.follow_up_plan(relationship, people.on, words)))
        follow_up.show_buttons(relationship, "on the card")
    exchange.show_form(contact, people.names)
    _show_timeline(history, words)
    # Closed, it costs nothing: a data editor of 20 rows takes 10 ms a run, a line of Markdown 0.3.
    unfolded = st.expander("Edit", icon=":material/edit:", key=f"edit {contact_id}", on_change="rerun")
    if unfolded.open:
        with unfolded:
            record_table.show_record_table(people.workspace, "contacts", [contact])


def _show_timeline(history: Timeline, words: Words) -> None:
    st.header("What happened")
    if not history.entries:
        st.markdown("Nothing is on record yet. What you log with them in the journal stands here.")
    lines = [
        f":material/{_ICONS[entry.kind]}: **{escape_markdown(words.day(entry.day))}** · "
        f"{escape_markdown(contact_words.timeline_line(entry, words))}"
        for entry in history.entries
    ]
    st.markdown("  \n".join(lines))
