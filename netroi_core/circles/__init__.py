"""Circles: groups whose members compare a few figures without revealing them, by statistical disclosure control.

Imports storage, wording and everything below them.
"""
