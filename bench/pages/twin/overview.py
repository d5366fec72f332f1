"""The week of one workspace, as pages/this_week.py draws it with nothing clicked."""

import streamlit as st

from bench.literal import PAGES, drawing

PAGE = PAGES["overview"]
BUTTONS = {
    "quiz": ("Take it", "checklist"),
    "follow_up": ("Done", "check"),
    "goal": ("Plan", "tune"),
    "revive": ("Plan it", "event"),
    "challenge": ("Log it", "add"),
}

st.title(PAGE["headline"])
for place, todo in enumerate(PAGE["todos"]):
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        st.markdown(f":material/forum: {todo['sentence']}.", width="stretch")
        label, icon = BUTTONS[todo["kind"]]
        st.button(label, key=f"todo {place}", icon=f":material/{icon}:")
st.page_link("people.py", label=PAGE["further"], icon=":material/group:")
st.download_button("Reminders for my calendar", lambda: b"", "netroi.ics", "text/calendar", key="reminders",
                   icon=":material/calendar_add_on:", help="Every follow-up and each quarter’s quiz.",
                   on_click="ignore")  # fmt: skip
left, right = st.columns(2, gap="large")
with left:
    st.subheader("How your network moved")
    st.markdown(PAGE["moved"], help="Of everybody who is active, how close times how relevant they are.")
    st.subheader("This week’s challenge")
    st.markdown(PAGE["challenge"])
with right:
    st.subheader("Stories")
    st.markdown("“Made up\\.”  \n:small[:gray[Jan 1, 2024, by one\\-on\\-one]]")
    st.toggle("May stand in reports", key="approved")
    st.expander(
        "3 older stories, 0 for reports", icon=":material/format_quote:", key="older stories", on_change="rerun"
    )
    st.expander("Add a story", icon=":material/add:", key="add a story", on_change="rerun")
for chart in PAGE["charts"]:
    st.markdown(chart["text"])
    st.vega_lite_chart(drawing(chart), alt=chart["alt"])
st.expander("Tables and files", icon=":material/table_view:", key="tables", on_change="rerun")
st.subheader("Good habits online")
st.markdown(f"0 of {len(PAGE['habits'])} kept up in {PAGE['quarter']}.")
with st.grid("auto", min_column_width=240):
    for title, sentence in PAGE["habits"]:
        st.checkbox(title, key=title, help=sentence)
