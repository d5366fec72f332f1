import streamlit as st

from pages.settings import backup, profile
from pages.shell import session
from pages.widgets import venue_forms


def main() -> None:
    me, words = session.profile(), session.words()
    st.title("Settings")
    st.header("Pay over time")
    st.caption("What an hour of yours costs follows from it. Each entry holds from its quarter on.")
    profile.show_pay(me, words)
    st.header("Worth of an hour")
    st.caption("As a share of an hour of pay, by what else the hour could have been.")
    profile.show_hour_worth(me, words)
    st.header("Memberships, places and platforms")
    venue_forms.show_venues(words)
    st.header("Whom you want to reach, and what it may take")
    st.caption("Write several with commas. *Network* tells whom you don’t know yet, and when it takes too much.")
    profile.show_audience_and_limits(me, words)
    st.header("How figures read")
    profile.show_formats(me, words)
    st.header("Your data, in and out")
    st.caption(
        "One file with everything, in the format of your choice; each of them can be restored. Keep one where you keep "
        "what matters."
    )
    backup.show_export()
    backup.show_restore()
    if not session.is_example():
        st.header("Erase everything")
        st.caption(
            "Removes your workspace with all its backups, links and circles, at once; circles that you lead end. It "
            "can't be taken back."
        )
        backup.show_erase()
    st.page_link("privacy.py", label="Privacy and access: what is stored, and who can see it", icon=":material/shield:")


main()
