"""Parts of the import page, which the quiz shows too.

Imports widgets and shell.
"""
