"""The pages, and the menu of them."""

from collections.abc import Sequence
from copy import copy
from functools import cache

import streamlit as st

from pages.circles import invited

_CIRCLES, _PRIVACY = "Circles", "Privacy and access"


def pages() -> list[st.Page]:
    """All pages, the one that opens first."""
    return list(map(copy, _pages()))  # each run marks the one that it shows


def show(pages: Sequence[st.Page]) -> None:
    """A menu of our own: Streamlit's hides all pages behind an icon on a phone."""
    with st.container(horizontal=True, gap="small", key="menu"):
        for page in pages:
            if page.title != _PRIVACY and (page.title != _CIRCLES or invited.has_circles()):
                st.page_link(page, width="content")


@cache
def _pages() -> tuple[st.Page, ...]:
    """What takes as long as to draw half a dozen elements, since each looks for its file: so once."""
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
        st.Page("circles.py", title=_CIRCLES),  # the menu names it to who is in one; others find it on Share
        st.Page("settings.py", title="Settings"),
        st.Page("privacy.py", title=_PRIVACY, url_path="privacy"),  # found under Settings
    )
