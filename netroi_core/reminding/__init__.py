"""Reminders by e-mail, ntfy and webhook, sent by the server itself: subscriptions, texts, delivery, the hourly run.

Imports views, sharing, access, storage and everything below them.
"""
