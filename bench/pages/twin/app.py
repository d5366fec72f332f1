"""The app's twin: the same elements in the same frame, all of it literal, with no netroi_core behind it."""

from streamlit.starlette import App

app = App("frame.py")
