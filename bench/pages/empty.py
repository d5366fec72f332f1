"""The empty page: what Streamlit itself costs."""
