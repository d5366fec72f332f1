"""Parts of the people page.

Imports widgets and shell.
"""
