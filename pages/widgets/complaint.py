"""What is wrong with a field, said beneath it."""

import streamlit as st

from netroi_core.wording.wording import plain


def complain(sentence: str) -> None:
    """Say what is wrong with the field above."""
    st.markdown(f":red[:material/error: {plain(sentence)}]")
