"""The records as polars frames, and the measures summed from them; only here do records become frames.

Imports workspace.
"""
