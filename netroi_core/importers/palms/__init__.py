"""The PALMS report of a BNI chapter, a SpreadsheetML workbook.

Imports reading.
"""
