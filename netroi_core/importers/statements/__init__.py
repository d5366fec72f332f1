"""Read bank and card statements and expense reports, and pick the charges that are networking.

To support another bank, add its columns to layouts.py. Imports reading, matching, proposal and rules.
"""
