"""The first visit: what NetROI is, the quiz, the example, and a way back for those who were here before."""

import streamlit as st

from pages.shell import identity, session


def show_welcome() -> None:
    """Show the first visit."""
    st.title("What does your networking return?")
    st.markdown(
        "Once a quarter, in under ten minutes: see what your networking cost you in money and time, what it led to, "
        "and which approach pays: group events, one-on-one or social media."
    )
    st.space("small")
    first, second, third = st.columns(3, border=True)
    with first:
        st.subheader("Take the pop quiz")
        st.markdown(
            "Six short steps, fewer if you import files. Every answer is saved at once; stop and continue at any time."
        )
        if st.button("Start the quiz", type="primary", icon=":material/checklist:", width="stretch"):
            st.switch_page("quiz.py")
    with second:
        st.subheader("Look at an example")
        st.markdown("Two years of a made-up person, to see what you will get. It never mixes with your own records.")
        st.button("Open the example", icon=":material/visibility:", width="stretch", on_click=session.open_example)
    with third:
        st.subheader("Restore a backup")
        st.markdown("Import a file that you saved here or on another machine. You review it before it counts.")
        if st.button("Choose a backup", icon=":material/upload_file:", width="stretch"):
            st.switch_page("settings.py")
    if identity.hosting().is_personal:
        st.caption("Your records stay on this machine, in your own file. Nothing is sent anywhere.")
    else:
        st.caption("Your records are private from your first answer: no other visitor sees them.")
        st.page_link("privacy.py", label="Been here before? Come back to your workspace", icon=":material/key:")
    st.page_link("privacy.py", label="What is stored, for how long, and who can see it", icon=":material/shield:")
