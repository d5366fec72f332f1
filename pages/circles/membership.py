"""Opening, inviting to, leaving and closing a circle."""

from typing import Final

import streamlit as st

from netroi_core.circles.circles import MAX_NAME_LENGTH, Membership
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Link
from netroi_core.web.link_pages import INVITATION
from pages.circles import invitation
from pages.shell import identity, session, workspace
from pages.widgets import shared_links

_DAYS: Final = (7, 30, 90)
_FOR: Final = "invitation for"
_INVITED_TO: Final = "newest invitation is to"
_NAME: Final = "circle name"
_OPENING: Final = "open a circle"


def offer_new_circle() -> None:
    """Show the form that opens a circle."""
    if workspace.read() is None:
        st.markdown("To open one, you need a workspace of your own: one answer in the quiz is enough.")
        if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
            st.switch_page("quiz.py")
        return
    expander = st.expander("Open a circle", icon=":material/group_add:", key=_OPENING, on_change="rerun")
    if not expander.open:
        return
    with expander, st.form("new circle", border=False, clear_on_submit=True):
        st.markdown("For people who trust you: your chapter, your course, your clients. You see no more than they do.")
        st.text_input("Its name", key=_NAME, max_chars=MAX_NAME_LENGTH, autocomplete="off",
                      help="Everyone whom you invite reads it.")  # fmt: skip
        st.form_submit_button("Open it", type="primary", on_click=_open)


def show_membership(circle: Membership) -> None:
    """Show the acts open to the visitor: the lead can invite and close, a member can leave."""
    if circle.is_lead:
        _show_invitations(circle)
        _show_ending(
            circle, "Close this circle", "For everyone, at once: all figures in it are deleted.", "It is closed."
        )
    else:
        _show_ending(circle, "Leave this circle", "Your figures in it are deleted at once.", "You left the circle.")


def _show_invitations(circle: Membership) -> None:
    links = [link for link in shared_links.active_links("invitation") if link.content["circle"] == circle.id]
    if session.what_if(_INVITED_TO, None) == circle.id:
        shared_links.show_new_link(
            "invitation", "Whoever has it can join this circle; send it to those whom it is for."
        )
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
                      args=(circle, links))  # fmt: skip
        shared_links.show_links(
            links, lambda link: f"**Invitation**, {shared_links.valid_until(link)}, {shared_links.times_opened(link)}"
        )


def _show_ending(circle: Membership, label: str, consequence: str, done: str) -> None:
    with st.expander(label, icon=":material/logout:", key="end membership"):
        st.markdown(
            f"{consequence} The rounded quartiles that were told before name nobody."
            if not circle.is_lead
            else consequence
        )
        # A box and not an undo: the figures are deleted at once and can't be restored.
        sure = st.checkbox("I am sure.", key=f"sure to end {circle.id}")
        st.button(label, key="end it", disabled=not sure, on_click=_end, args=(circle, done))


def _open() -> None:
    try:
        identity.services().circles.open(identity.principal(), str(session.widget_value(_NAME) or ""))
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.set_widget_value(_OPENING, False)
    session.notify("success", "Your circle is open. Invite its members.")


def _invite(circle: Membership, earlier_links: list[Link]) -> None:
    # A new link makes the one before void, so that one that went astray ends with it.
    _revoke(earlier_links)
    shared_links.create_link(
        "invitation", session.widget_value(_FOR), lambda: {"circle": circle.id}, INVITATION.address
    )
    session.set_what_if(_INVITED_TO, circle.id)


def _end(circle: Membership, done: str) -> None:
    try:
        if circle.is_lead:
            # Links first: if closing fails then, nobody new has come in, and it can be tried again.
            _revoke([link for link in shared_links.active_links("invitation") if link.content["circle"] == circle.id])
        identity.services().circles.leave(identity.principal(), circle.id)
        invitation.decline_invitation()  # the one by which they came in
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.notify("success", done)


def _revoke(links: list[Link]) -> None:
    for link in links:
        identity.services().links.revoke(identity.principal(), link.id)
