"""Read exports of CRMs: contacts, meetings and calls as activities, deals as outcomes.

Imports reading, contacts, matching, the channels of calendar, proposal and rules.
"""
