import streamlit as st

from netroi_core.views.overview import Overview
from netroi_core.wording.wording import plain
from pages.share import feedback
from pages.shell import figures, session
from pages.this_week import habits, stories, todo
from pages.widgets import picture

_CAPITAL = "Of everybody who is active, how close times how relevant they are; half of it is left after half a year."


def main() -> None:
    saved = session.saved()
    if saved is None or not (figures.ledger(saved).quarters or saved.document.get("contacts")):
        _what_will_stand_here()
        return
    overview, words = figures.overview_of(saved, session.today()), session.words()
    st.title(plain(overview.headline))
    feedback.notice()
    todo.show(overview, saved.document)
    left, right = st.columns(2, gap="large")
    with left:
        _moved(overview)
        habits.challenge(overview)
    with right:
        stories.show(saved.document, words)
    if overview.picture is not None:
        picture.show([overview.picture])
        picture.tables({"": lambda: [overview.picture]})
    else:
        _nobody_rated()
    habits.checklist(overview.tally)


def _what_will_stand_here() -> None:
    st.title("What is there to do this week?")
    feedback.notice()
    st.markdown(
        "Open this page on a Monday: three things to do, how your network moved, and everybody you know by how close "
        "they are and how much they matter to you. It begins with one activity in the journal."
    )
    if st.button("Log an activity", type="primary", icon=":material/add:"):
        st.switch_page("log.py")


def _moved(overview: Overview) -> None:
    st.subheader("How your network moved")
    if overview.moved:
        st.markdown("  \n".join(map(plain, overview.moved)), help=_CAPITAL)
    else:
        st.markdown("Name the people you meet, and you will see here who joined, who came back and who went quiet.")


def _nobody_rated() -> None:
    st.subheader("Who is close, and who matters?")
    st.markdown(
        "Say of each person from 1 to 5 how close you are and how relevant they are to you; the picture follows."
    )
    if st.button("Rate the people you know", icon=":material/group:"):
        st.switch_page("people.py")


main()
