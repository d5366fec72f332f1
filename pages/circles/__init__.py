"""Parts of the circles page.

Imports widgets and shell.
"""
