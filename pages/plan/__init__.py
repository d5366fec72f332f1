"""Parts of the plan page.

Imports widgets and shell.
"""
