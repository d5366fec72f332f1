"""The charts: each answers one question, and says the answer in its title.

All texts in them are made here, in the reader's locale; nothing that a person typed goes into a specification.
"""
