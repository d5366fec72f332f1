"""The plan of one workspace, as pages/plan.py draws it with nothing clicked or moved."""

import streamlit as st

from bench.literal import PAGES, drawing
from bench.pages.twin import options

PAGE = PAGES["plan"]
BEST, MINE = PAGE["reservations"]

options.bar()
st.title(PAGE["headline"])
if PAGE["sentence"]:
    st.markdown(PAGE["sentence"])
    for sentence in BEST:
        st.warning(sentence, icon=":material/warning:")
st.subheader(f"Your plan for {PAGE['quarter']}")
for column, now in zip(st.columns(len(PAGE["now"]), gap="large"), PAGE["now"], strict=True):
    with column:
        st.markdown(f"**{now['name']}**  \n:small[:gray[Now {now['said']}]]")
        st.slider("Hours", 0, 1000, now["hours"], key=f"hours {now['name']}", step=1, format="%d h")
        st.slider("Money", 0, 10_000, now["money"], key=f"money {now['name']}", step=1, format="$%d")
with st.container(horizontal=True):
    if PAGE["sentence"]:
        st.button("Try the best mix", icon=":material/auto_awesome:")
    st.button("Back to now", icon=":material/undo:")
    st.button("Keep to compare", icon=":material/add:")
    st.button("Make it my goal", type="primary", icon=":material/flag:")
st.markdown(PAGE["mine"])
for sentence in MINE:
    st.warning(sentence, icon=":material/warning:")
for column, chart in zip(st.columns(2, gap="large"), PAGE["charts"], strict=True):
    with column:
        st.markdown(chart["text"])
        st.vega_lite_chart(drawing(chart), alt=chart["alt"])
st.expander("What you can bear, and what is assumed", icon=":material/tune:", key="limits", on_change="rerun")
st.expander("Tables and files", icon=":material/table_view:", key="tables", on_change="rerun")
st.header("Goals")
st.markdown("None is set. Make a plan your goal, or set one by hand: one figure, one quarter.")
st.expander("Set a goal by hand", icon=":material/flag:", key="goal by hand", on_change="rerun")
