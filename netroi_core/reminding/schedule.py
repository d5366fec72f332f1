"""The schedule of reminders: of a quarter's quiz once, of follow-ups once a week, never of both on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, last_finished
from netroi_core.quiz.answers import due_quarter
from netroi_core.relationships.contacts import follow_ups, relationships
from netroi_core.reminding.messages import ReminderKind

# The hours of the person's day in which messages are sent.
SENDING_HOURS: Final = range(9, 20)


@dataclass(frozen=True)
class Schedule:
    """The last reminders that a person got, and the day on which to look again.

    Attributes:
        quarter: The last quarter about whose quiz no message is sent anymore.
        week: The Monday of the last week about whose follow-ups no message is sent anymore.
        look: The first day, in the person's time zone, on which another message may be due.
    """

    quarter: Quarter
    week: date
    look: date

    @classmethod
    def starting(cls, today: date, fiscal_year_start: int) -> Self:
        """Return the schedule of a person who turns reminders on: nothing is due before the next quarter or week."""
        return cls(last_finished(today, fiscal_year_start), _monday(today), _next_look(today, fiscal_year_start))

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Return the schedule in fields as ``as_json`` gives them."""
        week, look = (date.fromisoformat(fields[key]) for key in ("week", "look"))
        return cls(Quarter.parse(fields["quarter"]), week, look)

    @property
    def as_json(self) -> dict[str, str]:
        """The fields as text."""
        return {"quarter": str(self.quarter), "week": self.week.isoformat(), "look": self.look.isoformat()}

    def is_due(self, now: datetime, zone: str) -> bool:
        """Return True if it is time to look, in the daytime of this zone."""
        return is_daytime(now, zone) and now.astimezone(zone_of(zone)).date() >= self.look


def next_reminder(
    ledger: Ledger, schedule: Schedule, today: date, *, has_follow_ups: bool
) -> tuple[ReminderKind | None, Schedule]:
    """Return the message that is due today, if any, and the schedule once it is sent."""
    start = ledger.profile.fiscal_year_start
    finished, monday, look = last_finished(today, start), _monday(today), _next_look(today, start)
    if finished > schedule.quarter and has_work("quiz", ledger, today):
        # The follow-ups of this week wait until tomorrow: one message a day is enough.
        tomorrow = today + timedelta(days=1)
        return "quiz", Schedule(finished, schedule.week, tomorrow if schedule.week < monday else look)
    after = replace(schedule, quarter=max(finished, schedule.quarter), week=max(monday, schedule.week), look=look)
    is_due = has_follow_ups and monday > schedule.week and has_work("follow_ups", ledger, today)
    return ("follow_ups" if is_due else None), after


def has_work(kind: ReminderKind, ledger: Ledger, today: date) -> bool:
    """Return True if there is anything to remind of: a quiz to submit, or follow-ups within the week."""
    if kind == "quiz":
        return due_quarter(ledger, today) is not None
    return bool(follow_ups(relationships(ledger, today), today))


def is_daytime(now: datetime, zone: str) -> bool:
    """Return True in the hours in which messages are sent."""
    return now.astimezone(zone_of(zone)).hour in SENDING_HOURS


def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of this name, UTC if there is none."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, such as Europe
        return ZoneInfo("UTC")


def _next_look(today: date, fiscal_year_start: int) -> date:
    """Return the next Monday or first day of a quarter after today."""
    next_quarter = Quarter.containing(today, fiscal_year_start).shifted(1).first_day(fiscal_year_start)
    return min(_monday(today) + timedelta(weeks=1), next_quarter)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
