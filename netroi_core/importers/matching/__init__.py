"""Which contact or activity an entry of a file belongs to, and what it adds.

Imports reading and workspace.
"""
