"""The quarterly quiz: its steps, answers, prefilled values, and what submitting it records.

Imports trends and everything below it.
"""
