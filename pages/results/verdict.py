"""The verdict on the results page; that of a large workspace is computed after the page is drawn."""

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.storage import Saved
from netroi_core.views.results import Answer
from pages.shell.figures import figures_of


def answer(saved: Saved, window: tuple[Quarter, ...], options: Options) -> Answer | None:
    """Return the verdict on a window; None while it is being computed, after which the page reruns."""
    if figures_of(saved).has_verdict(window, options):
        return figures_of(saved).verdict(window, options)
    _show_progress(saved, window, options, [])
    return None


@st.fragment(run_every=0.1)
def _show_progress(saved: Saved, window: tuple[Quarter, ...], options: Options, runs: list[None]) -> None:
    runs.append(None)
    # The first run is part of the page; by the second, run by itself, the page is drawn.
    if len(runs) > 1:
        figures_of(saved).compute_verdict(window, options)
        st.rerun()
    st.caption(":material/balance: Weighing how sure this is…")
