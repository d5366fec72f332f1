import streamlit as st

from pages.imports import import_flow


def main() -> None:
    st.title("Bring what you already have")
    st.markdown(
        "Drop the files that you have from elsewhere. You see what they would add before anything counts; nothing of a "
        "file is kept but what you accept, and that can be taken back at any time."
    )
    import_flow.show_import()
    import_flow.show_remembered()
    import_flow.show_past_imports()


main()
