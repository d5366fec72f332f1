"""Circles begin and end: opened, joined by an invitation's link, left, closed."""

from typing import Final

import streamlit as st

from netroi_core.circles.circles import LONGEST_NAME, Membership
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Link
from netroi_core.web.invitation import INVITATION
from pages.circles import invited
from pages.shell import identity, session, workspace
from pages.widgets import links as given

_DAYS: Final = (7, 30, 90)
_FOR: Final = "invitation for"
_INVITED_TO: Final = "newest invitation is to"
_NAME: Final = "circle name"
_OPENING: Final = "open a circle"


def offer_to_open() -> None:
    """A circle of one's own."""
    if workspace.read() is None:
        st.markdown("To open one, you need a workspace of your own: one answer in the quiz is enough.")
        if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
            st.switch_page("quiz.py")
        return
    unfolded = st.expander("Open a circle", icon=":material/group_add:", key=_OPENING, on_change="rerun")
    if not unfolded.open:
        return
    with unfolded, st.form("new circle", border=False, clear_on_submit=True):
        st.markdown("For people who trust you: your chapter, your course, your clients. You see no more than they do.")
        st.text_input("Its name", key=_NAME, max_chars=LONGEST_NAME, autocomplete="off",
                      help="Everyone whom you invite reads it.")  # fmt: skip
        st.form_submit_button("Open it", type="primary", on_click=_open)


def show(circle: Membership) -> None:
    """What its lead can do, or a member: invite and close, or leave."""
    if circle.is_lead:
        _invitations(circle)
        _ending(circle, "Close this circle", "For everyone, at once: all figures in it are deleted.", "It is closed.")
    else:
        _ending(circle, "Leave this circle", "Your figures in it are deleted at once.", "You left the circle.")


def _invitations(circle: Membership) -> None:
    there = [link for link in given.live("invitation") if link.content["circle"] == circle.id]
    if session.tried(_INVITED_TO, None) == circle.id:
        given.show_new("invitation", "Whoever has it can join this circle; send it to those whom it is for.")
    is_new = circle.members == 1
    with st.expander("Invite members", icon=":material/mail:", key="invite members", expanded=is_new):
        st.markdown(
            "A link that lets people join; who is new to NetROI takes the pop quiz first. A new link makes the one "
            "before void; who has joined stays. Nobody sees who is in it, you included."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.segmented_control("For how long", _DAYS, default=30, required=True, key=_FOR,
                                 format_func=lambda days: f"{days} days")  # fmt: skip
            st.button("Make the link", type="primary", icon=":material/add_link:", on_click=_invite,
                      args=(circle, there))  # fmt: skip
        given.listed(there, lambda link: f"**Invitation**, {given.held(link)}, {given.opened(link)}")


def _ending(circle: Membership, label: str, what: str, done: str) -> None:
    with st.expander(label, icon=":material/logout:", key="end membership"):
        st.markdown(f"{what} The rounded quartiles that were told before name nobody." if not circle.is_lead else what)
        sure = st.checkbox("I am sure.", key=f"sure to end {circle.id}")
        st.button(label, key="end it", disabled=not sure, on_click=_end, args=(circle, done))


def _open() -> None:
    try:
        identity.circles().open(identity.principal(), str(session.value(_NAME) or ""))
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.set_value(_OPENING, False)
    session.notify("success", "Your circle is open. Invite its members.")


def _invite(circle: Membership, there: list[Link]) -> None:
    _revoke(there)
    given.give_out("invitation", session.value(_FOR), lambda: {"circle": circle.id}, INVITATION.address)
    session.try_out(_INVITED_TO, circle.id)


def _end(circle: Membership, done: str) -> None:
    try:
        if circle.is_lead:
            _revoke([link for link in given.live("invitation") if link.content["circle"] == circle.id])
        identity.circles().leave(identity.principal(), circle.id)
        invited.decline()  # that by which they came in
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.notify("success", done)


def _revoke(links: list[Link]) -> None:
    for link in links:
        identity.links().revoke(identity.principal(), link.name)
