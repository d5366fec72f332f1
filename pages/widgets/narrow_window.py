"""Whether the browser's window is too narrow for a table."""

import streamlit as st

from pages.shell import session


def is_window_narrow() -> bool:
    """Return True on a phone, and where the page's script has ticked a hidden box because the window is narrow."""
    return session.is_on_phone() or st.checkbox("Narrow window", key="narrow window", persist_state="session")
