"""A twin of one page: the same elements with literal data, with no netroi_core behind it."""

from streamlit.starlette import App

app = App("frame.py")
