import streamlit as st

from netroi_core.views.results import SPENDING
from pages.shell.figures import figures_of
from pages.widgets import charts, filters


def main() -> None:
    selection = filters.show_selection(
        "What did networking cost you?",
        "See here where your money and your hours went, by approach.",
    )
    if selection is None:
        return
    saved, window, options = selection
    results = figures_of(saved).results(window, options)
    st.title("What did networking cost you?")
    make_charts = results.charts_by_section.get(SPENDING)
    if make_charts is None:
        st.markdown("No money and no hours are on record for these quarters.")
        return
    charts.show_charts(make_charts())
    charts.show_details({charts.FILES: lambda: charts.show_files(make_charts())})


main()
