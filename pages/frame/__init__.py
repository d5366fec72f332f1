"""Frame: the menu and the notices around every page.

Imports circles, settings, widgets and shell.
"""
