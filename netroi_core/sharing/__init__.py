"""Sharing: links with a secret token, frozen reports, feedback from contacts, passphrases.

Imports report, relationships, storage and everything below them.
"""
