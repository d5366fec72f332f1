"""Download buttons whose file is made at the click and served to the visitor who clicked only."""

from collections.abc import Callable
from secrets import token_hex

import streamlit as st

from netroi_core.access.visitors import owner_tag
from netroi_core.web.access_middleware import OWNER_PARAMETER
from pages.shell import identity

_SAVE = ":material/download:"


def download_button(
    label: str,
    content: Callable[[], str | bytes],
    file_name: str,
    mime: str,
    *,
    key: str,
    icon: str = _SAVE,
    help: str | None = None,  # noqa: A002 - as Streamlit calls it
) -> None:
    """Show a button that downloads a file, made by ``content`` at the click and saved as ``file_name``."""
    # Streamlit serves a file to anyone who knows its address. So the media type names the owner, which the access
    # middleware checks and removes. It also takes two large files for the same if their beginnings, middles and ends
    # are alike: a random number in the media type keeps them apart.
    marked = f"{mime}{OWNER_PARAMETER}{owner_tag(identity.visitor())}.{token_hex(8)}"
    st.download_button(label, content, file_name, marked, key=key, icon=icon, help=help, on_click="ignore")
