"""The contact or activity that an entry of a file belongs to, and what it adds.

Imports reading and workspace.
"""
