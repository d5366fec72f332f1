import streamlit as st

from pages.people import upkeep
from pages.shell import session
from pages.shell.figures import figures_of


def main() -> None:
    saved = session.saved()
    if saved is None or not saved.workspace.contacts:
        st.title("Who to follow up with")
        st.markdown("Add the people you meet, and they are listed here when it’s time to be in touch again.")
        st.page_link("people.py", label="Add a contact", icon=":material/person_add:")
        return
    people = figures_of(saved).people(session.today())
    st.title("Who to follow up with" if people.follow_ups else "Nobody is waiting to hear from you")
    upkeep.show_follow_ups(people)
    upkeep.show_suggestions(people, session.words())


main()
