"""Workspaces and entries as files in a folder, by one engine of versioned blobs.

Imports storage only.
"""
