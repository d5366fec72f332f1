"""The address at which a calendar program finds the quiz and the follow-ups: made, replaced, taken back."""

import streamlit as st

from netroi_core.web import feed
from pages.shell import identity, session
from pages.widgets import links as given


def show() -> None:
    """The address, if there is one, which holds on for as long as its owner comes by here."""
    st.header("Your calendar")
    if session.is_example() or session.saved() is None:
        st.markdown("Once you have entries of your own, your calendar can show whom to follow up with, and when.")
        return
    st.markdown(
        "An address that your calendar program looks up by itself: every follow-up and each quarter’s quiz, as they "
        "stand that day. Subscribe to it there as a calendar *from the internet* or *by URL*."
    )
    if identity.hosting().is_personal:
        st.markdown("Your NetROI serves this machine alone, so only a calendar program on it finds the address.")
    given.show_new("feed", "Whoever has it reads whom you follow up with, and when: give it to your calendar alone.",
                   "address")  # fmt: skip
    links = given.live("feed")
    if not links:
        st.button("Make the address", icon=":material/calendar_add_on:", on_click=_give_out)
        return
    for link in links:
        held = identity.links().prolong(link, feed.DAYS)
        with st.container(horizontal=True, vertical_alignment="center", key="calendar address"):
            made, until = (session.words().day(day) for day in (held.made, held.until))
            st.markdown(f"Made on {made}. It holds until {until}, and longer each time that you open this page.",
                        width="stretch")  # fmt: skip
            st.button("Replace it", key=f"replace {link.name[:16]}", icon=":material/autorenew:", on_click=_give_out,
                      help="Another address; the one you have opens nothing any more.")  # fmt: skip
            given.take_back(link)


def _give_out() -> None:
    given.give_out("feed", feed.DAYS, dict, feed.address_of)
