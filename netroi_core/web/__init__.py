"""Web: the ASGI middleware in front of Streamlit, the pages behind links, logs, health probes, shutdown.

Imports sharing, access, storage and relationships; never a page.
"""
