"""The frame of every page: the menu, what there is to tell, then the page."""

from datetime import timedelta

import streamlit as st

from pages.frame import menu, notices
from pages.shell import identity, session

# Drawn here: a named icon would be fetched from another site, which is none of theirs.
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
<path d="M1.5 12.5 6 7.5l3 3L14.5 4M10 3.5h4.5V8" fill="none" stroke="#456de6" stroke-width="2"/></svg>"""


@st.fragment(run_every=timedelta(days=1))
def _reconnecting() -> None:
    """Show nothing: only a page that renews itself runs at once when it is connected to another process.

    Any other stands there until the first click, which is lost with what was typed: that process never drew its page.
    """


st.set_page_config(page_title="NetROI", page_icon=ICON, layout="wide")
pages = menu.pages()
page = st.navigation(pages, position="hidden")
with st.container(horizontal_alignment="center"), st.container(width=1120):
    menu.show(pages)
    visits = session.visits()
    visits.begin()
    if notices.show():
        page.run()
    visits.end()
if identity.is_shared():  # elsewhere there is no other process, and each run would pay for it
    _reconnecting()
