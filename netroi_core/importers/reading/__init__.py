"""Read the bytes of an imported file, its tables and the values in their cells, within limits.

Nothing here knows what a file is about. Imports wording and workspace.
"""
