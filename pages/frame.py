"""The script that draws every page: the menu, the notices, then the page itself."""

from datetime import timedelta

import streamlit as st

from pages.frame import menu, notices
from pages.shell import identity, session
from pages.shell.layout import PAGE_WIDTH


@st.fragment(run_every=timedelta(days=1))
def _reconnecting() -> None:
    """Show nothing, and make the page run at once when the browser reconnects to another process.

    Without a fragment that reruns by itself, the page waits for the first click, and that click is lost with whatever
    was typed: the new process never drew the page.
    """


page = menu.open_page()
with st.container(horizontal_alignment="center"), st.container(width=PAGE_WIDTH):
    menu_place = st.container()
    page_state = session.page_state()
    page_state.begin_run()
    # Even before the menu reads the workspace: a damaged one is set aside at the first reading, with one notice.
    can_show = notices.show_notices(page.title)
    with menu_place:
        menu.show_menu(page)
    if can_show:
        page.run()
        notices.show_below(page.title)
    page_state.end_run()
if identity.has_replicas():  # elsewhere there is no other process, and each run would pay for the fragment
    _reconnecting()
