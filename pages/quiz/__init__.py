"""Parts of the quiz page: a function for each step of ``netroi_core.quiz.steps``, by its key, and what frames them.

Imports imports, widgets and shell.
"""
