"""Parts of the share page.

Imports widgets and shell.
"""
