import streamlit as st

from pages.log.outcome_form import show_outcome_form
from pages.shell import session

st.title("Log an outcome")
with st.container(width=680):
    show_outcome_form(session.records(), session.words())
