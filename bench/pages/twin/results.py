"""The results page of one workspace, as pages/results.py draws it with nothing clicked."""

import streamlit as st

from bench.literal import PAGES, drawing
from bench.pages.twin import options

PAGE = PAGES["results"]

options.bar()
st.markdown(f"# {PAGE['headline']}\n\n{PAGE['basis']}")
for column, chart in zip(st.columns(len(PAGE["charts"]), gap="large"), PAGE["charts"], strict=True):
    with column:
        st.markdown(chart["text"])
        st.vega_lite_chart(drawing(chart), alt=chart["alt"])
for note in PAGE["notes"]:
    st.caption(note)


@st.fragment
def _closer() -> None:
    st.radio("A closer look", PAGE["looks"], horizontal=True, key="closer look")


_closer()
