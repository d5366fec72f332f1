from collections.abc import Callable

import streamlit as st

from netroi_core.charts.chart import Chart
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.storage import Saved
from netroi_core.views.results import Answer, Results, opening
from netroi_core.wording.explanations import explanations, hour_worked
from netroi_core.wording.wording import APPROACH_NAMES, plain, quarter_name
from pages.results import report, verdict, welcome
from pages.shell import figures, session
from pages.widgets import closer, filters, picture
from pages.widgets.apart import apart


def main() -> None:
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    draft = answers.draft(saved.document) if saved else None
    if draft is not None:
        _go_on(draft)
        if not quarters:
            _what_will_stand_here()
            return
    if saved is None or not quarters:
        welcome.show()
        return
    window, chosen = filters.bar(quarters)
    results = figures.results_of(saved, window, chosen)
    answer = verdict.answer(saved, window, chosen)
    _opening(results, answer)
    _closer(saved, window, chosen, answer)


def _go_on(draft: Quarter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="draft"):
        st.markdown(f"Your quiz for {quarter_name(draft)} is not handed in yet.", width="stretch")
        if st.button("Go on with the quiz", key="go on", icon=":material/checklist:"):
            st.switch_page("quiz.py", query_params={"quarter": str(draft)})


def _what_will_stand_here() -> None:
    st.title("One quiz handed in, and it says here what your networking returns")
    st.markdown(
        "What you answered is saved. It counts from the review on, the last of the quiz’s steps, where you hand it in."
    )


def _opening(results: Results, answer: Answer | None) -> None:
    headline, rests_on = opening(results, answer)
    st.markdown(f"# {plain(headline)}\n\n{plain(rests_on)}")
    if caution := results.findings.caution():
        st.info(plain(caution), icon=":material/hourglass_top:")
    picture.show((*_first(answer), results.in_and_out()))
    for note in results.notes:
        st.caption(plain(note))


def _first(answer: Answer | None) -> tuple[Chart, ...]:
    """The verdict's picture, where it has one."""
    return () if answer is None or answer.picture is None else (answer.picture,)


@apart
def _closer(saved: Saved, window: tuple[Quarter, ...], chosen: Options, answer: Answer | None) -> None:
    results = figures.results_of(saved, window, chosen)
    looks: dict[str, Callable[[], object]] = {
        name: lambda charts=charts: picture.show(charts()) for name, charts in results.folded.items()
    }
    if _first(answer):
        looks["What would change this?"] = lambda: _doubts(saved, window, chosen)
    shown = {"": lambda: (*_first(answer), results.in_and_out()), **results.folded}
    looks[closer.FILES] = lambda: picture.files(shown)
    looks["Report"] = lambda: report.offer(saved, window, chosen)
    looks[closer.HOW] = lambda: _how(results)
    closer.show(looks)


def _doubts(saved: Saved, window: tuple[Quarter, ...], chosen: Options) -> None:
    with st.spinner("Trying out what would change it…"):
        found = figures.doubts_of(saved, window, chosen)
    for sentence in found:
        st.markdown(plain(sentence))


def _how(results: Results) -> None:
    rows = {**{APPROACH_NAMES[a]: row for a, row in results.figures["approaches"].items()}}
    rows["Total"] = results.figures["total"]
    name = st.radio("For", list(rows), index=len(rows) - 1, horizontal=True, key="how for")
    words = results.findings.words
    if results.pay is not None:
        st.markdown(f"**An hour of yours:** {plain(hour_worked(results.pay, words))}")
    for each in explanations(rows[name], words):
        worked = f" = {plain(each.worked)}" if each.worked else f" = {plain(each.value)}"
        st.markdown(
            f"**{each.title}: {plain(each.value)}**  \n{each.sentence}  \n{plain(each.formula)}{worked}  \n"
            f":small[:gray[{plain(each.source)}]]"
        )


main()
