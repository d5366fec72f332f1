"""The next quarter: its baseline and outlook, the advice with its restraints, what to learn, venues with odds, goals.

Imports relationships, trends, verdict and everything below them.
"""
