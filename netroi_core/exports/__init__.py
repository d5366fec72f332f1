"""A workspace as Excel, CSV, Parquet or JSON, and back again without loss.

Imports views, importers.reading and everything below them.
"""
