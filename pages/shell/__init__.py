"""The session of a visitor: who it is, the workspace, the session state, and cached figures.

Imports netroi_core only.
"""
