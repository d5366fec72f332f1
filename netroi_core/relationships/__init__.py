"""The people side: strength, engagement, diversity, give and take, follow-ups, venues and stories.

Imports wording, ledger and workspace.
"""
