"""The first visit: what NetROI is, the quiz, the example, and a way back for those who were here before."""

import streamlit as st

from netroi_core.wording.wording import unbroken
from pages.shell import identity, session
from pages.widgets.empty_page import show_example_chart


def show_welcome() -> None:
    """Show what NetROI is and how to begin, with a result of the example beside it."""
    words, picture = st.columns([5, 6], gap="medium")
    with words:
        st.title("NetROI shows what your networking returns")
        st.markdown(
            unbroken(
                "Once a quarter, take a quiz of under ten minutes: see what events, one-on-one meetings and social "
                "media cost you in money and time, what they led to, and which one to stick with."
            )
        )
        with st.container(horizontal=True):
            if st.button("Start the quiz", type="primary", icon=":material/checklist:"):
                st.switch_page("quiz.py")
            st.button("Look at an example", icon=":material/visibility:", on_click=session.open_example,
                      help="Two years of a fictional user. It never mixes with your own records.")  # fmt: skip
    with picture, st.container(key="first picture"):
        st.caption("Example: Dana Whitfield, a fictional user, two years")
        show_example_chart("results")
    _show_ways_back()


def _show_ways_back() -> None:
    is_personal = identity.hosting().is_personal
    st.caption(
        "Your records stay on this machine, in your own file. Nothing is sent anywhere."
        if is_personal
        else "Your records are private from your first answer: no other visitor sees them."
    )
    with st.container(horizontal=True, gap="small", key="ways back"):
        st.page_link("privacy.py", label="What is stored, and who can see it", icon=":material/shield:")
        if not is_personal:
            st.page_link("privacy.py", label="Been here before? Open your workspace", icon=":material/key:")
        st.page_link("settings.py", label="Restore a backup", icon=":material/settings_backup_restore:",
                     query_params={"restore": "1"})  # fmt: skip
