"""Address books: CSV of Google and Outlook, and vCards.

Imports reading and matching.
"""
