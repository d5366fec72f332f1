"""The results page of one workspace, as pages/results.py draws it with nothing clicked."""

import streamlit as st

from bench.literal import PAGES, drawing
from bench.pages.twin import options

PAGE = PAGES["results"]

with st.container(horizontal=True, horizontal_alignment="distribute", key="bar"):
    options.bar()
    st.popover("Report", icon=":material/description:", key="report", on_change="rerun")
st.title(PAGE["headline"])
st.markdown(PAGE["basis"])
for column, chart in zip(st.columns(len(PAGE["charts"]), gap="large"), PAGE["charts"], strict=True):
    with column:
        st.markdown(chart["text"])
        st.vega_lite_chart(drawing(chart), alt=chart["alt"])
for note in PAGE["notes"]:
    st.caption(note)
for name in PAGE["others"]:
    st.expander(name, icon=":material/bar_chart:", key=name, on_change="rerun")
st.expander("What would change this?", icon=":material/balance:", key="doubts", on_change="rerun")
st.expander("Tables and files", icon=":material/table_view:", key="tables", on_change="rerun")
st.expander("How is this figured?", icon=":material/function:", key="how", on_change="rerun")
