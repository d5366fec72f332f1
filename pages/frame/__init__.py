"""What stands around every page: the menu and the notices above it.

Imports circles, settings, widgets and shell.
"""
