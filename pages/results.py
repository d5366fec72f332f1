from collections.abc import Callable

import streamlit as st

from netroi_core.charts.chart import Chart
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.storage import Saved
from netroi_core.views.results import Answer, Results, opening
from netroi_core.wording.explanations import explain_hourly_rate, explanations
from netroi_core.wording.wording import APPROACH_NAMES, escape_markdown, quarter_name
from pages.results import report, verdict, welcome
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, closer_look, filters
from pages.widgets.fragment import saved_fragment


def main() -> None:
    saved = session.saved()
    quarters = figures_of(saved).ledger.quarters if saved else ()
    draft = answers.draft_quarter(saved.workspace) if saved else None
    if draft is not None:
        _show_draft(draft)
        if not quarters:
            _show_preview()
            return
    if saved is None or not quarters:
        welcome.show_welcome()
        return
    window, options = filters.filter_bar(quarters)
    results = figures_of(saved).results(window, options)
    answer = verdict.answer(saved, window, options)
    _show_results(results, answer)
    _show_details(saved, window, options, answer)


def _show_draft(draft: Quarter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="draft"):
        st.markdown(f"Your quiz for {quarter_name(draft)} is not handed in yet.", width="stretch")
        if st.button("Go on with the quiz", key="go on", icon=":material/checklist:"):
            st.switch_page("quiz.py", query_params={"quarter": str(draft)})


def _show_preview() -> None:
    st.title("One quiz handed in, and it says here what your networking returns")
    st.markdown(
        "What you answered is saved. It counts from the review on, the last of the quiz’s steps, where you hand it in."
    )


def _show_results(results: Results, answer: Answer | None) -> None:
    headline, basis = opening(results, answer)
    st.markdown(f"# {escape_markdown(headline)}\n\n{escape_markdown(basis)}")
    if caution := results.findings.caution():
        st.info(escape_markdown(caution), icon=":material/hourglass_top:")
    charts.show_charts((*_odds_chart(answer), results.invested_and_gained()))
    for note in results.notes:
        st.caption(escape_markdown(note))


def _odds_chart(answer: Answer | None) -> tuple[Chart, ...]:
    return () if answer is None or answer.chart is None else (answer.chart,)


@saved_fragment
def _show_details(saved: Saved, window: tuple[Quarter, ...], options: Options, answer: Answer | None) -> None:
    results = figures_of(saved).results(window, options)
    details: dict[str, Callable[[], object]] = {
        name: lambda make_charts=make_charts: charts.show_charts(make_charts())
        for name, make_charts in results.charts_by_section.items()
    }
    if _odds_chart(answer):
        details["What would change this?"] = lambda: _show_doubts(saved, window, options)
    all_charts = {"": lambda: (*_odds_chart(answer), results.invested_and_gained()), **results.charts_by_section}
    details[closer_look.FILES] = lambda: charts.show_files(all_charts)
    details["Report"] = lambda: report.show_report(saved, window, options)
    details[closer_look.HOW] = lambda: _show_explanations(results)
    closer_look.show_closer_look(details)


def _show_doubts(saved: Saved, window: tuple[Quarter, ...], options: Options) -> None:
    with st.spinner("Trying out what would change it…"):
        sentences = figures_of(saved).doubts(window, options)
    for sentence in sentences:
        st.markdown(escape_markdown(sentence))


def _show_explanations(results: Results) -> None:
    by_name = {APPROACH_NAMES[approach]: row for approach, row in results.figures.approaches.items()}
    rows = {**by_name, "Total": results.figures.total}
    name = st.radio("For", list(rows), index=len(rows) - 1, horizontal=True, key="how for")
    words = results.findings.words
    if results.pay is not None:
        st.markdown(f"**An hour of yours:** {escape_markdown(explain_hourly_rate(results.pay, words))}")
    for explanation in explanations(rows[name], words):
        value, calculation, formula, source = (
            escape_markdown(text)
            for text in (
                explanation.value,
                explanation.calculation or explanation.value,
                explanation.formula,
                explanation.source,
            )
        )
        st.markdown(
            f"**{explanation.title}: {value}**  \n{explanation.sentence}  \n{formula} = {calculation}  \n"
            f":small[:gray[{source}]]"
        )


main()
