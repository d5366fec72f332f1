"""Groups whose members compare a few figures without revealing them: members, contributions, disclosure.

Imports storage, wording and everything below them.
"""
