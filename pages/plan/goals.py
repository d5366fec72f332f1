"""The goals on the plan page, with their progress, and a form to set one by hand."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from netroi_core.ledger.purposes import is_looking_for_work, usual_purpose
from netroi_core.planning import goals
from netroi_core.planning.goal_metrics import GOAL_METRICS
from netroi_core.planning.goals import GoalProgress
from netroi_core.quarters import Quarter
from netroi_core.storage import Saved
from netroi_core.wording.wording import APPROACH_NAMES, Words, escape_markdown, quarter_name
from netroi_core.workspace.fields import Purpose
from netroi_core.workspace.records import Goal
from netroi_core.workspace.workspace import Workspace
from pages.shell import session
from pages.shell.figures import figures_of

_ICONS: Final = {"met": "check_circle", "missed": "cancel", "under_way": "schedule", "not_figured": "help"}
_ON_TRACK: Final = "trending_up"
_QUARTERS_AHEAD: Final = 4
_FORM: Final = "new goal"
_METRICS: Final[Mapping[Purpose | None, str]] = {
    "find_work": "interviews",
    "win_clients": "clients",
    "raise_money": "leads",
    "belong": "introductions",
    "learn": "meaningful_contacts",
}


def show_goals(saved: Saved, words: Words) -> None:
    """Show the goals with their progress, the latest quarter first, and a form for another."""
    st.header("Goals")
    progress_by_goal = figures_of(saved).goals(session.today())
    if not progress_by_goal:
        st.markdown("You have no goals yet. Choose a figure, a target and a quarter.")
    for goal, progress in progress_by_goal:
        _show_goal(goal, progress, words)
    with st.expander("Set a goal by hand", icon=":material/flag:", key="goal by hand", on_change="rerun") as expander:
        if expander.open:
            _show_form(saved.workspace, words)


def _show_goal(goal: Goal, progress: GoalProgress, words: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        sentence = escape_markdown(goals.goal_sentence(goal, progress, words))
        icon = _ON_TRACK if progress.is_on_track else _ICONS[progress.state]
        st.markdown(f":material/{icon}: {sentence}", width="stretch")
        st.button("Delete", key=f"delete goal {goal.id}", type="tertiary", icon=":material/delete:",
                  on_click=session.delete_records, args=("goals", [goal.id], "1 goal"))  # fmt: skip


def _show_form(workspace: Workspace, words: Words) -> None:
    today = session.today()
    current = Quarter.containing(today, workspace.profile.fiscal_year_start)
    quarters = [current.shifted(ahead) for ahead in range(_QUARTERS_AHEAD + 1)]
    with st.form(session.form_key(_FORM), border=False):
        with st.grid("auto", min_column_width=200):
            metric = st.selectbox("Figure", list(GOAL_METRICS), _first_metric(workspace),
                                  format_func=lambda key: GOAL_METRICS[key].title)  # fmt: skip
            names = {None: "All together", **APPROACH_NAMES}
            approach = st.selectbox("Approach", list(names), format_func=names.__getitem__)
            target_text = st.text_input("Target", max_chars=40, autocomplete="off",
                                  help="At least this much; for most hours, costs and imbalance, at most.")  # fmt: skip
            quarter = st.selectbox("Quarter", quarters, format_func=quarter_name)
        if st.form_submit_button("Set this goal", type="primary"):
            try:
                target = float(words.parse_amount(target_text))
            except ValueError as error:
                st.error(escape_markdown(str(error)))
            else:
                _set_goal(workspace, Goal(id=session.new_id("g"), metric=metric, target=target,
                                          quarter=str(quarter), approach=approach))  # fmt: skip


def _first_metric(workspace: Workspace) -> int:
    """Return the position of the figure that counts for the person's purpose."""
    is_between_jobs = is_looking_for_work(workspace, session.today())
    purpose = usual_purpose(workspace.profile, is_between_jobs=is_between_jobs)
    return list(GOAL_METRICS).index(_METRICS.get(purpose, "activities"))


def _set_goal(workspace: Workspace, goal: Goal) -> None:
    if sentence := goals.goal_problem(workspace, goal, session.today()):
        st.error(escape_markdown(sentence))
        return
    if session.add(goal, "Set a goal."):
        session.reset_form(_FORM)
    st.rerun()
