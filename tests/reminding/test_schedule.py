"""When a message is due: by the quarter, the week, the day and the hour of the person."""

from datetime import UTC, date, datetime, timedelta

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.reminding.schedule import Schedule, next_reminder, zone_of
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document
from tests.reminding.conftest import MET

WEDNESDAY, MONDAY = date(2026, 11, 11), date(2026, 11, 16)
STARTED = Schedule.starting(WEDNESDAY, 1)
SUBMITTED = {"quarter": "2026-Q4", "submitted": "2027-01-01T08:00:00+00:00", "answers": {}}


def ledger(**lists: object) -> Ledger:
    return Ledger(Workspace(make_document(**{"activities": [MET], **lists})))


def due(schedule: Schedule, today: date, **lists: object) -> tuple[str | None, Schedule]:
    return next_reminder(ledger(**lists), schedule, today, has_follow_ups=True)


def test_whoever_turns_reminders_on_gets_none_before_the_next_week_or_quarter() -> None:
    assert Schedule(Quarter(2026, 3), date(2026, 11, 9), MONDAY) == STARTED
    assert Schedule.starting(date(2026, 12, 29), 1).look == date(2027, 1, 1)
    assert Schedule.starting(date(2026, 11, 28), 12).look == date(2026, 11, 30), "a Monday"
    assert Schedule.starting(date(2026, 11, 30), 12).look == date(2026, 12, 1), "a fiscal quarter"
    assert Schedule.from_json(STARTED.as_json) == STARTED


def test_the_quiz_is_due_once_when_its_quarter_is_over() -> None:
    new_year = date(2027, 1, 1)
    kind, after = due(STARTED, new_year)
    assert (kind, after.quarter) == ("quiz", Quarter(2026, 4))
    days = [new_year + timedelta(days=day) for day in range(1, 90)]
    assert {due(after, day)[0] for day in days} == {None}


def test_a_submitted_quiz_and_a_life_that_begins_now_are_not_asked_about() -> None:
    assert due(STARTED, date(2027, 1, 1), quizzes=[SUBMITTED])[0] is None
    assert due(STARTED, date(2027, 1, 1), activities=[{**MET, "date": "2027-01-01"}])[0] is None


def test_follow_ups_are_due_once_a_week_if_there_are_any() -> None:
    ada = [{"name": "Ada", "follow_up": "2026-11-18"}]
    kind, after = due(STARTED, MONDAY, contacts=ada)
    assert (kind, after.week, after.look) == ("follow_ups", MONDAY, MONDAY + timedelta(weeks=1))
    assert {due(after, MONDAY + timedelta(days=day), contacts=ada)[0] for day in range(1, 7)} == {None}
    assert due(after, after.look, contacts=ada)[0] == "follow_ups"
    assert due(STARTED, MONDAY)[0] is None
    far = [{"name": "Ada", "follow_up": "2026-12-24"}]
    assert due(STARTED, MONDAY, contacts=far)[0] is None
    assert next_reminder(ledger(contacts=ada), STARTED, MONDAY, has_follow_ups=False)[0] is None


def test_on_the_day_of_the_quiz_follow_ups_wait_until_the_next() -> None:
    # A quarter of a fiscal year from March begins on the first of June, a Monday.
    profile, ada = {"fiscal_year_start": 3}, [{"name": "Ada", "follow_up": "2026-06-01"}]
    monday = date(2026, 6, 1)
    started = Schedule.starting(date(2026, 5, 20), 3)
    met = [{**MET, "date": "2026-04-01"}]
    kind, after = due(started, monday, profile=profile, contacts=ada, activities=met)
    assert (kind, after.look) == ("quiz", monday + timedelta(days=1))
    assert due(after, after.look, profile=profile, contacts=ada, activities=met)[0] == "follow_ups"


@pytest.mark.parametrize(
    ("zone", "moment", "is_due"),
    [
        ("UTC", (2026, 11, 16, 8, 59), False),
        ("UTC", (2026, 11, 16, 9, 0), True),
        ("UTC", (2026, 11, 16, 20, 0), False),
        ("UTC", (2026, 11, 17, 9, 0), True),
        ("Asia/Tokyo", (2026, 11, 16, 0, 0), True),
        ("Asia/Tokyo", (2026, 11, 15, 23, 0), False),
        ("America/Los_Angeles", (2026, 11, 16, 9, 0), False),
        ("America/Los_Angeles", (2026, 11, 16, 17, 0), True),
        ("", (2026, 11, 16, 9, 0), True),
    ],
)
def test_messages_are_sent_in_the_daytime_of_the_person(zone: str, moment: tuple[int, ...], is_due: bool) -> None:
    assert STARTED.is_due(datetime(*moment, tzinfo=UTC), zone) == is_due  # type: ignore[misc, arg-type]


@pytest.mark.parametrize("name", ["", "Nowhere/Else", "../../etc/passwd", "/etc/passwd", "Europe", "\0", "é"])
def test_a_time_zone_that_does_not_exist_is_utc(name: str) -> None:
    assert str(zone_of(name)) == "UTC"
