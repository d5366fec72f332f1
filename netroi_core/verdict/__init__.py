"""The approach that returns most, and how sure that is: evidence, posterior, sensitivity, paths and combinations.

Imports wording, ledger and workspace.
"""
