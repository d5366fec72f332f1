"""One person's records: the document format, its checked records, and edits to them.

Imports only errors and quarters.
"""
