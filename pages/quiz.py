import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import answers, submission
from netroi_core.quiz.answers import STEPS
from netroi_core.wording.wording import quarter_name
from pages.quiz import alternatives, effort, files, hour, outcomes, people, progress, review
from pages.quiz.answers import Sheet
from pages.shell import session

SCREENS = {
    "hour": hour.show,
    "effort": effort.show,
    "alternatives": alternatives.show,
    "outcomes": outcomes.show,
    "people": people.show,
    "review": lambda sheet: review.show(sheet, lambda step: progress.go_to(sheet, step)),
}


def main() -> None:
    sheet = Sheet(progress.quarter(), session.opened(), session.words())
    if answers.is_submitted(sheet.document, sheet.quarter):
        _handed_in(sheet)
        return
    step = progress.step(sheet)
    if step.key == STEPS[0].key and files.are_waiting(sheet):
        return
    st.title(step.question)
    progress.show(sheet, step)
    with st.container(key=f"step {step.key}"):
        SCREENS[step.key](sheet)
    progress.foot(sheet, step)


def _handed_in(sheet: Sheet) -> None:
    st.title(f"Your quiz for {quarter_name(sheet.quarter)} is handed in")
    st.markdown("Something to mend? Open it again: its answers are as you left them, and the results follow.")
    with st.container(horizontal=True):
        if st.button("See the results", type="primary", icon=":material/monitoring:"):
            st.switch_page("results.py")
        st.button("Correct the answers", icon=":material/edit:", on_click=_reopen, args=(sheet.quarter,))


def _reopen(quarter: Quarter) -> None:
    session.save(lambda document: submission.reopened(document, quarter))


main()
