"""A workspace as Excel, CSV, Parquet or JSON, and back again without loss.

Imports importers.reading, wording, ledger and workspace.
"""
