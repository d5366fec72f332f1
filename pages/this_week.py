import streamlit as st

from netroi_core.views.this_week import ThisWeek
from netroi_core.wording.wording import escape_markdown
from pages.share import feedback
from pages.shell import session
from pages.shell.figures import figures_of
from pages.this_week.habits import show_challenge, show_checklist
from pages.this_week.stories import show_stories
from pages.this_week.todo import show_todos
from pages.widgets import charts

_CAPITAL = "Of everybody who is active, how close times how relevant they are; half of it is left after half a year."


def main() -> None:
    saved = session.saved()
    if saved is None or not (figures_of(saved).ledger.quarters or saved.workspace.contacts):
        _show_empty()
        return
    week = figures_of(saved).this_week(session.today())
    st.title(escape_markdown(week.headline))
    feedback.show_waiting_answers()
    show_todos(week, figures_of(saved).ledger)
    left, right = st.columns(2, gap="large")
    with left:
        _show_capital(week)
        show_challenge(week)
    with right:
        show_stories(saved.workspace, session.words())
    if week.chart is not None:
        charts.show_charts([week.chart])
        charts.show_tables({"": lambda: [week.chart]})
    else:
        _show_nobody_rated()
    show_checklist(week.habits)


def _show_empty() -> None:
    st.title("What is there to do this week?")
    feedback.show_waiting_answers()
    st.markdown(
        "Open this page on a Monday: three things to do, how your network moved, and everybody you know by how close "
        "they are and how much they matter to you. It begins with one activity in the journal."
    )
    if st.button("Log an activity", type="primary", icon=":material/add:"):
        st.switch_page("log.py")


def _show_capital(week: ThisWeek) -> None:
    st.subheader("How your network moved")
    if week.capital:
        st.markdown("  \n".join(map(escape_markdown, week.capital)), help=_CAPITAL)
    else:
        st.markdown("Name the people you meet, and you will see here who joined, who came back and who went quiet.")


def _show_nobody_rated() -> None:
    st.subheader("Who is close, and who matters?")
    st.markdown(
        "Say of each person from 1 to 5 how close you are and how relevant they are to you; the picture follows."
    )
    if st.button("Rate the people you know", icon=":material/group:"):
        st.switch_page("people.py")


main()
