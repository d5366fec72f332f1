import streamlit as st

from netroi_core.views.results import SPENDING, dues_note, dues_sentence
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, filters


def main() -> None:
    selection = filters.show_selection(
        "What did networking cost you?",
        "See here where your money and your hours went, by approach.",
        "costs",
    )
    if selection is None:
        return
    saved, window, options = selection
    results = figures_of(saved).results(window, options)
    situation = figures_of(saved).situation(window, options, session.today())
    st.title(escape_markdown(results.findings.spending_headline()))
    make_charts = results.charts_by_section.get(SPENDING)
    if make_charts is None:
        return
    finished = figures_of(saved).results(situation.finished, options).findings
    worth = results.findings.spending_sentences(is_about_money=situation.is_about_money)
    # Whose the dues are stands next to the chart: where they are its largest part, its title says so.
    dues = dues_sentence(situation, results.findings.words)
    for sentence in filter(None, (dues_note(situation), finished.spending_average(), *worth, dues)):
        st.markdown(escape_markdown(sentence))
    charts.show_charts(make_charts(), narrow=True)
    charts.show_details({charts.FILES: lambda: charts.show_files(make_charts())})


main()
