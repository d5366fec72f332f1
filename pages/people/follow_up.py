"""The buttons of a follow-up: done, in two weeks, or next quarter."""

from typing import Final

import streamlit as st

from netroi_core.relationships.contacts import FollowUpAction, Relationship, with_next_follow_up
from netroi_core.workspace import edits
from netroi_core.workspace.edits import Removal
from netroi_core.workspace.records import Contact
from pages.shell import session

_LABELS: Final[dict[FollowUpAction, str]] = {
    "done": "Done",
    "two_weeks": "In two weeks",
    "next_quarter": "Next quarter",
}


def show_buttons(relationship: Relationship, section: str) -> None:
    """Show the buttons in a row; a follow-up that isn't planned can't be done."""
    contact = relationship.contact
    with st.container(horizontal=True, gap="xsmall", width="content"):
        for action, label in _LABELS.items():
            if action != "done" or relationship.follow_up_due is not None:
                st.button(label, key=f"{action} {section} {contact.id}", on_click=_follow_up, args=(contact, action))


def _follow_up(contact: Contact, action: FollowUpAction) -> None:
    after = with_next_follow_up(contact, session.today(), action, session.profile().fiscal_year_start)
    day = after.follow_up
    following = f"Next: {session.words().day(day)}." if day else "No further follow-up is planned."
    session.save(
        lambda document: edits.put(document, after, contact),
        f"{contact.name}: {'followed up' if action == 'done' else 'put off'}. {following}",
        # Not a put of the earlier contact: an edit made elsewhere since then must survive the undo.
        undo=lambda document: edits.undo(document, Removal((), ((contact, after),))),
    )
