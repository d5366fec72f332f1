"""The sentence below a field that says what is wrong with its value."""

import streamlit as st

from netroi_core.wording.wording import escape_markdown


def show_field_error(sentence: str) -> None:
    """Show what is wrong with the field above."""
    st.markdown(f":red[:material/error: {escape_markdown(sentence)}]")
