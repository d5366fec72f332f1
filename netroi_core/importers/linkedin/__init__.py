"""LinkedIn's data export: connections, messages, invitations, events, receipts and recommendations.

Imports reading and matching.
"""
