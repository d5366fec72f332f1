"""Parts of the page Home.

Imports widgets and shell.
"""
