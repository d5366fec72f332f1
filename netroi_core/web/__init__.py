"""Web: the ASGI middleware in front of Streamlit, the pages behind links, logs, health probes, shutdown.

Imports sharing and everything below it; never a page.
"""
