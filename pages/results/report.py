"""The report of the selected quarters for download, built when somebody asks for a file."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.report.content import Report, file_name, missing_figures
from netroi_core.report.html import to_html
from netroi_core.report.pdf import to_pdf
from netroi_core.storage import Saved
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import download

_FORMATS: Final[Sequence[tuple[str, str, Callable[[Report], str | bytes]]]] = (
    ("PDF", "application/pdf", to_pdf),
    ("HTML", "text/html", to_html),
)


def show_report(saved: Saved, window: tuple[Quarter, ...], options: Options) -> None:
    """Show download buttons for the report, with a choice to include amounts."""
    if reason := missing_figures(figures_of(saved).results(window, options)):
        st.markdown(escape_markdown(reason))
        return
    st.markdown("These quarters on one to three pages, to hand on or to file.")
    with_amounts = st.toggle("With amounts", key="report with amounts")
    if with_amounts:
        st.caption("Whoever gets it reads what you spent and gained, and can work out what you earn.")
    else:
        st.caption("It tells neither what you spent or gained nor your hours: returns are ratios, sums an index.")
    today = session.today()
    with st.container(horizontal=True):
        for name, mime, render in _FORMATS:
            download.download_button(
                name,
                # Bound as a default, because a lambda in a loop would see the last format.
                lambda render=render: render(figures_of(saved).report(window, options, today, with_amounts)),
                file_name(window, name.lower(), with_amounts),
                mime,
                key=f"report as {name}",
            )
    st.caption("It names nobody but in stories that you approved.")
