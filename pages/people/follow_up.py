"""Following up with a person: done, in two weeks, or next quarter."""

from datetime import date
from typing import Final

import streamlit as st

from netroi_core.relationships import contacts
from netroi_core.relationships.contacts import How, Tie
from netroi_core.workspace import edits
from netroi_core.workspace.edits import RecordDict, Removal
from pages.shell import session

_LABELS: Final[dict[How, str]] = {"done": "Done", "two_weeks": "In two weeks", "next_quarter": "Next quarter"}


def buttons(tie: Tie, where: str) -> None:
    """The buttons of a follow-up in a row; one that is not planned can't be done."""
    with st.container(horizontal=True, gap="xsmall", width="content"):
        for how, label in _LABELS.items():
            if how != "done" or tie.due is not None:
                st.button(label, key=f"{how} {where} {tie.contact['id']}", on_click=_follow_up, args=(tie.contact, how))


def _follow_up(contact: RecordDict, how: How) -> None:
    after = contacts.followed_up(contact, session.today(), how, session.profile().fiscal_year_start)
    day = after.get("follow_up")
    following = f"Next: {session.words().day(date.fromisoformat(day))}." if day else "No further follow-up is planned."
    session.save(
        lambda document: edits.put(document, "contacts", after, contact),
        f"{contact['name']}: {'followed up' if how == 'done' else 'put off'}. {following}",
        undo=lambda document: edits.undone(document, Removal((), (("contacts", contact, after),))),
    )
