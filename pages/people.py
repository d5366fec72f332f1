import streamlit as st

from netroi_core.relationships.contact_words import NOBODY, headline
from netroi_core.wording.wording import plain
from pages.people import everybody, newcomer, people, person, upkeep
from pages.shell import session


def main() -> None:
    saved, words = session.saved(), session.words()
    if saved is None or not saved.document.get("contacts"):
        _empty()
        return
    known = people.of(saved, session.today())
    if (chosen := everybody.finder(known)) is not None:
        person.show(known, chosen, words)
        return
    st.title(plain(headline(known.count, known.follow_ups)))
    newcomer.form(saved.document)
    upkeep.follow_ups(known, words)
    everybody.show(known)
    upkeep.rest(known, words)


def _empty() -> None:
    st.title(NOBODY)
    st.markdown(
        "Keep the people you meet here: who they are, how you met, what went to and fro, and when to be in touch "
        "again. A name is enough to begin; NetROI then tells whom to follow up with and whom you lose sight of."
    )
    newcomer.form(session.opened())


main()
