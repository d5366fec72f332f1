"""Workspaces and entries as rows in PostgreSQL, by one engine of versioned blobs.

Imports storage only.
"""
