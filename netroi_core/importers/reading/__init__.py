"""The bytes, tables and cell values of a file, within limits, before anyone interprets them.

Imports errors, workspace and the rest of reading only.
"""
