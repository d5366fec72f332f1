"""The things to do this week, each with one button, and the reminders as a file for a calendar."""

from datetime import date, datetime, timedelta

import streamlit as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships import contacts, reminders
from netroi_core.views.this_week import ThisWeek, Todo
from netroi_core.wording.wording import escape_markdown, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.records import Contact
from pages.shell import session
from pages.widgets import download

_ICONS = {
    "quiz": "checklist",
    "follow_up": "forum",
    "goal": "flag",
    "reconnect": "eco",
    "challenge": "directions_walk",
}
_WEEK = timedelta(days=7)


def show_todos(week: ThisWeek, ledger: Ledger) -> None:
    """Show the things to do, the number of further follow-ups, and the file for a calendar."""
    for todo in week.todos:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":material/{_ICONS[todo.kind]}: {escape_markdown(todo.sentence)}.", width="stretch")
            _show_button(todo)
    if week.more_follow_ups:
        more = pluralize(week.more_follow_ups, "more follow-up is", "more follow-ups are")
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
        "what is in the calendar already moves along.",
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
    elif st.button("Log it", key="log the challenge", icon=":material/add:"):
        st.switch_page("log.py")


def _follow_up(todo: Todo, contact: Contact, today: date) -> None:
    """Save that a follow-up is done, or plan one for a week from now with a contact to reconnect with."""
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
