import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.wording.wording import escape_markdown
from pages.circles import circle, membership
from pages.shell import identity, session


def main() -> None:
    if identity.hosting().is_personal or session.is_example():
        _none_here()
        return
    try:
        mine = identity.services().circles.memberships(identity.principal())
        if (pending := membership.pending_invitation(mine)) is not None:
            membership.show_invitation(*pending)
            return
        if mine:
            circle.show_circle(mine)
        else:
            _what_will_stand_here()
        membership.offer_new_circle()
    except NetROIError as refusal:
        st.error(escape_markdown(str(refusal)), icon=":material/error:")


def _what_will_stand_here() -> None:
    st.title("Where do you stand among others?")
    st.markdown(
        "In a circle you see how networking pays for people like you: their ROI, their hours, the cost of a meaningful "
        "contact, and their mix of approaches. You see quartiles of at least five members, and where you stand among "
        "them; never a name, an amount, or anybody's own figures. Ask your coach or chapter for an invitation, or open "
        "a circle."
    )


def _none_here() -> None:
    st.title("Where do you stand among others?")
    if session.is_example():
        st.markdown("Dana Whitfield is made up, so she is in no circle. Leave the example to see yours.")
        return
    st.markdown(
        "Circles are for several people on one NetROI, and yours runs on this machine only. Join or open a circle "
        "where NetROI is online for others."
    )
    st.page_link("share.py", label="How to put NetROI online", icon=":material/dns:")


main()
