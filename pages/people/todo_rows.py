"""Rows of things to do for people and outcomes, each with its buttons."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

import streamlit as st

from netroi_core.relationships.contacts import FollowUpAction, message_to, with_next_follow_up
from netroi_core.views.todos import Todo
from netroi_core.wording.wording import escape_markdown
from netroi_core.workspace.records import Contact
from pages.people.referral import show_referral_buttons
from pages.shell import session

_ICONS: Final[Mapping[str, str]] = {
    "role": "work",
    "boundary": "spa",
    "pause": "waving_hand",
    "interview": "work",
    "lead": "forum",
    "investor": "trending_up",
    "referral": "handshake",
    "declined": "redeem",
    "follow_up": "forum",
    "quiz": "checklist",
    "conversation": "forum",
    "goal": "flag",
    "link": "link",
    "ask": "front_hand",
    "thank_you": "redeem",
    "give_back": "redeem",
    "introduction": "handshake",
    "feedback": "rate_review",
    "give": "redeem",
    "sponsor": "campaign",
    "warm_tie": "eco",
    "reconnect": "eco",
    "challenge": "directions_walk",
}
# Items that are done by leaving something out, or by one message.
_WITHOUT_BUTTON: Final = ("boundary", "pause", "declined")
_WEEK: Final = timedelta(days=7)
# What a message settles, and how that is confirmed.
_SETTLED_BY_CONTACT: Final[Mapping[str, str]] = {
    "follow_up": "Followed up with",
    "thank_you": "Thanked",
    "warm_tie": "Got in touch with",
    "reconnect": "Got in touch with",
}


def show_rows(items: Iterable[Todo]) -> None:
    """Show things to do: those about a contact or a client with buttons below, and others with one beside them."""
    for item in items:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":material/{_ICONS[item.kind]}: {escape_markdown(item.text)}", width="stretch")
            if item.kind not in _WITHOUT_BUTTON and item.kind != "referral" and item.contact is None:
                _show_button(item)
        if item.kind == "referral" and item.outcome:
            show_referral_buttons(item.outcome, item.contact)
        elif item.contact is not None:
            _show_contact_buttons(item, item.contact)


def _show_contact_buttons(todo: Todo, contact: Contact) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button("Done", key=f"done {todo.kind} {contact.id}", icon=":material/check:", on_click=_close,
                  args=(todo, contact))  # fmt: skip
        st.button("In a week", key=f"{todo.kind} {contact.id}", type="tertiary", on_click=_put_off, args=(contact,))


def _close(todo: Todo, contact: Contact) -> None:
    """Save that a message was sent; what it doesn't settle by itself comes up again in a quarter at the earliest."""
    today = session.today()
    action: FollowUpAction = "done" if todo.kind in _SETTLED_BY_CONTACT else "next_quarter"
    after = with_next_follow_up(contact, today, action, session.profile().fiscal_year_start)
    due = f"Next follow-up: {session.words().day(after.follow_up)}." if after.follow_up else ""
    did = _SETTLED_BY_CONTACT.get(todo.kind, "Got in touch with")
    sent = message_to(contact, today, session.new_id("a"))
    session.replace(contact, after, f"{did} {contact.name}.", due, added=sent)


def _put_off(contact: Contact) -> None:
    day = session.today() + _WEEK
    after = contact.model_copy(update={"follow_up": day})
    session.replace(contact, after, f"Planned a follow-up with {contact.name} for {session.words().day(day)}.")


def _show_button(todo: Todo) -> None:
    if todo.kind == "quiz":
        if st.button("Start the quiz", key="take the quiz", type="primary"):
            st.switch_page("quiz.py", query_params={"quarter": str(todo.quarter)})
    else:
        _show_other_button(todo)


def _show_other_button(todo: Todo) -> None:
    if todo.kind == "goal":
        if st.button("Plan", key="see the plan", icon=":material/tune:"):
            st.switch_page("plan.py")
    elif todo.kind == "link" and todo.outcome is not None:
        if st.button("Link it", key="link wins", icon=":material/link:"):
            st.switch_page("record.py", query_params={"id": f"outcomes/{todo.outcome.id}"})
    elif todo.outcome is not None:
        if st.button("Update", key=f"update the {todo.kind}", icon=":material/edit:"):
            st.switch_page("log_outcome.py", query_params={"outcome": todo.outcome.id})
    elif st.button("Log it", key=f"log the {todo.kind}", icon=":material/add:"):
        st.switch_page("log.py")
