"""Parts of the results page.

Imports widgets and shell.
"""
