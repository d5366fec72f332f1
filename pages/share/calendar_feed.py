"""The secret address of the visitor's calendar feed: created, replaced, revoked."""

import streamlit as st

from netroi_core.access.limits import FEED_DAYS
from netroi_core.web import calendar_feed
from pages.shell import identity, session
from pages.widgets import shared_links


def show_calendar_feed() -> None:
    """Show the address, whose validity each visit to this page prolongs, or a button that creates one."""
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
    shared_links.show_new_link(
        "feed", "Whoever has it reads whom you follow up with, and when: give it to your calendar alone.", "address"
    )
    links = shared_links.active_links("feed")
    if not links:
        st.button("Make the address", icon=":material/calendar_add_on:", on_click=_create)
        return
    for link in links:
        # The address expires unless its owner still looks after it, and a calendar program never opens this page.
        prolonged = identity.services().links.extend(link, FEED_DAYS)
        with st.container(horizontal=True, vertical_alignment="center", key="calendar address"):
            created, until = (session.words().day(day) for day in (prolonged.created, prolonged.until))
            st.markdown(f"Made on {created}. It holds until {until}, and longer each time that you open this page.",
                        width="stretch")  # fmt: skip
            st.button("Replace it", key=f"replace {link.id[:16]}", icon=":material/autorenew:", on_click=_create,
                      help="Another address; the one you have opens nothing any more.")  # fmt: skip
            shared_links.revoke_button(link)


def _create() -> None:
    shared_links.create_link("feed", FEED_DAYS, dict, calendar_feed.feed_address)
