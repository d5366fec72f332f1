"""The page after a quiz is submitted: what it showed, the date of the next one, and where to go."""

from datetime import UTC, datetime

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers, submission
from netroi_core.relationships.reminders import quiz_calendar
from netroi_core.views.advice_words import AdviceWords
from netroi_core.wording.wording import escape_markdown, quarter_name, unbroken
from pages.quiz import navigation
from pages.quiz.quiz_form import QUARTER_PARAMETER, REVIEW, STEP_PARAMETER, QuizForm
from pages.shell import figures, session
from pages.widgets import reminders
from pages.widgets.download import download_button


def show_submitted(form: QuizForm) -> None:
    """Show what was learned, when the next quiz is due, and links to the results and back into the answers."""
    st.title(unbroken(f"You submitted your quiz for {quarter_name(form.quarter)}"))
    headline, *others = _lessons(form)
    st.subheader(escape_markdown(headline), anchor=False)
    for sentence in others:
        st.markdown(escape_markdown(sentence))
    with st.container(horizontal=True):
        if st.button("See your results", type="primary", icon=":material/monitoring:"):
            st.switch_page("results.py")
        if st.button("Home", key="home", icon=":material/home:"):
            st.switch_page("home.py")
    _show_next_quiz(form)
    st.subheader("Need to change something?")
    st.markdown("Reopen the quiz: your answers are as you left them, and your results update.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Change my answers", icon=":material/edit:", on_click=_reopen, args=(form.quarter,))
        navigation.show_quarters(form.quarter)


def _lessons(form: QuizForm) -> tuple[str, ...]:
    """Return the finding, what this quarter took and won, what all of them did, and the next step."""
    saved = session.saved()
    assert saved is not None  # a submitted quiz is stored
    views = figures.figures_of(saved)
    situation = views.situation(views.ledger.quarters, Options(), session.today())
    advice = AdviceWords(situation, form.words)
    step = advice.next_step() or advice.plan(situation.plan)
    sentences = (advice.finding(), advice.in_quarter(form.quarter), advice.recorded(), step)
    return tuple(filter(None, sentences))


def _show_next_quiz(form: QuizForm) -> None:
    start = form.workspace.profile.fiscal_year_start
    day = answers.next_quiz_day(form.workspace, session.today())
    st.subheader("Your next quiz")
    # Whoever catches up on an earlier quarter has the latest one still to do.
    if due := _due_quarter():
        name = quarter_name(due)
        st.markdown(f"{name} is over, and its quiz is open. The one after it opens on {form.words.day(day)}.")
        st.button(f"Take the quiz for {name}", key="take the quiz", icon=":material/checklist:", on_click=_open,
                  args=(due,))  # fmt: skip
    else:
        st.markdown(f"It opens on {form.words.day(day)}, when the quarter is over.")
    with st.container(horizontal=True):
        download_button(
            "Add it to my calendar",
            lambda: quiz_calendar(start, session.today(), datetime.now(UTC)),
            "netroi-quiz.ics",
            "text/calendar",
            key="next quiz",
            icon=":material/event:",
        )
        reminders.show_offer()


def _due_quarter() -> Quarter | None:
    saved = session.saved()
    return answers.due_quarter(figures.figures_of(saved).ledger, session.today()) if saved else None


def _open(quarter: Quarter) -> None:
    st.query_params.from_dict({QUARTER_PARAMETER: str(quarter)})


def _reopen(quarter: Quarter) -> None:
    session.save(lambda document: submission.reopen(document, quarter))
    st.query_params.from_dict({QUARTER_PARAMETER: str(quarter), STEP_PARAMETER: REVIEW})
