"""Read people: address books as CSV or vCards, and the contacts of CRMs.

Imports reading, matching, proposal and the column names of linkedin.
"""
