"""Goals on a page: how far each has come, and setting one by hand."""

from typing import Final

import streamlit as st

from netroi_core.planning import goal_words, goals
from netroi_core.planning.goals import METRICS, Progress
from netroi_core.quarters import Quarter
from netroi_core.storage import Saved
from netroi_core.wording.wording import APPROACH_NAMES, Words, plain, quarter_name
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.records import Goal
from pages.shell import figures, session
from pages.widgets import venues

_ICONS: Final = {"met": "check_circle", "missed": "cancel", "under_way": "trending_up", "not_figured": "help"}
_QUARTERS_AHEAD: Final = 4
_FORM: Final = "new goal"


def show(saved: Saved, words: Words) -> None:
    """The goals with how far each has come, the latest quarter first, and a form for another."""
    st.header("Goals")
    found = figures.goals_of(saved, session.today())
    if not found:
        st.markdown("None is set. Make a plan your goal, or set one by hand: one figure, one quarter.")
    for goal, progress in found:
        _goal(goal, progress, words)
    unfolded = st.expander("Set a goal by hand", icon=":material/flag:", key="goal by hand", on_change="rerun")
    if unfolded.open:
        with unfolded:
            _form(saved.document, words)


def _goal(goal: Goal, progress: Progress, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        said = plain(goal_words.sentence(goal, progress, words))
        st.markdown(f":material/{_ICONS[progress.state]}: {said}", width="stretch")
        st.button("Delete", key=f"delete goal {goal.id}", type="tertiary", icon=":material/delete:",
                  on_click=venues.delete, args=("goals", [goal.id], "1 goal"))  # fmt: skip


def _form(document: Document, words: Words) -> None:
    today = session.today()
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    coming = [Quarter.containing(today, start).shifted(ahead) for ahead in range(_QUARTERS_AHEAD + 1)]
    with st.form(session.fresh(_FORM), border=False):
        with st.grid("auto", min_column_width=200):
            metric = st.selectbox("What", list(METRICS), format_func=lambda key: METRICS[key].title)
            names = {None: "All together", **APPROACH_NAMES}
            approach = st.selectbox("Approach", list(names), format_func=names.__getitem__)
            typed = st.text_input("Target", max_chars=40, autocomplete="off",
                                  help="At least so much; of costs, at most.")  # fmt: skip
            quarter = st.selectbox("Quarter", coming, format_func=quarter_name)
        if st.form_submit_button("Set this goal", type="primary"):
            try:
                target = float(words.amount(typed))
            except ValueError as error:
                st.error(plain(str(error)))
            else:
                _set(document, {"id": session.new_id("g"), "metric": metric, "target": target,
                                "quarter": str(quarter), "approach": approach})  # fmt: skip


def _set(document: Document, goal: RecordDict) -> None:
    if sentence := goals.problem(document, goal, session.today()):
        st.error(plain(sentence))
        return
    if session.save(lambda stored: edits.put(stored, "goals", goal), "The goal is set."):
        session.begin_anew(_FORM)
    st.rerun()
