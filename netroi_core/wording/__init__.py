"""Numbers, dates, findings and explanations in words, in the reader's locale.

Imports ledger and workspace.
"""
