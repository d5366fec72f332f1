from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from netroi_core.report.content import Report, file_name, missing_figures
from netroi_core.report.rendering import to_html, to_pdf
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import escape_markdown, unbroken
from pages.report.reading import show_report
from pages.report.stories import show_stories
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import download, filters
from pages.widgets.reports import report_of

_FORMATS: Final[Sequence[tuple[str, str, Callable[[Report], str | bytes]]]] = (
    ("PDF", "application/pdf", to_pdf),
    ("HTML", "text/html", to_html),
)


def main() -> None:
    selection = filters.show_selection(
        "A report of your results", "See here one to three pages of your results, to share or to file.", "report"
    )
    if selection is None:
        return
    saved, window, options = selection
    if reason := missing_figures(figures_of(saved).results(window, options)):
        st.title("No report yet")
        st.markdown(escape_markdown(reason))
        return
    st.title(unbroken(f"Your report for {window_name(window)}"))
    with_amounts = st.toggle("Include amounts", key="report with amounts")
    if with_amounts:
        st.caption("Anyone who gets the report can see what you spent and won, and work out what you earn.")
    else:
        st.caption(
            "Amounts and hours are hidden. Returns are ratios, and totals are an index: the report says what 100 "
            "stands for."
        )
    today = session.today()
    with st.container(horizontal=True, key="report files"):
        for name, mime, render in _FORMATS:
            download.download_button(
                f"Download {name}",
                # Bound as a default, because a lambda in a loop would see the last format.
                lambda render=render: render(report_of(saved, window, options, today, with_amounts=with_amounts)),
                file_name(window, name.lower(), with_amounts),
                mime,
                key=f"report as {name}",
            )
    with st.expander("Read or print it here", icon=":material/print:", key="report here", on_change="rerun") as here:
        if here.open:
            st.caption("Your browser’s print command prints what is below, without the menu.")
            show_report(report_of(saved, window, options, today, with_amounts=with_amounts))
    st.caption("The report names people only in stories that you included.")
    with st.container(key="stories"):
        show_stories(saved.workspace, session.words())


main()
