"""The trends of one workspace, as pages/trends.py draws them with nothing clicked."""

import streamlit as st

from bench.literal import PAGES, drawing
from bench.pages.twin import options

PAGE = PAGES["trends"]

options.bar()
st.title(PAGE["headline"])
st.markdown(PAGE["still_to_come"])
for chart in PAGE["charts"]:
    st.markdown(chart["text"])
    st.vega_lite_chart(drawing(chart), alt=chart["alt"])
st.radio("A closer look", PAGE["looks"], horizontal=True, key="closer look")
