"""What is one click away: one thing at a time, so that a page stays short, and costs little where nobody asks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

import streamlit as st

from netroi_core.wording.wording import plain
from pages.shell import session

TITLE: Final = "A closer look"
NOTHING: Final = "Not now"
FILES: Final = "Tables and files"
HOW: Final = "How is this figured?"

_KEY = "closer look"


def show(looks: Mapping[str, Callable[[], object]]) -> None:
    """The names of all that can be looked at, and below what is."""
    if session.value(_KEY) not in looks:  # nothing yet, or what was there under other quarters
        session.set_value(_KEY, NOTHING)
    name = st.radio(TITLE, [NOTHING, *looks], horizontal=True, key=_KEY)
    if name in looks:
        looks[name]()


def method(said: Iterable[tuple[str, str]]) -> None:
    """How figures are made, by their names."""
    for name, sentence in said:
        st.markdown(f"**{name}**  \n{plain(sentence)}")
