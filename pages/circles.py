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
        joined = [entry for entry in mine if not entry.is_waiting]
        if joined:
            circle.show_circle(joined)
        else:
            _what_will_stand_here()
        membership.show_waiting([entry for entry in mine if entry.is_waiting])
        membership.offer_new_circle()
    except NetROIError as refusal:
        st.error(escape_markdown(str(refusal)), icon=":material/error:")


def _what_will_stand_here() -> None:
    st.title("Circles")
    st.markdown(
        "In a circle, you see how your networking compares with others in your chapter, course or client "
        "group. You share rounded figures one quarter at a time, and see ranges for at least five "
        "members: no names, no amounts, nobody’s own figures. To start, ask your coach or chapter for an "
        "invitation, or create a circle."
    )


def _none_here() -> None:
    st.title("Circles")
    if session.is_example():
        st.markdown("The example has no circles. Leave the example to see yours.")
        return
    st.markdown(
        "In a circle, you compare your networking with others who use the same NetROI. Yours runs on "
        "this machine only, so there is nobody to compare with yet. Put it online for others, or join a "
        "circle on a NetROI that is online."
    )
    st.page_link("share.py", label="How to put NetROI online", icon=":material/dns:")


main()
