"""The network of one workspace, as pages/network.py draws it with nothing clicked."""

import streamlit as st

from bench.literal import PAGES, drawing
from bench.pages.twin import options

PAGE = PAGES["network"]

options.bar()
st.title(PAGE["headline"])
for sentence in PAGE["said"]:
    st.markdown(sentence)
for column, chart, said in zip(st.columns(2, gap="large"), PAGE["charts"], PAGE["below"], strict=True):
    with column:
        st.markdown(chart["text"])
        st.vega_lite_chart(drawing(chart), alt=chart["alt"])
        for sentence in said:
            st.markdown(sentence)
st.radio("A closer look", PAGE["looks"], horizontal=True, key="closer look")
