"""The frame of every page: the menu, what there is to tell, then the page."""

from datetime import timedelta

import streamlit as st

from pages.parts import identity, notices, session
from pages.parts.sharing import invited

CIRCLES = st.Page("circles.py", title="Circles")
PRIVACY = st.Page("privacy.py", title="Privacy and access", url_path="privacy")
PAGES = (
    st.Page("results.py", title="Results", default=True),
    st.Page("overview.py", title="This week"),
    st.Page("trends.py", title="Trends"),
    st.Page("plan.py", title="Plan"),
    st.Page("people.py", title="People"),
    st.Page("network.py", title="Network"),
    st.Page("quiz.py", title="Pop quiz"),
    st.Page("journal.py", title="Journal"),
    st.Page("imports.py", title="Bring files"),
    st.Page("share.py", title="Share"),
    CIRCLES,
    st.Page("settings.py", title="Settings"),
)

# Drawn here: a named icon would be fetched from another site, which is none of theirs.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<path d="M1.5 12.5 6 7.5l3 3L14.5 4M10 3.5h4.5V8" fill="none" stroke="#456de6" stroke-width="2"/></svg>"""


@st.fragment(run_every=timedelta(days=1))
def _reconnecting() -> None:
    """Show nothing: only a page that renews itself runs at once when it is connected to another process.

    Any other stands there until the first click, which is lost with what was typed: that process never drew its page.
    """


st.set_page_config(page_title="NetROI", page_icon=ICON, layout="wide")
page = st.navigation([*PAGES, PRIVACY], position="hidden")
with st.container(horizontal_alignment="center"), st.container(width=1120):
    # A menu of our own: Streamlit's hides all pages behind an icon on a phone.
    with st.container(horizontal=True, gap="small", key="menu"):
        for each in PAGES:
            if each is not CIRCLES or invited.has_circles():  # others find them on Share: fewer words in the menu
                st.page_link(each, width="content")
    session.visits().begin()
    if notices.show():
        page.run()
    session.visits().end()
if identity.is_shared():  # elsewhere there is no other process, and each run would pay for it
    _reconnecting()
