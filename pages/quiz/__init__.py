"""Parts of the quiz page: its answers as widgets, and one module for each step.

Imports imports, widgets and shell.
"""
