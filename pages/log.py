import streamlit as st

from pages.log.activity_form import show_activity_form
from pages.shell import session

st.title("Log an activity")
with st.container(width=680):
    show_activity_form(session.records(), session.words())
