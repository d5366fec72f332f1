"""The width of the browser's window."""

import streamlit as st

from pages.shell import session


def is_window_narrow() -> bool:
    """Return True if a table has no room: on a phone, and where the page's script has ticked a hidden box."""
    return session.is_on_phone() or st.checkbox("Narrow window", key="narrow window", persist_state="session")
