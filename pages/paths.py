import streamlit as st

from netroi_core.views.results import PATHS
from netroi_core.wording.findings import outcomes_phrase
from netroi_core.wording.wording import escape_markdown
from pages.shell.figures import figures_of
from pages.widgets import charts, filters


def main() -> None:
    selection = filters.show_selection(
        "Which steps led to your outcomes?",
        "See here how your outcomes came about: where you met, where you continued, and which step brought the result.",
        "paths",
    )
    if selection is None:
        return
    saved, window, options = selection
    results = figures_of(saved).results(window, options)
    path_charts = results.charts_by_section.get(PATHS, tuple)()
    if not path_charts:
        st.title("No path on record for these quarters")
        st.markdown(
            "A path appears here once an outcome is won, or has a value, and is linked to the activities that led to "
            "it. Lost outcomes, and open ones without a value, have no path."
        )
        st.page_link("log_outcome.py", label="Log an outcome with its steps", icon=":material/arrow_forward:",
                     icon_position="right")  # fmt: skip
        return
    first, *others = path_charts
    charts.show_lead_chart(first)
    if results.counted:
        st.caption(escape_markdown(results.counted))
    st.caption(
        f"On record: {outcomes_phrase(results.findings.tally)}. Those that are lost, open without a value, or without "
        "steps have no path."
    )
    charts.show_charts(others)
    charts.show_details({charts.FILES: lambda: charts.show_files(path_charts)})


main()
