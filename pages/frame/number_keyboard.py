"""A numeric keyboard for the fields whose keys begin with ``number``, for which Streamlit has no option.

The hash of the script is in the Content-Security-Policy.
"""

from pathlib import Path
from typing import Final

import streamlit as st

SCRIPT: Final = f"<script>{Path(__file__).with_suffix('.js').read_text('utf-8')}</script>"


def install() -> None:
    """Watch the fields of the page from now on."""
    st.html(SCRIPT, unsafe_allow_javascript=True)
