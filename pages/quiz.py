import streamlit as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import answers, submission
from netroi_core.quiz.steps import STEPS
from netroi_core.wording.wording import quarter_name
from pages.quiz import effort, file_offer, hour, navigation, outcomes, review
from pages.quiz.quiz_form import QuizForm
from pages.shell import session

SCREENS = {
    "hour": hour.show_hour,
    "effort": effort.show_effort,
    "alternatives": hour.show_alternatives,
    "outcomes": outcomes.show_outcomes,
    "people": effort.show_people,
    "review": review.show_review,
}


def main() -> None:
    form = QuizForm(navigation.quarter_selector(), session.records(), session.words())
    if answers.is_submitted(form.workspace, form.quarter):
        _show_submitted(form.quarter)
        return
    step = form.current_step
    if step.key == STEPS[0].key and file_offer.show_offer(form):
        return
    st.title(step.question)
    navigation.show_progress(form)
    with st.container(key=f"step {step.key}"):
        SCREENS[step.key](form)
    navigation.show_foot(form)


def _show_submitted(quarter: Quarter) -> None:
    st.title(f"You submitted your quiz for {quarter_name(quarter)}")
    st.markdown(
        "Need to change something? Reopen the quiz: your answers are as you left them, and your results update."
    )
    with st.container(horizontal=True):
        if st.button("See your results", type="primary", icon=":material/monitoring:"):
            st.switch_page("results.py")
        st.button("Change my answers", icon=":material/edit:", on_click=_reopen, args=(quarter,))


def _reopen(quarter: Quarter) -> None:
    session.save(lambda document: submission.reopen(document, quarter))


main()
