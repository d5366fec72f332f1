"""The pages of the app, one script a page, and a folder of the same name for the parts of a page.

A script lays out; it imports its own folder, widgets, shell and netroi_core.
"""
