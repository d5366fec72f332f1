"""A part of a page that runs again by itself: a click in it redraws nothing else, so it is answered sooner."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.storage import Saved
from pages.shell import session

_P = ParamSpec("_P")


def apart(draw: Callable[Concatenate[Saved, _P], None]) -> Callable[Concatenate[Saved, _P], None]:
    """For what shows a saved workspace: drawn with the page, then alone, as long as that is what is stored.

    Once it is not, or whoever looks at it may no longer, the whole page runs again, and tells.
    """

    @st.fragment
    @wraps(draw)
    def again(with_page: list[None], saved: Saved, *args: _P.args, **kwargs: _P.kwargs) -> None:
        if not with_page and not _is_stored(saved):
            st.rerun()
        with_page.clear()
        draw(saved, *args, **kwargs)

    @wraps(draw)
    def first(saved: Saved, *args: _P.args, **kwargs: _P.kwargs) -> None:
        again([None], saved, *args, **kwargs)

    return first


def _is_stored(saved: Saved) -> bool:
    try:
        return session.saved() is saved
    except NetROIError:
        return False
