from collections.abc import Callable, Sequence

import streamlit as st

from netroi_core import quiz
from netroi_core.chart import Chart
from netroi_core.explanations import explanations, hour_worked
from netroi_core.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.results import Answer, Results, opening
from netroi_core.storage import Saved
from netroi_core.wording import APPROACH_NAMES, plain, quarter_name
from pages.parts import figures, options, picture, report, session, verdict, welcome


def main() -> None:
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    draft = quiz.draft(saved.document) if saved else None
    if draft is not None:
        _go_on(draft)
        if not quarters:
            _what_will_stand_here()
            return
    if saved is None or not quarters:
        welcome.show()
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", key="bar"):
        window, chosen = options.bar(quarters)
        report.offer(saved, window, chosen)
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
    st.title(plain(headline))
    st.markdown(plain(rests_on))
    if caution := results.findings.caution():
        st.info(plain(caution), icon=":material/hourglass_top:")
    picture.show((*_first(answer), results.in_and_out()))
    for note in results.findings.notes():
        st.caption(plain(note))


def _first(answer: Answer | None) -> tuple[Chart, ...]:
    """The verdict's picture, where it has one."""
    return () if answer is None or answer.picture is None else (answer.picture,)


def _closer(saved: Saved, window: tuple[Quarter, ...], chosen: Options, answer: Answer | None) -> None:
    """What is one click away each."""
    results = figures.results_of(saved, window, chosen)
    for name, charts in results.folded.items():
        unfolded = st.expander(name, icon=":material/bar_chart:", key=name, on_change="rerun")
        if unfolded.open:
            with unfolded:
                picture.show(charts())
    if _first(answer):
        _doubts(lambda: figures.doubts_of(saved, window, chosen))
    picture.tables({"": lambda: (*_first(answer), results.in_and_out()), **results.folded})
    _how(results)


def _doubts(sentences: Callable[[], Sequence[str]]) -> None:
    unfolded = st.expander("What would change this?", icon=":material/balance:", key="doubts", on_change="rerun")
    if unfolded.open:
        with unfolded:
            with st.spinner("Trying out what would change it…"):
                found = sentences()
            for sentence in found:
                st.markdown(plain(sentence))


def _how(results: Results) -> None:
    how = st.expander("How is this figured?", icon=":material/function:", key="how", on_change="rerun")
    if not how.open:
        return
    with how:
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
