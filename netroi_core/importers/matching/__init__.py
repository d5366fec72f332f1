"""The contact or activity that an entry of a file belongs to, and what it adds.

Imports proposal, rules and statements.lines.
"""
