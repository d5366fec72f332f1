"""Sharing: links with a secret token, frozen reports, feedback from contacts, passphrases."""
