"""Time sheets of Toggl and Clockify.

Imports reading and matching.
"""
