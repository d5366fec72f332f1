"""Reminders as a calendar file (RFC 5545): the next follow-up with each contact, and the quiz of each quarter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships.contacts import relationships

# icalendar is imported where a file is made: its import takes longer than that of polars.
if TYPE_CHECKING:
    from icalendar import Event

_ALARM_AFTER: Final = timedelta(hours=9)
_MONTHS_IN_QUARTER: Final = 3


def reminder_calendar(ledger: Ledger, today: date, now: datetime) -> bytes:
    """Return the reminders as of today; ``now`` is the moment of the file, in UTC."""
    follow_ups = [
        _event(
            f"follow-up-{relationship.contact.id}",
            f"Follow up with {' '.join(relationship.contact.name.split())}",
            # An overdue follow-up stands on today: an alarm in the past reminds nobody.
            max(relationship.follow_up_due, today),
            now,
        )
        for relationship in relationships(ledger, today)
        if relationship.follow_up_due is not None and relationship.is_tracked
    ]
    return _calendar(*follow_ups, _quiz(ledger.profile.fiscal_year_start, today, now))


def quiz_calendar(fiscal_year_start: int, today: date, now: datetime) -> bytes:
    """Return the reminder of each quarter's quiz alone; ``now`` is the moment of the file, in UTC."""
    return _calendar(_quiz(fiscal_year_start, today, now))


def _calendar(*events: Event) -> bytes:
    from icalendar import Calendar

    calendar = Calendar.new(uid="calendar@netroi", prodid="-//NetROI//EN", name="NetROI", subcomponents=events)
    ics: bytes = calendar.to_ical()
    return ics


def _quiz(fiscal_year_start: int, today: date, now: datetime) -> Event:
    after_quarter = Quarter.containing(today, fiscal_year_start).last_day(fiscal_year_start) + timedelta(days=1)
    quiz = _event("quiz", "Networking quiz: see what last quarter returned", after_quarter, now)
    quiz.add("RRULE", {"FREQ": "MONTHLY", "INTERVAL": _MONTHS_IN_QUARTER})
    return quiz


def _event(key: str, summary: str, day: date, now: datetime) -> Event:
    from icalendar import Alarm, Event
    from icalendar.enums import CLASS, TRANSP

    # An all-day event, free and private: the day is then the reader's own, wherever they are, and a shared calendar
    # shows it to nobody else. Notes stay out for the same reason. The uid is stable, so that a file imported again
    # moves the events that are in the calendar already.
    alarm = Alarm.new(description=summary)
    alarm.add("ACTION", "DISPLAY")
    alarm.TRIGGER = _ALARM_AFTER
    return Event.new(
        uid=f"{key}@netroi",
        summary=summary,
        start=day,
        stamp=now,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.TRANSPARENT,
        subcomponents=[alarm],
    )
