"""The list of pages and the menu that links to them."""

from collections.abc import Sequence
from copy import copy
from functools import cache

import streamlit as st

from pages.circles import membership

_CIRCLES, _PRIVACY = "Circles", "Privacy and access"


def pages() -> list[st.Page]:
    """Return every page in the menu's order; the default page opens first."""
    # Copies, because Streamlit marks the page of a run on the object itself.
    return list(map(copy, _pages()))


def show_menu(pages: Sequence[st.Page]) -> None:
    """Show a link to every page that belongs in the menu."""
    # Not Streamlit's own menu: on a phone it hides all pages behind an icon.
    with st.container(horizontal=True, gap="small", key="menu"):
        for page in pages:
            if page.title != _PRIVACY and (page.title != _CIRCLES or membership.has_circles()):
                st.page_link(page, width="content")


@cache
def _pages() -> tuple[st.Page, ...]:
    # Cached: each st.Page looks for its file, which costs as much as drawing half a dozen elements.
    return (
        st.Page("results.py", title="Results", default=True),
        st.Page("this_week.py", title="This week"),
        st.Page("trends.py", title="Trends"),
        st.Page("plan.py", title="Plan"),
        st.Page("people.py", title="People"),
        st.Page("network.py", title="Network"),
        st.Page("quiz.py", title="Pop quiz"),
        st.Page("log.py", title="Journal"),
        st.Page("imports.py", title="Bring files"),
        st.Page("share.py", title="Share"),
        st.Page("circles.py", title=_CIRCLES),  # in the menu for members only; others find it on Share
        st.Page("settings.py", title="Settings"),
        st.Page("privacy.py", title=_PRIVACY, url_path="privacy"),  # linked from Settings
    )
