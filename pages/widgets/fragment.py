"""Parts of a page that rerun alone, so that a click in them is answered sooner."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

import streamlit as st

from netroi_core.errors import NetROIError
from netroi_core.storage import Saved
from pages.shell import session

_P = ParamSpec("_P")


def saved_fragment(draw: Callable[Concatenate[Saved, _P], None]) -> Callable[Concatenate[Saved, _P], None]:
    """Make a fragment of a function that draws a saved workspace.

    The fragment reruns alone as long as that version is what is stored. Once it is not, or the visitor may no longer
    see it, the whole page runs again and says so.
    """

    @st.fragment
    @wraps(draw)
    def rerun_alone(page_runs: list[None], saved: Saved, *args: _P.args, **kwargs: _P.kwargs) -> None:
        if not page_runs and not _is_stored(saved):
            st.rerun()
        page_runs.clear()
        draw(saved, *args, **kwargs)

    @wraps(draw)
    def run_with_page(saved: Saved, *args: _P.args, **kwargs: _P.kwargs) -> None:
        # A list, because a fragment's arguments are kept: cleared, it tells the reruns from the first run.
        rerun_alone([None], saved, *args, **kwargs)

    return run_with_page


def _is_stored(saved: Saved) -> bool:
    try:
        return session.saved() is saved
    except NetROIError:
        return False
