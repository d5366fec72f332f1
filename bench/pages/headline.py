"""A page with a headline alone: the time to load Streamlit itself."""

import streamlit as st

st.title("A headline")
