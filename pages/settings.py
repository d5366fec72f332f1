import streamlit as st

from pages.settings import backup, profile
from pages.shell import session
from pages.widgets import purpose, venue_forms


def main() -> None:
    me, words = session.profile(), session.words()
    st.title("Settings")
    st.header(purpose.QUESTION)
    purpose.show_purpose(me)
    st.header("Pay history")
    st.caption("It sets what an hour of your time costs. Each entry applies from its quarter on.")
    profile.show_pay(me, words)
    st.header("Value of an hour")
    st.caption("As a share of an hour of pay, by what you would have done with it.")
    profile.show_hour_worth(me, words)
    st.header("Memberships, places and platforms")
    venue_forms.show_venues(words)
    st.header("Who you want to reach")
    st.caption("Separate several with commas. *Network* shows who you don’t know yet.")
    profile.show_audience(me)
    st.header("Limits")
    st.caption(
        "Your plan stays within them. Hours for learning go to testing an approach, and growth is what an approach may "
        "gain in a quarter. *Network* and *This week* say when your networking exceeds the weekly limits."
    )
    profile.show_limits(me, words)
    st.header("Formats")
    profile.show_formats(me, words)
    st.header("Backup and restore")
    st.caption(
        "One file with everything, in the format of your choice; each of them can be restored. Keep one in a safe "
        "place."
    )
    backup.show_export()
    backup.show_restore()
    if not session.is_example():
        st.header("Erase everything")
        st.caption(
            "Removes your workspace with all its backups, links and circles, at once; circles that you lead end. It "
            "can't be undone."
        )
        backup.show_erase()
    st.page_link("privacy.py", label="Privacy and access: what is stored, and who can see it", icon=":material/shield:")


main()
