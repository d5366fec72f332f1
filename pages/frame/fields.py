"""Fields in the browser: a numeric keyboard, and links that wait until what was typed is saved.

Streamlit has no option for either. The hash of the script is in the Content-Security-Policy.
"""

from pathlib import Path
from typing import Final

import streamlit as st

SCRIPT: Final = f"<script>{Path(__file__).with_suffix('.js').read_text('utf-8')}</script>"


def install_script() -> None:
    """Watch the fields and links of the page from now on."""
    st.html(SCRIPT, unsafe_allow_javascript=True)
