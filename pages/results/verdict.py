"""The verdict on a page. A large workspace's is weighed after the page stands: its figures are not kept waiting."""

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.storage import Saved
from netroi_core.views.results import Answer
from pages.shell import figures


def answer(saved: Saved, window: tuple[Quarter, ...], options: Options) -> Answer | None:
    """The verdict on a window; None while it is weighed: then the page runs again as soon as it is."""
    if figures.is_answered(saved, window, options):
        return figures.answer_of(saved, window, options)
    _weigh(saved, window, options, [])
    return None


@st.fragment(run_every=0.1)
def _weigh(saved: Saved, window: tuple[Quarter, ...], options: Options, runs: list[None]) -> None:
    runs.append(None)
    if len(runs) > 1:  # no longer as part of the page: by itself
        figures.answer_of(saved, window, options)
        st.rerun()
    st.caption(":material/balance: Weighing how sure this is…")
