"""Sharing: links with a secret token, feedback from contacts, passphrases.

Imports relationships, storage and everything below them.
"""
