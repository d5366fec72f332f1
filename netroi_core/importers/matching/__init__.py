"""The contact or activity that an entry of a file belongs to, and what it adds.

Imports reading, proposal and rules, and from the ledger the periods that dues are for.
"""
