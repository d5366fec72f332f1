"""The approach that returns most, and how sure that is: evidence, posterior, verdict, sensitivity, combinations.

Imports wording, ledger and workspace.
"""
