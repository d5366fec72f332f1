import streamlit as st

from netroi_core.quiz import answers
from netroi_core.quiz.steps import STEPS
from pages.quiz import effort, file_offer, formats, hour, navigation, opening, outcomes, people, review, submitted
from pages.quiz.quiz_form import QuizForm
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH

SCREENS = {
    "hour": hour.show_hour,
    "outcomes": outcomes.show_outcomes,
    "people": people.show_people,
    "review": review.show_review,
}


def main() -> None:
    with st.container(horizontal_alignment="center"), st.container(width=TEXT_WIDTH):
        _show_quiz()


def _show_quiz() -> None:
    form = QuizForm(navigation.current_quarter(), session.records(), session.words())
    if answers.is_submitted(form.workspace, form.quarter):
        submitted.show_submitted(form)
        return
    step = form.current_step
    navigation.show_progress(form)
    if step.key == STEPS[0].key:
        formats.show_formats(form)
        if file_offer.show_offer(form):
            return
    # What it is worth is no first question for someone whose hours nobody pays for.
    question = "How should your time count?" if step.key == "hour" and form.is_between_jobs else step.question
    st.container(key="quiz question").title(question, anchor=False)
    opening.open_at_top(step)
    with st.container(key=f"step {step.key}"):
        if step.approach is None:
            SCREENS[step.key](form)
        else:
            effort.show_approach(form, step.approach)
    navigation.show_foot(form)


main()
