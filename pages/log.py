import streamlit as st

from pages.log.forms import show_activity_form
from pages.shell import session

st.title("Log an activity")
show_activity_form(session.records(), session.words())
