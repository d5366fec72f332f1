"""Bank and card statements and expense reports: layouts, lines, and which of them are networking.

Imports reading and matching.
"""
