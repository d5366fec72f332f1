"""The report of a range of quarters: its content as data, and that content as PDF or HTML.

Imports views and everything below them.
"""
