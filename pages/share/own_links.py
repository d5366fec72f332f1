"""The links to NetROI itself and to the visitor's calendar feed."""

from functools import cache
from io import BytesIO
from typing import Final

import segno
import streamlit as st

from netroi_core.access.limits import FEED_DAYS
from netroi_core.web.public_routes import feed_address
from pages.shell import identity, session
from pages.widgets import shared_links

_TEXT: Final = (
    "What does your networking return? In ten minutes a quarter, NetROI shows which approach pays "
    "best for you (group events, one-on-one or social media) and how certain that is. Your data "
    "stays yours: {url}"
)
_HOW: Final = """
1. Get a server that others can reach, with a domain name and HTTPS. The guides in `docs/` go through it step by step
   for any Linux host, a container and Streamlit Community Cloud.
2. Set `NETROI_MODE=guests` to give everyone with the link a private workspace, or `NETROI_MODE=accounts` to let them
   sign in.
3. Set `NETROI_URL` to the server’s address and start NetROI there. This page then shows the link to share.
"""


def show_way_online() -> None:
    """Show that links work on this computer only, and how to put NetROI online."""
    st.markdown("NetROI runs only on this computer, so links work only here.")
    with st.expander("How to put NetROI online", key="put online"):
        st.markdown(_HOW)


def show_app_link() -> None:
    """Show the link to this server, to copy or scan."""
    st.header("Recommend NetROI")
    url = identity.url()
    st.markdown("Anyone who opens this link gets a private workspace of their own. They can’t see yours.")
    text_column, code_column = st.columns([2, 1], gap="medium")
    with text_column:
        st.code(url, language=None, wrap_lines=True)
        st.caption("A message you can send")
        st.code(_TEXT.format(url=url), language=None, wrap_lines=True)
    with code_column:
        st.image(_qr_code(url), caption="Scan to open the link", width=200)


def show_calendar_feed() -> None:
    """Show the address, whose validity each visit to this page prolongs, or a button that creates one."""
    st.header("Calendar reminders")
    if identity.hosting().is_personal and not shared_links.active_links("feed"):
        st.markdown(
            "*Add to my calendar* on Home saves follow-ups and quizzes as a file that any calendar can open. A "
            "calendar on your phone that updates itself needs NetROI online."
        )
        st.page_link("home.py", label="Go to Home", icon=":material/home:")
        return
    if session.is_example() or session.saved() is None:
        st.markdown("Once you have records of your own, your calendar can remind you of follow-ups and quizzes.")
        return
    st.markdown(
        "Get every follow-up and each quarter’s quiz in your calendar, always up to date. In your "
        "calendar app, add the address as a calendar *from the internet* or *by URL*."
    )
    shared_links.show_new_link(
        "feed",
        "Anyone with the address can see who you follow up with and when, so give it only to your calendar.",
        "address",
    )
    links = shared_links.active_links("feed")
    if not links:
        st.button("Create an address", icon=":material/calendar_add_on:", on_click=_create_feed)
        return
    for link in links:
        # The address expires unless its owner still looks after it, and a calendar program never opens this page.
        prolonged = identity.services().links.extend(link, FEED_DAYS)
        with st.container(horizontal=True, vertical_alignment="center", key="calendar address"):
            created, until = (session.words().day(day) for day in (prolonged.created, prolonged.until))
            st.markdown(f"Created on {created}. It works until {until}, and is extended each time you open this page.",
                        width="stretch")  # fmt: skip
            st.button("Replace", key=f"replace {link.id[:16]}", icon=":material/autorenew:", on_click=_create_feed,
                      help="Creates a new address. The old one stops working.")  # fmt: skip
            shared_links.revoke_button(link)


def _create_feed() -> None:
    shared_links.create_link("feed", FEED_DAYS, dict, feed_address)


@cache
def _qr_code(url: str) -> str:
    """Return a QR code as SVG."""
    # On white even in the dark theme, because that is what cameras read.
    image = BytesIO()
    segno.make(url, error="m", micro=False).save(
        image, kind="svg", scale=8, dark="#12161b", light="#ffffff", xmldecl=False, title=f"QR code of {url}"
    )
    return image.getvalue().decode()
