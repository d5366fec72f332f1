"""The menu: all pages, as they stand in it."""

from collections.abc import Sequence
from copy import copy
from functools import cache

import streamlit as st

from pages.parts.sharing import invited


def pages() -> Sequence[st.Page]:
    """All pages, the one that opens first; those that others lead to are hidden."""
    return list(map(copy, _pages(invited.has_circles())))  # each run marks the one that it shows


@cache
def _pages(has_circles: bool) -> tuple[st.Page, ...]:
    """What takes as long as to draw half a dozen elements, since each looks for its file: so once."""
    return (
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
        st.Page("circles.py", title="Circles", visibility="visible" if has_circles else "hidden"),  # found on Share
        st.Page("settings.py", title="Settings"),
        st.Page("privacy.py", title="Privacy and access", visibility="hidden"),  # found under Settings
    )
