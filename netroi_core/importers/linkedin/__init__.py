"""Read LinkedIn's data export: connections, messages, invitations, events, receipts, recommendations, endorsements.

Imports reading, matching and proposal.
"""
