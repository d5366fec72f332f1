import streamlit as st

from netroi_core.wording.wording import escape_markdown
from pages.people import people_table, upkeep
from pages.people.person import show_person
from pages.shell import session
from pages.shell.figures import figures_of


def main() -> None:
    saved, words = session.saved(), session.words()
    if saved is None or not saved.workspace.contacts:
        _show_empty()
        return
    people = figures_of(saved).people(session.today())
    if (contact_id := people_table.show_finder(people)) is not None:
        show_person(people, contact_id, words)
        return
    st.title(escape_markdown(people.headline))
    people_table.show_new_person(saved.workspace)
    upkeep.show_follow_ups(people)
    people_table.show_table(people)
    upkeep.show_suggestions(people, words)


def _show_empty() -> None:
    st.title("Who is in your network?")
    st.markdown(
        "Keep the people you meet here: who they are, how you met, what went to and fro, and when to be in touch "
        "again. A name is enough to begin; NetROI then tells whom to follow up with and whom you lose sight of."
    )
    people_table.show_new_person(session.records())


main()
