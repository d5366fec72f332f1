"""The script that draws every page: the menu, the notices, then the page itself."""

from datetime import timedelta

import streamlit as st

from pages.frame import menu, notices
from pages.shell import identity, session

# Inline, because Streamlit fetches a named icon from another site.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<path d="M1.5 12.5 6 7.5l3 3L14.5 4M10 3.5h4.5V8" fill="none" stroke="#456de6" stroke-width="2"/></svg>"""


@st.fragment(run_every=timedelta(days=1))
def _reconnecting() -> None:
    """Show nothing, and make the page run at once when the browser reconnects to another process.

    Without a fragment that reruns by itself, the page waits for the first click, and that click is lost with whatever
    was typed: the new process never drew the page.
    """


st.set_page_config(page_title="NetROI", page_icon=ICON, layout="wide")
pages = menu.pages()
page = st.navigation(pages, position="hidden")
with st.container(horizontal_alignment="center"), st.container(width=1120):
    menu.show_menu(pages)
    page_state = session.page_state()
    page_state.begin_run()
    if notices.show_notices():
        page.run()
    page_state.end_run()
if identity.has_replicas():  # elsewhere there is no other process, and each run would pay for the fragment
    _reconnecting()
