"""Files to take away: made at the click, and handed to the visitor who clicked alone."""

from collections.abc import Callable
from secrets import token_hex

import streamlit as st

from netroi_core.access.visitors import owner_mark
from netroi_core.web.gate import MARK
from pages.shell import identity

_SAVE = ":material/download:"


def button(
    label: str,
    content: Callable[[], str | bytes],
    file_name: str,
    mime: str,
    *,
    key: str,
    icon: str = _SAVE,
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
) -> None:
    """A button that hands out a file.

    Streamlit keeps a file where anybody may fetch it who knows its address, and takes two large files for the same
    that begin, end and have their middle alike. So the media type says whose it is, which the gate reads and takes
    off, and has a number that no other file has.
    """
    marked = f"{mime}{MARK}{owner_mark(identity.visitor())}.{token_hex(8)}"
    st.download_button(label, content, file_name, marked, key=key, icon=icon, help=help, on_click="ignore")
