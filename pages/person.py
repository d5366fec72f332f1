import streamlit as st

from pages.people.person import show_person
from pages.shell import session
from pages.shell.figures import figures_of


def main() -> None:
    saved = session.saved()
    contact_id = st.query_params.get("id", "")
    st.page_link("people.py", label="All contacts", icon=":material/arrow_back:")
    if saved is None or contact_id not in saved.workspace.contacts_by_id:
        st.title("This contact isn’t here")
        st.markdown("It may have been deleted or merged with another.")
        return
    people = figures_of(saved).people(session.today())
    show_person(people, contact_id, session.words())


main()
