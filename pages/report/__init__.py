"""Parts of the report page.

Imports widgets and shell.
"""
