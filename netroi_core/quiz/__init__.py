"""The quarterly quiz: its steps, prefilled values and answers, and the records that submitting it writes.

Imports trends and everything below it.
"""
