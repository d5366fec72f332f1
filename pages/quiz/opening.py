"""The opening of a step: at its top, with the focus on its heading.

Streamlit has no option for either. The hash of the script is in the Content-Security-Policy.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from netroi_core.quiz.steps import Step
from pages.quiz.quiz_form import STEP_PARAMETER

SCRIPT: Final = f"<script>{(Path(__file__).parent / 'quiz.js').read_text('utf-8')}</script>"


def open_at_top(step: Step) -> None:
    """Scroll to the top of a step that was led to, with the focus on its heading."""
    # Another text for each step, so that the browser runs the script once in each. The first step that a visitor sees
    # opens at its top by itself, and the focus is the visitor's.
    led_to = step.key if STEP_PARAMETER in st.query_params else ""
    st.html(f"{SCRIPT}<i hidden data-step='{led_to}'></i>", unsafe_allow_javascript=True)
