"""Parts of the settings and privacy pages.

Imports widgets and shell.
"""
