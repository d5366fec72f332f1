"""Serve a recorded page at its address in the app."""

import streamlit as st

from bench.recording import PAGES, read_recording

st.set_page_config(page_title="NetROI", page_icon=":material/monitoring:", layout="wide")
# Of a script each, as in the app: to look for the files takes Streamlit as long as to draw half a dozen elements.
PAGES.update(
    {
        link.script: st.Page("page.py", title=link.title, url_path=link.url_path or None, default=link.is_default)
        for link in read_recording().pages
    }
)
st.navigation([*PAGES.values()], position="hidden").run()
