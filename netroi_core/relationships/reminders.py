"""Reminders as a calendar file (RFC 5545): the next follow-up with everybody, and the quiz of each quarter.

Days are the reader's own, wherever they are: an event lasts all day and rings at nine in the morning. The ids of events
stay, so that a file that is imported later moves what is in the calendar already. Notes are private and stay out.
"""

from datetime import date, datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event
from icalendar.enums import CLASS, TRANSP

from netroi_core.quarters import Quarter
from netroi_core.relationships.contacts import ties
from netroi_core.workspace.document import Document

_RINGS_AFTER: Final = timedelta(hours=9)
_MONTHS_OF_A_QUARTER: Final = 3


def calendar(document: Document, today: date, now: datetime) -> bytes:
    """The reminders of a checked document, as of today; ``now`` is when the file was made, in UTC.

    A follow-up that is overdue stands on today. Nobody pruned has one; who is dormant, only if it was planned.
    """
    follow_ups = [
        _event(
            f"follow-up-{tie.contact['id']}",
            f"Follow up with {' '.join(tie.contact['name'].split())}",
            max(tie.due, today),
            now,
        )
        for tie in ties(document, today)
        if tie.due is not None and tie.is_kept_up
    ]
    start = document.get("profile", {}).get("fiscal_year_start", 1)
    after = Quarter.containing(today, start).last_day(start) + timedelta(days=1)
    quiz = _event("quiz", "Pop quiz: what did the last quarter’s networking return?", after, now)
    quiz.add("RRULE", {"FREQ": "MONTHLY", "INTERVAL": _MONTHS_OF_A_QUARTER})
    events = [*follow_ups, quiz]
    written: bytes = Calendar.new(
        uid="calendar@netroi", prodid="-//NetROI//EN", name="NetROI", subcomponents=events
    ).to_ical()
    return written


def _event(key: str, summary: str, day: date, now: datetime) -> Event:
    """An event that takes no time of its day, and is seen by its owner alone where a calendar is shared."""
    alarm = Alarm.new(description=summary)
    alarm.add("ACTION", "DISPLAY")
    alarm.TRIGGER = _RINGS_AFTER
    return Event.new(
        uid=f"{key}@netroi",
        summary=summary,
        start=day,
        stamp=now,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.TRANSPARENT,
        subcomponents=[alarm],
    )
