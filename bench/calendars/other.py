"""Expand calendars with recurring-ical-events, in an environment of its own: it needs an older dateutil than NetROI.

Reads a JSON list of calendars from stdin, with the first and last day in the arguments. Writes the JSON list of their
events, each as title, start in UTC and seconds, or the error in words.
"""

import json
import sys
import warnings
from datetime import UTC, date, datetime, timedelta

import icalendar
import recurring_ical_events

MARGIN = timedelta(days=7)


def expand(text: str, first: date, last: date) -> list[tuple[str, str, float]] | str:
    """Return the events that begin from one day to another, in UTC where they have a zone."""
    try:
        query = recurring_ical_events.of(icalendar.Calendar.from_ical(text))
        events = query.between(first - MARGIN, last + MARGIN)
        times = [(str(event["SUMMARY"]), instant(event["DTSTART"].dt), instant(event["DTEND"].dt)) for event in events]
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    rows = [(title, start, (end - start).total_seconds()) for title, start, end in times]
    return sorted((title, start.isoformat(), length) for title, start, length in rows if first <= start.date() <= last)


def instant(moment: date) -> datetime:
    """Return a time in UTC, a floating one as it is, and of a date its midnight."""
    if not isinstance(moment, datetime):
        return datetime(moment.year, moment.month, moment.day)
    return moment.astimezone(UTC) if moment.tzinfo else moment


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    days = [date.fromisoformat(text) for text in sys.argv[1:3]]
    json.dump([expand(text, *days) for text in json.load(sys.stdin)], sys.stdout)
