"""The targets of links between the app's pages."""

from functools import cache
from typing import Final

import streamlit as st

HOME: Final = "home.py"


@cache
def page_of(script: str) -> st.Page:
    """Return the page of a script, as the target of a link.

    For the menu and lists: a link that names the script itself looks for it on the disk at every run.
    """
    return st.Page(script, default=script == HOME)
