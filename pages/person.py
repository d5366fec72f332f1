import streamlit as st

from pages.people.person import show_person
from pages.shell import session
from pages.shell.figures import figures_of


def main() -> None:
    st.page_link("people.py", label="All contacts", icon=":material/arrow_back:")
    saved = session.saved()
    contact_id = st.query_params.get("id", "")
    if saved is None or contact_id not in saved.workspace.contacts_by_id:
        st.title("This contact isn’t here")
        st.markdown("It was deleted, or merged with another contact of the same name.")
        return
    # The frame has set the title of every contact's page; only here it is known whose it is.
    st.set_page_config(page_title=f"{saved.workspace.contacts_by_id[contact_id].name} · NetROI")
    show_person(figures_of(saved).people(session.today()), contact_id, session.words())


main()
