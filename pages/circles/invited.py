"""Who is invited to a circle: asked whether to join, told before what that shares and what it never does."""

from collections.abc import Sequence
from contextlib import suppress

import streamlit as st

from netroi_core.circles.circles import Membership
from netroi_core.circles.words import SHOWN
from netroi_core.errors import NetROIError
from netroi_core.sharing.links import Link
from netroi_core.wording.wording import plain
from pages.shell import identity, session, workspace

_DECLINED = "declined invitation"


def has_circles() -> bool:
    """Whether whoever is here is in a circle, or came by an invitation to one; if it can't be told, no."""
    with suppress(NetROIError):
        if not identity.hosting().is_personal:
            return identity.circles().is_in_any(identity.principal()) or identity.invitation() is not None
    return False


def pending(mine: Sequence[Membership]) -> tuple[Link, str] | None:
    """The invitation that is to be answered, and the circle's name."""
    link = identity.invitation()
    if link is None or session.tried(_DECLINED, None) == link.name:
        return None
    circle = link.content["circle"]
    name = None if any(each.id == circle for each in mine) else identity.circles().name(circle)
    return None if name is None else (link, name)


def show(link: Link, name: str) -> None:
    """The question, and what to know before."""
    st.title(f"Join the circle “{plain(name)}”?")
    st.markdown(
        "By joining you give nothing yet. Quarter by quarter you choose whether to take part, and see exactly which "
        "rounded figures that gives. Then you see where you stand among the others."
    )
    said()
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
        st.button("Not now", on_click=decline)


def decline() -> None:
    """Ask no more, as long as the app is open, about the invitation that this browser came by."""
    if (link := identity.invitation()) is not None:
        session.try_out(_DECLINED, link.name)


def said() -> None:
    """What a circle shows, and what it never does."""
    for question, answer in SHOWN:
        st.markdown(f"**{question}.** {answer}")


def offer_circles() -> None:
    """The way to circles from another page."""
    st.header("A circle")
    st.markdown(
        "With your chapter, course or clients: everyone sees where they stand among the others, by quartiles of at "
        "least five, and nobody sees a name or an amount."
    )
    st.page_link("circles.py", label="Open a circle, or see yours", icon=":material/groups:")


def _join(link: Link) -> None:
    try:
        identity.circles().join(identity.principal(), link.content["circle"])
    except NetROIError as refusal:
        session.notify("error", str(refusal))
        return
    session.notify("success", "You are in. Choose a quarter to take part with.")
