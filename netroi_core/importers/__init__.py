"""Import files: each is read into a proposal, which can be reviewed, accepted and undone.

Imports wording and workspace; never storage, a view or a page. Each folder in here names what else it imports.
"""
