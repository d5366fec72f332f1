"""Each page as data, ready to lay out.

Imports charts and everything below them; pages and reports import views.
"""
