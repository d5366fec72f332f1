"""A choice of further details, one at a time, below the main picture of a page."""

# One at a time: each element costs CPU at every click on its page, and most visitors open none of them.

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import streamlit as st

from netroi_core.wording.wording import escape_markdown
from pages.shell import session

TITLE: Final = "A closer look"
NOTHING: Final = "Not now"
FILES: Final = "Tables and files"
HOW: Final = "How is this figured?"

_KEY = "closer look"


def show_closer_look(details: Mapping[str, Callable[[], object]]) -> None:
    """Show the names of all details, and below them the one that is chosen.

    Args:
        details: The functions that draw the details, by name.
    """
    if session.widget_value(_KEY) not in details:  # nothing chosen yet, or not offered for these quarters
        session.set_widget_value(_KEY, NOTHING)
    name = st.radio(TITLE, [NOTHING, *details], horizontal=True, key=_KEY)
    if name in details:
        details[name]()


def show_method(explanations: Iterable[tuple[str, str]]) -> None:
    """Show how figures are calculated: pairs of a figure's name and a sentence."""
    for name, sentence in explanations:
        st.markdown(f"**{name}**  \n{escape_markdown(sentence)}")
