"""NetROI, the web application: `streamlit run app.py` serves it."""

from streamlit.starlette import App

# The page script is not the entry script: so the first deep link after a start gets its frame, too.
app = App("pages/frame.py")
