from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from netroi_core.charts.chart import Chart
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.report.content import Report, file_name, missing_figures
from netroi_core.report.rendering import to_html, to_pdf
from netroi_core.storage import Saved
from netroi_core.views.advice import Situation
from netroi_core.views.first_figures import FirstFigure
from netroi_core.views.results import Answer, Results, opening
from netroi_core.wording.explanations import explain_hourly_rate, explanations
from netroi_core.wording.wording import APPROACH_NAMES, escape_markdown, quarter_name
from pages.shell import identity, session
from pages.shell.figures import figures_of
from pages.widgets import charts, download, filters
from pages.widgets.fragment import saved_fragment

_FORMATS: Final[Sequence[tuple[str, str, Callable[[Report], str | bytes]]]] = (
    ("PDF", "application/pdf", to_pdf),
    ("HTML", "text/html", to_html),
)

_UNPRICED: Final = "**Outcomes without a price**"


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
        _show_welcome()
        return
    window, options = filters.filter_bar(quarters)
    results = figures_of(saved).results(window, options)
    situation = figures_of(saved).situation(window, options, session.today())
    answer = _answer_or_none(saved, situation)
    _show_results(results, answer)
    _show_details(saved, situation, answer)


def _show_draft(draft: Quarter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="draft"):
        st.markdown(f"You haven’t submitted your quiz for {quarter_name(draft)} yet.", width="stretch")
        if st.button("Continue the quiz", key="continue the quiz", icon=":material/checklist:"):
            st.switch_page("quiz.py", query_params={"quarter": str(draft)})


def _show_preview() -> None:
    st.title("Finish your quiz to see what your networking returns")
    st.markdown("Your answers are saved. They count once you submit them in the last step.")


def _show_results(results: Results, answer: Answer | None) -> None:
    headline, sentences = opening(results, answer)
    st.title(escape_markdown(headline))
    if answer is not None and answer.first_figures:
        _show_first_figures(answer.first_figures)
    st.markdown("\n\n".join(map(escape_markdown, sentences)))
    if caution := results.findings.caution():
        st.info(escape_markdown(caution), icon=":material/hourglass_top:")
    if answer is not None and (unpriced := answer.advice_words.unpriced()):
        st.markdown("\n".join([_UNPRICED, "", *(f"- {escape_markdown(sentence)}" for sentence in unpriced)]))
    charts.show_charts((*_odds_chart(answer), results.invested_and_gained()))
    for note in results.findings.notes():
        st.caption(escape_markdown(note))


def _show_first_figures(figures: Sequence[FirstFigure]) -> None:
    with st.container(horizontal=True, gap="medium", key="first figures"):
        for figure in figures:
            st.metric(figure.name, figure.value, help=figure.meaning, width=160)


def _odds_chart(answer: Answer | None) -> tuple[Chart, ...]:
    return () if answer is None or answer.chart is None else (answer.chart,)


@saved_fragment
def _show_details(saved: Saved, situation: Situation, answer: Answer | None) -> None:
    window, options = situation.window, situation.options
    results = figures_of(saved).results(window, options)
    details: dict[str, Callable[[], object]] = {
        name: lambda make_charts=make_charts: charts.show_charts(make_charts())
        for name, make_charts in results.charts_by_section.items()
    }
    if _odds_chart(answer):
        details["What would change this?"] = lambda: _show_doubts(saved, situation)
    all_charts = {"": lambda: (*_odds_chart(answer), results.invested_and_gained()), **results.charts_by_section}
    details[charts.FILES] = lambda: charts.show_files(all_charts)
    details["Report"] = lambda: _show_report(saved, window, options)
    details[charts.HOW] = lambda: _show_explanations(results, answer)
    charts.show_closer_look(details)


def _show_doubts(saved: Saved, situation: Situation) -> None:
    with st.spinner("Testing what would change it…"):
        sentences = figures_of(saved).doubts(situation)
    for sentence in sentences:
        st.markdown(escape_markdown(sentence))


def _show_explanations(results: Results, answer: Answer | None) -> None:
    for step in answer.steps if answer else ():
        title, value, sentence, calculation = map(escape_markdown, step)
        st.markdown(f"**{title}: {value}**  \n{sentence}  \n{calculation}")
    st.subheader("Figures by approach")
    by_name = {APPROACH_NAMES[approach]: row for approach, row in results.figures.approaches.items()}
    rows = {**by_name, "Total": results.figures.total}
    name = st.radio("For", list(rows), index=len(rows) - 1, horizontal=True, key="how for")
    words = results.findings.words
    if results.pay is not None:
        st.markdown(f"**Your hour:** {escape_markdown(explain_hourly_rate(results.pay, words))}")
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


def _answer_or_none(saved: Saved, situation: Situation) -> Answer | None:
    """Return the answer to a situation; None while it is being computed, after which the page reruns."""
    if figures_of(saved).has_answer(situation):
        return figures_of(saved).answer(situation)
    _show_progress(saved, situation, [])
    return None


@st.fragment(run_every=0.1)
def _show_progress(saved: Saved, situation: Situation, runs: list[None]) -> None:
    runs.append(None)
    # The first run is part of the page; by the second, run by itself, the page is drawn.
    if len(runs) > 1:
        figures_of(saved).compute_answer(situation)
        st.rerun()
    st.caption(":material/balance: Calculating how sure this is…")


def _show_welcome() -> None:
    st.title("What does your networking return?")
    st.markdown(
        "Once a quarter, in under ten minutes: see what your networking cost you in money and time, what it led to, "
        "and which approach pays: group events, one-on-one or social media."
    )
    st.space("small")
    first, second, third = st.columns(3, border=True)
    with first:
        st.subheader("Take the pop quiz")
        st.markdown(
            "Six short steps, fewer if you import files. Every answer is saved at once; stop and continue at any time."
        )
        if st.button("Start the quiz", type="primary", icon=":material/checklist:", width="stretch"):
            st.switch_page("quiz.py")
    with second:
        st.subheader("Look at an example")
        st.markdown("Two years of a made-up person, to see what you will get. It never mixes with your own records.")
        st.button("Open the example", icon=":material/visibility:", width="stretch", on_click=session.open_example)
    with third:
        st.subheader("Restore a backup")
        st.markdown("Import a file that you saved here or on another machine. You review it before it counts.")
        if st.button("Choose a backup", icon=":material/upload_file:", width="stretch"):
            st.switch_page("settings.py")
    if identity.hosting().is_personal:
        st.caption("Your records stay on this machine, in your own file. Nothing is sent anywhere.")
    else:
        st.caption("Your records are private from your first answer: no other visitor sees them.")
        st.page_link("privacy.py", label="Been here before? Come back to your workspace", icon=":material/key:")
    st.page_link("privacy.py", label="What is stored, for how long, and who can see it", icon=":material/shield:")


def _show_report(saved: Saved, window: tuple[Quarter, ...], options: Options) -> None:
    if reason := missing_figures(figures_of(saved).results(window, options)):
        st.markdown(escape_markdown(reason))
        return
    st.markdown("These quarters on one to three pages, to share or to file.")
    with_amounts = st.toggle("With amounts", key="report with amounts")
    if with_amounts:
        st.caption("Anyone who gets it sees what you spent and gained, and can work out what you earn.")
    else:
        st.caption("It shows no amounts and no hours: returns are ratios, and sums are an index.")
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
    st.caption("It names people only in stories that you approved.")


main()
