import streamlit as st

from pages.log.activity_form import show_activity_form
from pages.shell import session
from pages.shell.layout import TEXT_WIDTH

st.title("Log an activity")
with st.container(width=TEXT_WIDTH):
    show_activity_form(session.records(), session.words())
