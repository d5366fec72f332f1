"""Each page as data, ready to lay out; ``advice`` is the situation that pages share.

Imports charts and everything below them; pages, reports and exports import views.
"""
