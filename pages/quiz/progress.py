"""The way through the quiz: its quarter, its steps, what it adds up to, on and back."""

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz import answers, steps, submission
from netroi_core.quiz.answers import STEPS, Step
from netroi_core.wording.wording import counted, plain, quarter_name
from pages.quiz.answers import Sheet
from pages.shell import figures, session

_QUARTERS_OFFERED = 12


def quarter() -> Quarter:
    """The quarter that the quiz is about: the one chosen, else a draft's, else the last finished one."""
    start, today = session.profile().fiscal_year_start, session.today()
    usual = answers.draft(session.opened()) or last_finished(today, start)
    latest = Quarter.containing(today, start)
    offered = {str(latest.shifted(-back)) for back in range(_QUARTERS_OFFERED)} | {str(usual)}
    offered |= {each["quarter"] for each in session.opened().get("quizzes", ())}
    if (asked := st.query_params.get("quarter", "")) and _is_quarter(asked):
        offered.add(asked)
    labels = sorted(offered, reverse=True)
    if session.value("quarter") not in labels:
        session.set_value("quarter", asked if asked in labels else str(usual))
    notes = {str(latest): ", not over yet", str(latest.shifted(-1)): ", the last finished one"}
    chosen = st.selectbox(
        "Quarter",
        labels,
        format_func=lambda label: quarter_name(Quarter.parse(label)) + notes.get(label, ""),
        key="quarter",
        width=280,
        label_visibility="collapsed",
    )
    return Quarter.parse(chosen)


def step(sheet: Sheet) -> Step:
    """The step that is shown: where the quiz was left, unless another was chosen."""
    return next((step for step in STEPS if step.key == sheet.answers.get("at")), STEPS[0])


def show(sheet: Sheet, step: Step) -> None:
    """How far the quiz is, and how long it still takes."""
    keys = _keys(sheet, step)
    place = keys.index(step.key)
    left = counted(steps.minutes_left(sheet.document, sheet.quarter, step.key), "minute")
    st.progress(place / (len(keys) - 1), f"Step {place + 1} of {len(keys)} · about {left} left")


def foot(sheet: Sheet, step: Step) -> None:
    """What the quiz adds up to so far; back, and on."""
    total = figures.of(sheet.applied, sheet.quarter, Options())["total"]
    words = sheet.words
    so_far = (
        f"So far: {words.hours(total['hours'])}, {words.money(total['actual_cost'])} out of pocket, "
        f"{words.money(total['opportunity_cost'])} of your time; {words.money(total['expected_value'])} gained."
    )
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center", key="foot"):
        st.caption(f"{plain(so_far)} All is saved: stop and go on whenever you like.", width="stretch")
        keys = _keys(sheet, step)
        place = keys.index(step.key)
        # There from the first step on, so that Next never moves.
        st.button("Back", key="back", icon=":material/arrow_back:", disabled=not place, on_click=go_to,
                  args=(sheet, keys[max(place - 1, 0)]))  # fmt: skip
        if step.key == keys[-1]:
            if st.button("Hand in", key="hand in", type="primary", icon=":material/check:"):
                _hand_in(sheet)
        else:
            st.button("Next", key="next", type="primary", icon=":material/arrow_forward:", icon_position="right",
                      on_click=go_to, args=(sheet, keys[place + 1]))  # fmt: skip


def go_to(sheet: Sheet, step: str) -> None:
    """Show another step, and remember it as the place where the quiz was left."""
    sheet.keep({"at": step})


def _keys(sheet: Sheet, step: Step) -> list[str]:
    return [each.key for each in steps.steps(sheet.document, sheet.quarter, step.key)]


def _hand_in(sheet: Sheet) -> None:
    quarter, today, now = sheet.quarter, session.today(), session.now()
    if any(answers.problems(sheet.document, quarter)):
        session.notify("error", "It is not handed in yet: some answers can't be right. They are named below.")
    elif session.save(lambda document: submission.submitted(document, quarter, now, today)):
        st.switch_page("results.py")
    st.rerun()


def _is_quarter(label: str) -> bool:
    try:
        Quarter.parse(label)
    except ValueError:
        return False
    return True
