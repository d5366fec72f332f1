"""The frame of the app, as pages/frame.py draws it."""

import streamlit as st

PAGES = (
    st.Page("results.py", title="Results", default=True),
    st.Page("this_week.py", title="This week"),
    st.Page("trends.py", title="Trends"),
    st.Page("plan.py", title="Plan"),
    st.Page("people.py", title="People"),
    st.Page("network.py", title="Network"),
    st.Page("results.py", title="Pop quiz", url_path="quiz"),
    st.Page("results.py", title="Journal", url_path="journal"),
    st.Page("results.py", title="Bring files", url_path="imports"),
    st.Page("results.py", title="Share", url_path="share"),
    st.Page("results.py", title="Settings", url_path="settings"),
)

st.set_page_config(page_title="NetROI", page_icon=":material/monitoring:", layout="wide")
page = st.navigation(PAGES, position="hidden")
with st.container(horizontal_alignment="center"), st.container(width=1120):
    with st.container(horizontal=True, gap="small", key="menu"):
        for each in PAGES:
            st.page_link(each, width="content")
    page.run()
