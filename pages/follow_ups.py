import streamlit as st

from netroi_core.relationships.timeline import follow_ups_headline
from pages.people import upkeep
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
    people = figures_of(saved).people(session.today())
    st.title(follow_ups_headline(len(people.follow_ups)))
    upkeep.show_follow_ups(people)
    upkeep.show_suggestions(people, session.words())


with st.container(width=880):
    main()
