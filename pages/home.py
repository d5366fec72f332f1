from datetime import date, datetime, timedelta

import streamlit as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.relationships import contacts, reminders
from netroi_core.relationships.routine import NO_TEST
from netroi_core.views.this_week import ThisWeek
from netroi_core.views.todos import Todo
from netroi_core.views.week import WeekPlan
from netroi_core.wording.wording import escape_markdown, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.records import Contact
from pages.share import feedback
from pages.shell import session
from pages.shell.figures import figures_of
from pages.this_week.habits import show_challenge, show_checklist
from pages.this_week.stories import show_stories
from pages.widgets import charts, download

_ICONS = {
    "boundary": "spa",
    "pause": "waving_hand",
    "interview": "work",
    "lead": "forum",
    "investor": "trending_up",
    "follow_up": "forum",
    "quiz": "checklist",
    "goal": "flag",
    "link": "link",
    "ask": "front_hand",
    "thank_you": "redeem",
    "give_back": "redeem",
    "introduction": "handshake",
    "feedback": "rate_review",
    "give": "redeem",
    "sponsor": "campaign",
    "warm_tie": "eco",
    "reconnect": "eco",
    "challenge": "directions_walk",
}
# Items that are done by leaving something out, or by one message: there is nothing to log.
_WITHOUT_BUTTON = ("boundary", "pause")
_WEEK = timedelta(days=7)
_CAPITAL = (
    "The sum over everybody who is active: how close they are times how relevant they are. Half of it is left after "
    "half a year without contact."
)


def main() -> None:
    saved = session.saved()
    if saved is None or not (figures_of(saved).ledger.quarters or saved.workspace.contacts):
        _show_empty()
        return
    figures = figures_of(saved)
    # The week looks at everything on record: what is due does not depend on filters.
    week = figures.this_week(figures.situation(figures.ledger.quarters, Options(), session.today()))
    st.title(escape_markdown(week.headline))
    feedback.show_waiting_answers()
    _show_signs(week.plan)
    _show_items(week.plan, figures.ledger)
    left, right = st.columns(2, gap="large")
    with left:
        _show_capital(week)
        show_challenge(week.plan)
    with right:
        show_stories(saved.workspace, session.words())
    if week.chart is not None:
        charts.show_charts([week.chart])
        charts.show_tables({"": lambda: [week.chart]})
    else:
        _show_nobody_rated()
    show_checklist(week.habits)


def _show_empty() -> None:
    st.title("What is there to do this week?")
    feedback.show_waiting_answers()
    st.markdown(
        "Open this page on a Monday: a few things to do, how your network changed, and the people you know by how "
        "close they are and how much they matter to you. Log your first activity to begin."
    )
    if st.button("Log an activity", type="primary", icon=":material/add:"):
        st.switch_page("log.py")


def _show_capital(week: ThisWeek) -> None:
    st.subheader("How your network changed")
    if week.capital:
        st.markdown("  \n".join(map(escape_markdown, week.capital)), help=_CAPITAL)
    else:
        st.markdown("Name the people you meet, and you will see here who joined, who came back and who went quiet.")


def _show_nobody_rated() -> None:
    st.subheader("Who is close, and who matters?")
    st.markdown("Rate from 1 to 5 how close each person is and how relevant to you, and you will see them on a map.")
    if st.button("Rate the people you know", icon=":material/group:"):
        st.switch_page("people.py")


def _show_signs(plan: WeekPlan) -> None:
    """Show the signs of too much, and a kind word after lost leads, once and before anything is asked for."""
    lines = [*(sign.text for sign in plan.signs), *([plan.encouragement] if plan.encouragement else [])]
    if not lines:
        return
    with st.container(border=True):
        st.markdown("  \n".join(map(escape_markdown, lines)))
        if plan.signs:
            st.caption(NO_TEST)


def _show_items(plan: WeekPlan, ledger: Ledger) -> None:
    for item in plan.items:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":material/{_ICONS[item.kind]}: {escape_markdown(item.text)}", width="stretch")
            if item.kind not in _WITHOUT_BUTTON:
                _show_button(item)
    if plan.more_follow_ups:
        more = pluralize(plan.more_follow_ups, "more follow-up is", "more follow-ups are")
        st.page_link("people.py", label=f"{more} due", icon=":material/group:")
    # Read here and not in the function, which is called at the click, outside a run of the page.
    today, now = session.today(), session.now()
    download.download_button(
        "Reminders for my calendar",
        lambda: reminders.reminder_calendar(ledger, today, datetime.fromisoformat(now)),
        "netroi.ics",
        "text/calendar",
        key="reminders",
        icon=":material/calendar_add_on:",
        help="Every follow-up and each quarter’s quiz, with an alarm at nine. Import the file again whenever you like: "
        "events that are in your calendar already are moved, not repeated.",
    )


def _show_button(todo: Todo) -> None:
    if todo.contact is not None:
        label, icon = ("Done", "check") if todo.kind == "follow_up" else ("Plan it", "event")
        st.button(label, key=f"{todo.kind} {todo.contact.id}", icon=f":material/{icon}:",
                  on_click=_follow_up, args=(todo, todo.contact, session.today()))  # fmt: skip
    elif todo.kind == "quiz":
        if st.button("Take it", key="take the quiz", type="primary", icon=":material/checklist:"):
            st.switch_page("quiz.py", query_params={"quarter": str(todo.quarter)})
    elif todo.kind == "goal":
        if st.button("Plan", key="see the plan", icon=":material/tune:"):
            st.switch_page("plan.py")
    elif st.button("Log it", key=f"log the {todo.kind}", icon=":material/add:"):
        st.switch_page("log.py")


def _follow_up(todo: Todo, contact: Contact, today: date) -> None:
    """Save that a follow-up is done, or plan one for a week from now."""
    if todo.kind == "follow_up":
        after, done = contacts.with_next_follow_up(contact, today, "done"), f"Followed up with {contact.name}."
    else:
        after = contact.model_copy(update={"follow_up": today + _WEEK})
        done = f"Planned for next week: {contact.name}."
    session.save(
        lambda document: edits.put(document, after, contact),
        done,
        undo=lambda document: edits.put(document, contact, after),
    )


main()
