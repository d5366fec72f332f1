"""The contact or activity that an entry of a file belongs to, and what it adds.

Imports reading, proposal, rules, and of the ledger what dues cost.
"""
