from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.overload import LIMITS
from netroi_core.quarters import Quarter
from netroi_core.quiz import answers
from netroi_core.relationships import reminders
from netroi_core.storage import Saved
from netroi_core.views.advice import Situation
from netroi_core.views.missing import missing_entry
from netroi_core.views.results import opening
from netroi_core.views.this_week import ThisWeek
from netroi_core.views.week import WeekPlan
from netroi_core.wording.findings import window_name
from netroi_core.wording.wording import escape_markdown, quarter_name, unbroken
from pages.home.habits import show_challenge, show_checklist
from pages.home.welcome import show_welcome
from pages.people.todo_rows import show_rows
from pages.share import feedback
from pages.shell import session
from pages.shell.figures import figures_of
from pages.shell.layout import PAGE_WIDTH, TEXT_WIDTH
from pages.widgets import download, key_figures

_FIRST_ITEMS = 3


def main() -> None:
    saved = session.saved()
    draft = answers.draft_quarter(saved.workspace) if saved else None
    with st.container(width=TEXT_WIDTH):
        feedback.show_waiting_answers()
    if saved is None or not (figures_of(saved).ledger.quarters or saved.workspace.contacts or draft):
        show_welcome()
        return
    _show_home(saved, draft)


def _show_home(saved: Saved, draft: Quarter | None) -> None:
    figures = figures_of(saved)
    # The week looks at everything on record: what is due does not depend on filters.
    situation = figures.situation(figures.ledger.quarters, Options(), session.today())
    # First, because the week takes longer to compute.
    kind_word = _show_finding(saved, situation)
    week = figures.this_week(situation)
    if week.encouragement:
        kind_word.markdown(escape_markdown(week.encouragement))
    if draft is not None:
        _show_draft(draft)
    # What can wait stands beside what is to do, and on a phone below it.
    todo, later = st.columns((TEXT_WIDTH, PAGE_WIDTH - TEXT_WIDTH), gap="large")
    with todo:
        st.subheader(escape_markdown(week.headline))
        _show_signs(week.plan)
        _show_items(week)
    with later:
        _show_next_quiz(figures.ledger, week.plan)
        # In the first weeks of a new job, nobody needs to hear which habits they missed.
        if not week.plan.is_new_job:
            _show_habits(week)


def _show_draft(draft: Quarter) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, width=TEXT_WIDTH, key="draft"):
        name = quarter_name(draft)
        sentence = f"You haven’t submitted your quiz for {name} yet."
        # It showed its figures at each submission.
        if answers.quiz_of(session.records(), draft).showed:
            sentence = f"You reopened your quiz for {name}: submit it again."
        st.markdown(f":material/checklist: {unbroken(sentence)}", width="stretch")
        if st.button("Continue the quiz", key="continue the quiz", type="primary"):
            st.switch_page("quiz.py", query_params={"quarter": str(draft)})


def _show_finding(saved: Saved, situation: Situation) -> DeltaGenerator:
    """Show the verdict in one line; without records, the name of the page. Return the place of a kind word below it."""
    figures = figures_of(saved)
    results = figures.results(situation.window, situation.options) if situation.window else None
    if results is None or results.findings.is_empty:
        st.title("Your network")
        return st.container()
    answer = figures.answer(situation) if figures.has_answer(situation) else None
    headline, _ = opening(results, answer)
    st.title(escape_markdown(headline))
    kind_word = st.container()
    if answer is not None:
        for sentence in filter(None, (answer.caveats, answer.next_step, answer.news)):
            st.markdown(escape_markdown(sentence))
    if first_figures := figures.first_figures(situation):
        key_figures.show_first_figures(first_figures)
        st.caption(unbroken(f"{window_name(situation.window, situation.ledger.profile.fiscal_year_start)}."))
    key_figures.show_missing_entry(missing_entry(situation, results.figures))
    st.page_link("results.py", label="See your results", icon=":material/arrow_forward:", icon_position="right")
    return kind_word


def _show_next_quiz(ledger: Ledger, plan: WeekPlan) -> None:
    today, now = session.today(), session.now()
    day = session.words().day(answers.next_quiz_day(ledger.workspace, today))
    due = answers.due_quarter(ledger, today)
    sentence = f"Your next quiz: {day}." if due is None else f"The quiz after this one: {day}."
    if due and not any(item.quarter == due for item in plan.items):
        sentence = f"No activity is on record for {unbroken(quarter_name(due))}. If you did network, take its quiz."
    with st.container(horizontal=True, vertical_alignment="center", key="next quiz"):
        st.markdown(f":material/event: {sentence}", width="stretch")
        download.download_button(
            "Add to my calendar",
            lambda: reminders.reminder_calendar(ledger, today, datetime.fromisoformat(now)),
            "netroi.ics",
            "text/calendar",
            key="reminders",
            icon=":material/calendar_add_on:",
            help="Every follow-up and each quarter’s quiz, with a reminder at 9 a.m. Import the file again whenever "
            "you like: events that are already in your calendar are moved, not repeated.",
        )


def _show_habits(week: ThisWeek) -> None:
    with st.expander(
        "Challenge and habits", icon=":material/directions_walk:", key="challenge and habits", on_change="rerun"
    ) as habits:
        if habits.open:
            show_challenge(week.plan)
            show_checklist(week.habits)


def _show_signs(plan: WeekPlan) -> None:
    """Show the signs of overload, once and before anything is asked for."""
    if not plan.signs:
        return
    with st.container(border=True):
        st.markdown("  \n".join(escape_markdown(sign.text) for sign in plan.signs))
        if any(sign.kind in LIMITS for sign in plan.signs):
            st.page_link("settings.py", label="Change your limits", icon=":material/tune:",
                         query_params={"limits": "1"})  # fmt: skip


def _show_items(week: ThisWeek) -> None:
    """Show the first things to do, and unfold the others."""
    plan = week.plan
    # A fold for one would take its place and hide it.
    most = len(week.items) if len(week.items) == _FIRST_ITEMS + 1 else _FIRST_ITEMS
    first, others = week.items[:most], week.items[most:]
    show_rows(first)
    if others:
        with st.expander(f"{len(others)} more", key="more to do", on_change="rerun") as more:
            if more.open:
                show_rows(others)
    if plan.more_follow_ups:
        # All of them, so that the page it leads to has the same number.
        due = plan.due_follow_ups
        count = f"all {due:,} follow-ups" if due > 1 else "1 follow-up"
        st.page_link("follow_ups.py", label=f"See {count} this week", icon=":material/arrow_forward:",
                     icon_position="right")  # fmt: skip


main()
