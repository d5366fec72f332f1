"""Parts of the page This week.

Imports widgets and shell.
"""
