"""Files that people bring: each is read into a proposal, and accepting the proposal can be undone.

Imports wording and workspace; never storage, a view or a page.
"""
