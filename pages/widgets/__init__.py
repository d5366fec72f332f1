"""Building blocks that several pages use: charts, tables, filters, downloads, links.

Imports shell and netroi_core.
"""
