"""The report of the quarters that are shown, to take away; it is set when somebody asks for a file of it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import Report, file_name, missing
from netroi_core.report.html import html
from netroi_core.report.pdf import pdf
from netroi_core.storage import Saved
from netroi_core.wording.wording import plain
from pages.shell import figures, session
from pages.widgets import download

_KINDS: Final = (("PDF", "application/pdf", pdf), ("HTML", "text/html", html))


def offer(saved: Saved, window: tuple[Quarter, ...], options: Options) -> None:
    """The report as PDF and as HTML, with amounts or without."""
    if reason := missing(figures.results_of(saved, window, options)):
        st.markdown(plain(reason))
        return
    st.markdown("These quarters on one to three pages, to hand on or to file.")
    with_amounts = st.toggle("With amounts", key="report with amounts")
    if with_amounts:
        st.caption("Whoever gets it reads what you spent and gained, and can work out what you earn.")
    else:
        st.caption("It tells neither what you spent or gained nor your hours: returns are ratios, sums an index.")
    today = session.today()
    with st.container(horizontal=True):
        for kind, mime, made in _KINDS:
            download.button(
                kind,
                partial(_made, saved, window, options, today, with_amounts, made),
                file_name(window, kind.lower(), with_amounts),
                mime,
                key=f"report as {kind}",
            )
    st.caption("It names nobody but in stories that you approved.")


def _made(
    saved: Saved,
    window: tuple[Quarter, ...],
    options: Options,
    today: date,
    with_amounts: bool,
    made: Callable[[Report], str | bytes],
) -> str | bytes:
    return made(figures.report_of(saved, window, options, today, with_amounts))
