import streamlit as st

from pages.imports import import_flow


def main() -> None:
    st.title("Import what you already have")
    st.markdown(
        "Drop your files here. You review everything before it counts. Only what you accept is kept, and "
        "you can undo it at any time."
    )
    import_flow.show_import()
    import_flow.show_remembered()
    import_flow.show_past_imports()


main()
