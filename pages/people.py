import streamlit as st

from netroi_core.relationships.contact_words import NO_PEOPLE, people_headline
from netroi_core.wording.wording import escape_markdown
from pages.people import new_person, people_table, upkeep
from pages.people.people import people_of
from pages.people.person import show_person
from pages.shell import session


def main() -> None:
    saved, words = session.saved(), session.words()
    if saved is None or not saved.workspace.contacts:
        _show_empty()
        return
    people = people_of(saved, session.today())
    if (contact_id := people_table.show_finder(people)) is not None:
        show_person(people, contact_id, words)
        return
    st.title(escape_markdown(people_headline(people.count, people.follow_ups)))
    new_person.show_form(people.workspace)
    upkeep.show_follow_ups(people, words)
    people_table.show_table(people)
    upkeep.show_suggestions(people, words)


def _show_empty() -> None:
    st.title(NO_PEOPLE)
    st.markdown(
        "Keep the people you meet here: who they are, how you met, what went to and fro, and when to be in touch "
        "again. A name is enough to begin; NetROI then tells whom to follow up with and whom you lose sight of."
    )
    new_person.show_form(session.records())


main()
