"""Parts of the log page.

Imports widgets and shell.
"""
