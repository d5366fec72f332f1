"""Navigation of the quiz: quarter and step in the address, progress, a way out, and a bar with Back and Next."""

import streamlit as st

from netroi_core.planning.advice import MONEY_PURPOSES
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import answers, submission
from netroi_core.quiz.steps import steps_to_take, time_left
from netroi_core.wording.wording import escape_markdown, quarter_name
from netroi_core.workspace.workspace import Workspace
from pages.quiz.quiz_form import QUARTER_PARAMETER, REVIEW, QuizForm
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH

_QUARTERS_OFFERED = 12


def current_quarter() -> Quarter:
    """Return the quarter of the address, else that of a draft, else the last finished one."""
    requested = st.query_params.get(QUARTER_PARAMETER, "")
    if _is_quarter(requested):
        return Quarter.parse(requested)
    workspace = session.records()
    return answers.draft_quarter(workspace) or last_finished(session.today(), workspace.profile.fiscal_year_start)


def show_quarters(quarter: Quarter) -> None:
    """Show a choice of quarters, each with the state of its quiz."""
    workspace, today = session.records(), session.today()
    latest = Quarter.containing(today, workspace.profile.fiscal_year_start)
    offered = {str(latest.shifted(-back)) for back in range(_QUARTERS_OFFERED)}
    offered |= {quiz.quarter for quiz in workspace.quizzes}
    if before := workspace.profile.archived_before:
        first = Quarter.containing(before, workspace.profile.fiscal_year_start)
        offered = {label for label in offered if Quarter.parse(label) >= first}
    session.set_widget_value("quarter", str(quarter))
    st.selectbox(
        "Quarter",
        sorted(offered | {str(quarter)}, reverse=True),
        format_func=lambda label: _quarter_label(workspace, Quarter.parse(label), latest),
        key="quarter",
        on_change=_open_quarter,
        width=320,
        label_visibility="collapsed",
    )


def _open_quarter() -> None:
    st.query_params.from_dict({QUARTER_PARAMETER: session.widget_value("quarter")})


def _quarter_label(workspace: Workspace, quarter: Quarter, latest: Quarter) -> str:
    state = "not over yet" if quarter == latest else "not started"
    if any(quiz.quarter == str(quarter) and (quiz.answers or quiz.strain) for quiz in workspace.quizzes):
        state = "started"
    if answers.is_submitted(workspace, quarter):
        state = "submitted"
    return f"{quarter_name(quarter)} · {state}"


def show_progress(form: QuizForm) -> None:
    """Show the quarter, to choose on the first step, the position of the current one, and the time left."""
    keys, index = _position(form)
    left = f"{time_left(form.workspace, form.quarter, form.current_step.key)} left"
    # One answer is to change, and the rest is done.
    note = "opened from the review" if form.returns_to_review else left
    quarter = f"{quarter_name(form.quarter)} · " if index else ""
    st.progress(index / (len(keys) - 1), f"{quarter}Step {index + 1} of {len(keys)} · {note}")
    if not index:
        show_quarters(form.quarter)


def show_foot(form: QuizForm) -> None:
    """Show the totals so far and, in a bar that is always in reach, Back and Next or the submission."""
    keys, index = _position(form)
    totals = escape_markdown(_totals(form))
    st.caption(f"{totals} Your answers are saved. Stop and continue anytime.".strip())
    with st.bottom, st.container(horizontal_alignment="center"), st.container(width=TEXT_WIDTH, key="foot"):  # noqa: SIM117
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            # Back is there from the first step on, so that Next never moves.
            st.button("Back", key="back", icon=":material/arrow_back:", disabled=not index, on_click=form.open_step,
                      args=(keys[max(index - 1, 0)],))  # fmt: skip
            if form.returns_to_review:
                st.button("Back to the review", key="to review", type="primary", icon=":material/check:",
                          on_click=_continue, args=(form, REVIEW))  # fmt: skip
            elif index < len(keys) - 1:
                st.button("Next", key="next", type="primary", icon=":material/arrow_forward:", icon_position="right",
                          on_click=_continue, args=(form, keys[index + 1]))  # fmt: skip
            elif st.button("Submit", key="submit", type="primary", icon=":material/check:"):
                _submit(form)


def _position(form: QuizForm) -> tuple[list[str], int]:
    """Return the keys of the steps to take and the index of the current one."""
    current = form.current_step.key
    keys = [step.key for step in steps_to_take(form.workspace, form.quarter, current)]
    return keys, keys.index(current)


def _totals(form: QuizForm) -> str:
    """Return the sums of the quiz that aren't zero: that no money is won yet is no news to whoever looks for work.

    Where money is not the point, and nothing has a value, the review is the place for what was put in.
    """
    total, words = form.figures.total, form.words
    has_value = total.expected_value or form.carried_over
    is_about_money = bool(has_value) or next(iter(form.purposes), None) in MONEY_PURPOSES
    if not is_about_money and form.current_step.key != REVIEW:
        return ""
    spent = [words.hours(total.hours)] if total.hours else []
    spent += [f"{words.exact_money(total.actual_cost)} out of pocket"] if total.actual_cost else []
    time = total.opportunity_cost if is_about_money else 0.0
    spent += [f"{words.money(time)} of your time"] if time else []
    totals = "; ".join(filter(None, (", ".join(spent), ", plus ".join(_won(form)))))
    return f"So far: {totals}." if totals else ""


def _won(form: QuizForm) -> list[str]:
    words, expected = form.words, form.figures.total.expected_value - form.won
    won = [f"{words.money(form.won)} won"] if form.won else []
    won += [f"{words.money(expected)} expected from open outcomes"] if expected else []
    # On record with their own quarter, they count there: but the review lists them, and the results include them.
    source = "from those" if expected else "expected from open outcomes"
    return [*won, *([f"{words.money(form.carried_over)} {source} of earlier quarters"] if form.carried_over else [])]


def _continue(form: QuizForm, key: str) -> None:
    """Open a later step, unless a field of this one has what can't be right."""
    # Read again: the last field may have been changed by the same tap.
    problems = QuizForm(form.quarter, session.records(), form.words).problems
    if problem := next((sentence for name, sentence in problems.items() if name in form.asked), None):
        session.notify("error", f"Before you continue: {problem}")
    else:
        form.open_step(key)


def _submit(form: QuizForm) -> None:
    quarter, today, now = form.quarter, session.today(), session.now()
    if form.problems:
        session.notify("error", "Not submitted yet: some answers can’t be right. They are listed at the top.")
    elif session.save(lambda document: submission.submit(document, quarter, now, today)):
        st.query_params.from_dict({QUARTER_PARAMETER: str(quarter)})
    st.rerun()


def _is_quarter(label: str) -> bool:
    try:
        Quarter.parse(label)
    except ValueError:
        return False
    return True
