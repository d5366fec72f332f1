"""The results page of one workspace, as pages/results.py draws it with nothing clicked."""

import streamlit as st

from bench.literal import PAGE, drawing

with st.popover("Quarters and how it counts", icon=":material/tune:"):
    st.selectbox("Quarters", PAGE["windows"], key="quarters", bind="query-params")
    st.selectbox(
        "Who gets the credit when several steps led to an outcome?",
        list(PAGE["rules"]),
        index=2,
        format_func=PAGE["rules"].__getitem__,
        key="attribution",
        bind="query-params",
    )
    st.caption("Every step on the path gets the same share.")
    st.radio("In which quarter does an outcome count?", ["When it paid", "When you sowed it"], key="view",
             bind="query-params")  # fmt: skip
    st.radio("Which outcomes count?", ["Open ones too, by their odds", "Only what is won"], key="basis",
             bind="query-params")  # fmt: skip
    st.radio("Which costs count?", ["What I paid myself", "All, also what was paid back"], key="costs",
             bind="query-params")  # fmt: skip
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
