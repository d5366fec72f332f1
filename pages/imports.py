import streamlit as st

from pages.imports import import_flow, next_step


def main() -> None:
    st.title("Import your files")
    st.markdown(
        "Drop your files here and review what they would add. Only what you accept is saved, and you can "
        "undo it at any time."
    )
    next_step.show_after_import()
    import_flow.show_import()
    import_flow.show_remembered()
    import_flow.show_past_imports()


main()
