"""An invitation to a circle: the question whether to join, with what joining shares and what it never does."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from netroi_core.circles.circles import Membership
from netroi_core.circles.words import MEMBER_FACTS
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Link
from netroi_core.wording.wording import escape_markdown
from pages.shell import identity, session, workspace

_DECLINED = "declined invitation"


def has_circles() -> bool:
    """Return True if the visitor is in a circle or came by an invitation to one."""
    with suppress(NetROIError):  # a menu must not fail because the store does
        if not identity.hosting().is_personal:
            return identity.services().circles.is_in_any(identity.principal()) or identity.invitation() is not None
    return False


def pending_invitation(memberships: Sequence[Membership]) -> tuple[Link, str] | None:
    """Return the invitation that waits for an answer, with the circle's name; None if there is none."""
    link = identity.invitation()
    if link is None or session.what_if(_DECLINED, None) == link.id:
        return None
    circle = link.content["circle"]
    name = (
        None if any(membership.id == circle for membership in memberships) else identity.services().circles.name(circle)
    )
    return None if name is None else (link, name)


def show_invitation(link: Link, name: str) -> None:
    """Ask the visitor whether to join, and say what to know first."""
    st.title(f"Join the circle “{escape_markdown(name)}”?")
    st.markdown(
        "By joining you give nothing yet. Quarter by quarter you choose whether to take part, and see exactly which "
        "rounded figures that gives. Then you see where you stand among the others."
    )
    show_member_facts()
    if workspace.read() is None:
        st.markdown(
            "You need figures of your own first. One pop quiz is enough; the invitation waits under *Circles* for a "
            "day, and its link works until it ends."
        )
        if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
            st.switch_page("quiz.py")
        return
    with st.container(horizontal=True):
        st.button("Join", type="primary", icon=":material/group_add:", on_click=_join, args=(link,))
        st.button("Not now", on_click=decline_invitation)


def decline_invitation() -> None:
    """Don't ask about this browser's invitation again while the app is open."""
    if (link := identity.invitation()) is not None:
        session.set_what_if(_DECLINED, link.id)


def show_member_facts() -> None:
    """Show what a circle shares, and what it never does."""
    for question, answer in MEMBER_FACTS:
        st.markdown(f"**{question}.** {answer}")


def offer_circles() -> None:
    """Show a link to the circles page."""
    st.header("A circle")
    st.markdown(
        "With your chapter, course or clients: everyone sees where they stand among the others, by quartiles of at "
        "least five, and nobody sees a name or an amount."
    )
    st.page_link("circles.py", label="Open a circle, or see yours", icon=":material/groups:")


def _join(link: Link) -> None:
    try:
        identity.services().circles.join(identity.principal(), link.content["circle"])
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.notify("success", "You are in. Choose a quarter to take part with.")
