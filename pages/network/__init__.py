"""Parts of the network page.

Imports widgets and shell.
"""
