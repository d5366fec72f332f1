import streamlit as st

from pages.parts import bringing, session


def main() -> None:
    st.title("Bring what you already have")
    st.markdown(
        "Drop a file that you have from elsewhere. You see what it would add, line by line, before anything counts; "
        "nothing of the file is kept but what you accept, and it can be taken back at any time."
    )
    bringing.files()
    bringing.past(session.opened(), session.words())


main()
