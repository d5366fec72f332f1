"""An empty page: the cost of Streamlit itself."""
