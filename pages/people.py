import streamlit as st

from netroi_core.wording.wording import escape_markdown
from pages.people.contact_list import show_contacts
from pages.people.new_contact import show_new_contact
from pages.shell import session
from pages.shell.figures import figures_of
from pages.widgets.empty_page import show_picture


def main() -> None:
    saved = session.saved()
    if saved is None or not saved.workspace.contacts:
        st.title("Who is in your network?")
        st.markdown(
            "Keep track of the people you meet: who they are, how you met, which favors you exchanged, and when to be "
            "in touch again. A name is enough to start."
        )
        show_new_contact(session.records())
        show_picture("people")
        return
    st.title(escape_markdown(figures_of(saved).people(session.today()).headline))
    show_new_contact(saved.workspace)
    show_contacts(saved)
    st.page_link("records.py", label="Edit many contacts at once under All records", icon=":material/table_edit:")


main()
