import streamlit as st

from pages.imports import bringing, remembered
from pages.shell import session


def main() -> None:
    st.title("Bring what you already have")
    st.markdown(
        "Drop the files that you have from elsewhere. You see what they would add before anything counts; nothing of a "
        "file is kept but what you accept, and that can be taken back at any time."
    )
    bringing.files()
    remembered.show(session.opened())
    bringing.past(session.records().imports, session.words())


main()
