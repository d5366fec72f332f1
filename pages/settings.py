import streamlit as st

from pages.settings import backup, pay, profile
from pages.shell import session
from pages.widgets import venues


def main() -> None:
    me, words = session.profile(), session.words()
    st.title("Settings")
    st.header("Pay over time")
    st.caption("What an hour of yours costs follows from it. Each entry holds from its quarter on.")
    pay.show(me, words)
    st.header("Worth of an hour")
    st.caption("As a share of an hour of pay, by what else the hour could have been.")
    profile.worth_of_an_hour(me, words)
    st.header("Memberships, places and platforms")
    venues.show(words)
    st.header("Whom you want to reach, and what it may take")
    st.caption("Write several with commas. *Network* tells whom you don’t know yet, and when it takes too much.")
    profile.aims(me, words)
    st.header("How figures read")
    profile.reading(me, words)
    st.header("Your data, in and out")
    st.caption(
        "One file with everything, in the format of your choice; each of them can be restored. Keep one where you keep "
        "what matters."
    )
    backup.save()
    backup.restore()
    if not session.is_example():
        st.header("Erase everything")
        st.caption(
            "Removes your workspace with all its backups, links and circles, at once; circles that you lead end. It "
            "can't be taken back."
        )
        backup.erase()
    st.page_link("privacy.py", label="Privacy and access: what is stored, and who can see it", icon=":material/shield:")


main()
