import streamlit as st

from netroi_core.access.privacy_facts import privacy_facts, retained_until
from pages.settings import access
from pages.shell import identity, session
from pages.shell.layout import TEXT_WIDTH


def main() -> None:
    st.title("Privacy and access")
    access.show_access()
    st.header("Your data")
    is_guest = identity.principal().kind == "guest" and not identity.must_sign_in()
    until = session.words().day(retained_until(session.today()))
    for question, answer in privacy_facts(
        identity.hosting(), is_guest, until, is_database=identity.data_folder() is None
    ):
        st.markdown(f"**{question}.** {answer}")
    st.page_link("settings.py", label="Back up or erase your workspace", icon=":material/settings:")


with st.container(width=TEXT_WIDTH):
    main()
