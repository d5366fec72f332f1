"""The records as polars frames, and the measures summed from them; the only folder that builds frames.

Imports workspace.
"""
