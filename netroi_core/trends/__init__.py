"""The quarters over time: payback, value still to come, and quizzes restated later.

Imports wording, ledger and workspace.
"""
