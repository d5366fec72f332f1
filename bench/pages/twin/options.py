"""The choices of a page, as pages/widgets/filters.py draws them until somebody asks for them."""

import streamlit as st


def bar() -> None:
    """One button with all choices behind it."""
    st.popover("Quarters and how it counts", icon=":material/tune:", key="how it counts", on_change="rerun")
