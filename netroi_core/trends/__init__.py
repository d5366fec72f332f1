"""The quarters over time: payback, value still to come, own forecasts, and quizzes restated later.

Imports wording, ledger and workspace.
"""
