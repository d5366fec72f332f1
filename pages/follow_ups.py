from collections.abc import Set

import streamlit as st

from netroi_core.ledger.measures import Options
from netroi_core.relationships.timeline import follow_ups_headline
from netroi_core.views.todos import Todo
from pages.people import upkeep
from pages.people.todo_rows import show_rows
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets.empty_page import Fill, show_empty_page


def main() -> None:
    saved = session.saved()
    if saved is None or not saved.workspace.contacts:
        show_empty_page(
            "Who should you follow up with?",
            "Add the people you meet, and see here when it’s time to be in touch again.",
            "follow-ups",
            Fill("Add a contact", "person_add", "people.py"),
        )
        return
    figures, today = figures_of(saved), session.today()
    people = figures.people(today)
    st.title(follow_ups_headline(len(people.follow_ups)))
    upkeep.show_follow_ups(people)
    # The same as on Home, so that neither page names somebody whom the other leaves out.
    week = figures.this_week(figures.situation(figures.ledger.quarters, Options(), today))
    due = {relationship.contact.id for relationship in people.follow_ups}
    if others := [item for item in week.items if _is_about_somebody(item) and not _is_of(due, item)]:
        st.subheader("Also this week")
        show_rows(others)
    upkeep.show_suggestions(people, session.words())


def _is_about_somebody(item: Todo) -> bool:
    """Return True if a thing to do is about a contact, or about an outcome that somebody decides."""
    return item.contact is not None or (item.outcome is not None and item.kind != "link")


def _is_of(contacts: Set[str], item: Todo) -> bool:
    return item.kind == "follow_up" and item.contact is not None and item.contact.id in contacts


with st.container(width=880):
    main()
