"""One person's records: the document format, its validated records, and edits to them.

Imports only errors and quarters.
"""
