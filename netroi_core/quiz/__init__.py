"""The quarterly quiz: its steps, prefilled values, answers and habits, and the records that submitting writes.

Imports trends and everything below it.
"""
