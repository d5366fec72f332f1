from collections.abc import Callable
from typing import Final

import streamlit as st

from netroi_core.charts.chart import Chart
from netroi_core.ledger.measures import ApproachFigures
from netroi_core.storage import Saved
from netroi_core.views.advice import Situation
from netroi_core.views.missing import missing_entry
from netroi_core.views.results import Answer, Results, opening
from netroi_core.views.trends import BUILT
from netroi_core.views.venues import VenueSummary
from netroi_core.wording.explanations import explain_hourly_rate, explanations
from netroi_core.wording.findings import TOTAL
from netroi_core.wording.wording import APPROACH_NAMES, Words, escape_markdown, pluralize, quarter_name
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets import charts, filters, key_figures
from pages.widgets.fragment import saved_fragment

_UNPRICED: Final = "**Outcomes without a money value**, each by the approach it began with"


def main() -> None:
    selection = filters.show_selection(
        "What did your networking return?",
        "See here what each approach returned for each dollar of money and time, and which one to stick with.",
        "results",
    )
    if selection is None:
        return
    saved, window, options = selection
    results = figures_of(saved).results(window, options)
    situation = figures_of(saved).situation(window, options, session.today())
    answer = _answer_or_none(saved, situation)
    _show_results(results, situation, answer, _built_chart(saved, situation))
    _show_details(saved, situation, answer)


def _built_chart(saved: Saved, situation: Situation) -> tuple[Chart, ...]:
    """Return the chart of what was built, where money isn't the point and nothing has a value yet; else nothing."""
    figures, window, options = figures_of(saved), situation.window, situation.options
    if situation.is_about_money:
        return ()
    drawn = figures.trends(window, options).charts
    return drawn[BUILT]() if BUILT in drawn else ()


def _show_results(results: Results, situation: Situation, answer: Answer | None, built: tuple[Chart, ...]) -> None:
    headline, (*sentences, basis) = opening(results, answer)
    st.title(escape_markdown(headline))
    if answer is not None:
        key_figures.show_first_figures(answer.first_figures)
    if situation.is_about_money and (caution := results.findings.caution()):
        sentences.append(caution)
    # Before the chart, whose sums are those that count.
    quiet = " ".join(filter(None, (results.counted, basis)))
    st.markdown("\n\n".join([*map(escape_markdown, sentences), f":small[:gray[{escape_markdown(quiet)}]]"]))
    if answer is not None:
        key_figures.show_missing_entry(missing_entry(answer.advice_words.situation, results.figures))
    # Costs has the money and the hours: three bars of "no money won yet" would be all that is said of a search.
    charts.show_charts(built or (*_odds_chart(answer), results.invested_and_gained()), narrow=True)
    if answer is not None and answer.venues.lines:
        _show_venues(answer.venues)
    if answer is not None and answer.unpriced:
        st.markdown("\n".join([_UNPRICED, "", *(f"- {escape_markdown(sentence)}" for sentence in answer.unpriced)]))
    if notes := results.findings.notes(is_about_money=situation.is_about_money):
        st.caption("\n\n".join(map(escape_markdown, notes)))


def _show_venues(venues: VenueSummary) -> None:
    lines = [f"- **{escape_markdown(name)}:** {escape_markdown(line)}" for name, line in venues.lines]
    st.markdown("\n".join(["**Your venues**", "", *lines]))
    if venues.note:
        st.markdown(escape_markdown(venues.note))
    if venues.unassigned:
        name = quarter_name(venues.unassigned)
        st.page_link("quiz.py", label=f"Open the quiz for {name}", icon=":material/checklist:",
                     query_params={"quarter": str(venues.unassigned)})  # fmt: skip
    if venues.more:
        st.page_link("network.py", label=f"See {pluralize(venues.more, 'more venue')}", icon=":material/arrow_forward:",
                     icon_position="right")  # fmt: skip


def _odds_chart(answer: Answer | None) -> tuple[Chart, ...]:
    return () if answer is None or answer.chart is None else (answer.chart,)


@saved_fragment
def _show_details(saved: Saved, situation: Situation, answer: Answer | None) -> None:
    results = figures_of(saved).results(situation.window, situation.options)
    details: dict[str, Callable[[], object]] = {charts.HOW: lambda: _show_explanations(results, situation, answer)}
    if _odds_chart(answer):
        details["What would change this?"] = lambda: _show_doubts(saved, situation)
    details[charts.FILES] = lambda: charts.show_files((*_odds_chart(answer), results.invested_and_gained()))
    charts.show_details(details)


def _show_doubts(saved: Saved, situation: Situation) -> None:
    with st.spinner("Testing what would change it…"):
        sentences = figures_of(saved).doubts(situation)
    for sentence in sentences:
        st.markdown(escape_markdown(sentence))


def _show_explanations(results: Results, situation: Situation, answer: Answer | None) -> None:
    if answer is not None:
        _show_steps(answer)
    st.subheader("Figures by approach")
    by_name = {APPROACH_NAMES[approach]: row for approach, row in results.figures.approaches.items()}
    rows = {**by_name, "Total": results.figures.total}
    name = st.selectbox("For", list(rows), list(rows).index("Total"), key="how for", width=320)
    words = results.findings.words
    approaches: dict[str, str] = {title: approach for approach, title in APPROACH_NAMES.items()}
    if note := results.findings.open_included(approaches.get(name, TOTAL)):
        st.markdown(escape_markdown(note))
    for since, pay in results.pays.items() if situation.is_about_money else ():
        from_then = f" since {quarter_name(since)}" if len(results.pays) > 1 else ""
        st.markdown(f"**Your hour{from_then}:** {escape_markdown(explain_hourly_rate(pay, words))}")
    _show_measures(rows[name], words, is_about_money=situation.is_about_money)


def _show_steps(answer: Answer) -> None:
    """Show the meaning of the first figures, and the steps to the headline."""
    for figure in answer.first_figures:
        st.markdown(f"**{figure.name}: {escape_markdown(figure.value)}**  \n{figure.meaning}")
    for step in answer.steps:
        title, value, sentence, calculation = map(escape_markdown, step)
        st.markdown(f"**{title}: {value}**  \n{sentence}  \n{calculation}")


def _show_measures(figures: ApproachFigures, words: Words, *, is_about_money: bool) -> None:
    for explanation in explanations(figures, words, is_about_money=is_about_money):
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


main()
