import streamlit as st

from netroi_core import quiz
from netroi_core.explanations import explanations, hour_worked
from netroi_core.quarters import Quarter
from netroi_core.results import Results
from netroi_core.wording import APPROACH_NAMES, plain, quarter_name
from pages.parts import figures, options, picture, session, welcome


def main() -> None:
    saved = session.saved()
    quarters = figures.ledger(saved).quarters if saved else ()
    if saved is not None and (draft := quiz.draft(saved.document)) is not None:
        _go_on(draft)
    if saved is None or not quarters:
        welcome.show()
        return
    window, chosen = options.bar(quarters)
    _answer(figures.results_of(saved, window, chosen))


def _go_on(draft: Quarter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="draft"):
        st.markdown(f"Your quiz for {quarter_name(draft)} is not handed in yet.", width="stretch")
        if st.button("Go on with the quiz", key="go on", icon=":material/checklist:"):
            st.switch_page("quiz.py", query_params={"quarter": str(draft)})


def _answer(results: Results) -> None:
    findings = results.findings
    st.title(plain(findings.headline()))
    st.markdown(plain(findings.basis_sentence()))
    if caution := findings.caution():
        st.info(plain(caution), icon=":material/hourglass_top:")
    first, *others = results.charts.items()
    picture.show(first[1]())
    for note in (findings.roi_missing(), findings.unattributed()):
        if note:
            st.caption(plain(note))
    for name, charts in others:
        unfolded = st.expander(name, icon=":material/bar_chart:", key=name, on_change="rerun")
        if unfolded.open:
            with unfolded:
                picture.show(charts())
    picture.tables(results.charts)
    _how(results)


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
