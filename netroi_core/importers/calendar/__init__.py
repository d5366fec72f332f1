"""Calendar files (.ics): events, recurrence, time zones and attendees.

Imports reading, matching, proposal and rules.
"""
