"""Altair charts, each of which answers one question and states the answer in its title.

Draws what it is given; imports the folders whose results it draws, never views or pages.
"""
