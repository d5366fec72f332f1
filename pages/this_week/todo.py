"""What to do this week, each with its one button, and the same for one's own calendar."""

from datetime import date, datetime, timedelta

import streamlit as st

from netroi_core.relationships import contacts, reminders
from netroi_core.views.overview import Overview, Todo
from netroi_core.wording.wording import counted, plain
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict
from pages.shell import session
from pages.widgets import download

_ICONS = {
    "quiz": "checklist",
    "follow_up": "forum",
    "goal": "flag",
    "revive": "eco",
    "challenge": "directions_walk",
}
_AHEAD = timedelta(days=7)


def show(overview: Overview, document: Document) -> None:
    """The things to do, how many follow-ups there are besides, and the file for a calendar."""
    for todo in overview.todos:
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.markdown(f":material/{_ICONS[todo.kind]}: {plain(todo.sentence)}.", width="stretch")
            _button(todo)
    if overview.further:
        more = counted(overview.further, "more follow-up is", "more follow-ups are")
        st.page_link("people.py", label=f"{more} due", icon=":material/group:")
    today, now = session.today(), session.now()
    download.button(
        "Reminders for my calendar",
        lambda: reminders.calendar(document, today, datetime.fromisoformat(now)),
        "netroi.ics",
        "text/calendar",
        key="reminders",
        icon=":material/calendar_add_on:",
        help="Every follow-up and each quarter’s quiz, with an alarm at nine. Import the file again whenever you like: "
        "what is in the calendar already moves along.",
    )


def _button(todo: Todo) -> None:
    if todo.contact is not None:
        label, icon = ("Done", "check") if todo.kind == "follow_up" else ("Plan it", "event")
        st.button(label, key=f"{todo.kind} {todo.contact['id']}", icon=f":material/{icon}:",
                  on_click=_keep_up, args=(todo, todo.contact, session.today()))  # fmt: skip
    elif todo.kind == "quiz":
        if st.button("Take it", key="take the quiz", type="primary", icon=":material/checklist:"):
            st.switch_page("quiz.py", query_params={"quarter": str(todo.quarter)})
    elif todo.kind == "goal":
        if st.button("Plan", key="see the plan", icon=":material/tune:"):
            st.switch_page("plan.py")
    elif st.button("Log it", key="log the challenge", icon=":material/add:"):
        st.switch_page("log.py")


def _keep_up(todo: Todo, seen: RecordDict, today: date) -> None:
    """A follow-up is done: the next one follows by the cadence. A tie to revive gets one, a week from now."""
    if todo.kind == "follow_up":
        after, done = contacts.followed_up(seen, today, "done"), f"Followed up with {seen['name']}."
    else:
        after, done = {**seen, "follow_up": (today + _AHEAD).isoformat()}, f"Planned for next week: {seen['name']}."
    session.save(
        lambda document: edits.put(document, "contacts", after, seen),
        done,
        undo=lambda document: edits.put(document, "contacts", seen, after),
    )
