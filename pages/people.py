import streamlit as st

from netroi_core.wording.wording import escape_markdown
from pages.people import people_table
from pages.shell import session
from pages.shell.figures import figures_of


def main() -> None:
    saved = session.saved()
    if saved is None or not saved.workspace.contacts:
        _show_empty()
        return
    people = figures_of(saved).people(session.today())
    st.title(escape_markdown(people.headline))
    people_table.show_new_person(saved.workspace)
    people_table.show_table(people)


def _show_empty() -> None:
    st.title("Who is in your network?")
    st.markdown(
        "Keep the people you meet here: who they are, how you met, which favors you exchanged, and when to be in touch "
        "again. A name is enough to begin."
    )
    people_table.show_new_person(session.records())


main()
