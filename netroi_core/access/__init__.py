"""Access: hosting modes, guests and their cookies and recovery keys, revocation, rate limits.

Imports storage and everything below it.
"""
