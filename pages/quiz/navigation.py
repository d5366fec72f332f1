"""Navigation of the quiz: its quarter, its progress, the totals so far, Back and Next."""

import streamlit as st

from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import answers, submission
from netroi_core.quiz.steps import minutes_left, steps_to_take
from netroi_core.wording.wording import escape_markdown, pluralize, quarter_name
from pages.quiz.quiz_form import QuizForm
from pages.shell import session

_QUARTERS_OFFERED = 12


def quarter_selector() -> Quarter:
    """Show a selector of quarters, at first on that of the address, of a draft, or the last finished one."""
    workspace, today = session.records(), session.today()
    start = workspace.profile.fiscal_year_start
    default = answers.draft_quarter(workspace) or last_finished(today, start)
    latest = Quarter.containing(today, start)
    offered = {str(latest.shifted(-back)) for back in range(_QUARTERS_OFFERED)} | {str(default)}
    offered |= {quiz.quarter for quiz in workspace.quizzes}
    requested = st.query_params.get("quarter", "")
    if _is_quarter(requested):
        offered.add(requested)
    labels = sorted(offered, reverse=True)
    if session.widget_value("quarter") not in labels:
        session.set_widget_value("quarter", requested if requested in labels else str(default))
    notes = {str(latest): ", not over yet", str(latest.shifted(-1)): ", the last finished one"}
    label = st.selectbox(
        "Quarter",
        labels,
        format_func=lambda label: quarter_name(Quarter.parse(label)) + notes.get(label, ""),
        key="quarter",
        width=280,
        label_visibility="collapsed",
    )
    return Quarter.parse(label)


def show_progress(form: QuizForm) -> None:
    """Show the position of the current step and the time left."""
    keys, index = _position(form)
    minutes = pluralize(minutes_left(form.workspace, form.quarter, form.current_step.key), "minute")
    st.progress(index / (len(keys) - 1), f"Step {index + 1} of {len(keys)} · about {minutes} left")


def show_foot(form: QuizForm) -> None:
    """Show the totals so far, with Back, and Next or the submission."""
    keys, index = _position(form)
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        st.caption(
            f"{escape_markdown(_totals(form))} Everything is saved: stop and continue whenever you like.",
            width="stretch",
        )
        # Back is there from the first step on, so that Next never moves.
        st.button("Back", key="back", icon=":material/arrow_back:", disabled=not index, on_click=form.open_step,
                  args=(keys[max(index - 1, 0)],))  # fmt: skip
        if index < len(keys) - 1:
            st.button("Next", key="next", type="primary", icon=":material/arrow_forward:", icon_position="right",
                      on_click=form.open_step, args=(keys[index + 1],))  # fmt: skip
        elif st.button("Submit", key="submit", type="primary", icon=":material/check:"):
            _submit(form)


def _position(form: QuizForm) -> tuple[list[str], int]:
    """Return the keys of the steps to take and the index of the current one."""
    current = form.current_step.key
    keys = [step.key for step in steps_to_take(form.workspace, form.quarter, current)]
    return keys, keys.index(current)


def _totals(form: QuizForm) -> str:
    total, words = form.figures.total, form.words
    expected = total.expected_value - form.won
    still_open = f", plus {words.money(expected)} expected from open outcomes" if expected else ""
    return (
        f"So far: {words.hours(total.hours)}, {words.money(total.actual_cost)} out of pocket, "
        f"{words.money(total.opportunity_cost)} of your time; {words.money(form.won)} won{still_open}."
    )


def _submit(form: QuizForm) -> None:
    quarter, today, now = form.quarter, session.today(), session.now()
    if any(answers.answer_problems(form.answers)):
        session.notify("error", "Not submitted yet: some answers can't be right. They are listed below.")
    elif session.save(lambda document: submission.submit(document, quarter, now, today)):
        st.switch_page("results.py")
    st.rerun()


def _is_quarter(label: str) -> bool:
    try:
        Quarter.parse(label)
    except ValueError:
        return False
    return True
