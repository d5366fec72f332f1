import streamlit as st

from pages.log.forms import show_outcome_form
from pages.shell import session

st.title("Log an outcome")
show_outcome_form(session.records(), session.words())
