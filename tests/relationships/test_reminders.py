"""Reminders, read back by a calendar's own parser: days, recurrence and alarms."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given as over
from hypothesis import strategies as st
from icalendar import Calendar, Event

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.relationships.reminders import reminder_calendar
from netroi_core.workspace.fields import strip_controls
from netroi_core.workspace.workspace import Workspace
from tests.careers import HOSTILE, load_document, make_document

TODAY, NOW = date(2026, 10, 5), datetime(2026, 10, 5, 8, 30, tzinfo=UTC)


def calendar_of(raw: dict[str, Any], today: date = TODAY) -> bytes:
    return reminder_calendar(Ledger(Workspace(raw)), today, NOW)


def events(raw: dict[str, Any], today: date = TODAY) -> dict[str, Event]:
    """The events of the file by their ids."""
    parsed = Calendar.from_ical(calendar_of(raw, today))
    return {str(event["UID"]): event for event in parsed.walk("VEVENT")}


def with_people(*people: dict[str, Any], **more: Any) -> dict[str, Any]:
    return make_document(contacts=[{"name": "Ada", **person} for person in people], **more)


def quiz_days(raw: dict[str, Any], today: date = TODAY, count: int = 5) -> list[date]:
    """The first days on which the quiz stands in a calendar, as the rule of the file is unrolled by dateutil."""
    event = events(raw, today)["quiz@netroi"]
    start = datetime.combine(event.start, time())
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=start)
    return [day.date() for day, _ in zip(rule, range(count), strict=False)]


def test_every_follow_up_stands_on_its_day_all_day_and_rings_at_nine_in_the_morning() -> None:
    event = events(with_people({"follow_up": "2026-11-12"}))["follow-up-c1@netroi"]
    assert str(event["SUMMARY"]) == "Follow up with Ada"
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert (event.start, event.end) == (date(2026, 11, 12), date(2026, 11, 13))
    (alarm,) = event.alarms.times
    assert alarm.trigger == datetime(2026, 11, 12, 9)
    assert event.walk("VALARM")[0]["ACTION"] == "DISPLAY"


def test_a_follow_up_that_is_overdue_stands_on_today() -> None:
    assert events(with_people({"follow_up": "2026-09-01"}))["follow-up-c1@netroi"].start == TODAY


def test_without_a_plan_the_cadence_says_when_to_be_in_touch_again() -> None:
    coffee = {"date": "2026-10-01", "approach": "one_on_one", "people": ["c1"]}
    raw = with_people({"cadence_days": 30}, activities=[coffee])
    assert events(raw)["follow-up-c1@netroi"].start == date(2026, 10, 31)


def test_contacts_without_a_follow_up_and_archived_ones_have_no_event() -> None:
    raw = with_people({}, {"follow_up": "2026-11-12", "status": "pruned"}, {"follow_up": None})
    assert list(events(raw)) == ["quiz@netroi"]


def test_the_quiz_recurs_on_the_first_day_after_every_quarter_and_rings() -> None:
    firsts = [date(2027, 1, 1), date(2027, 4, 1), date(2027, 7, 1), date(2027, 10, 1), date(2028, 1, 1)]
    assert quiz_days(make_document()) == firsts
    (alarm,) = events(make_document())["quiz@netroi"].walk("VALARM")
    assert alarm.TRIGGER.total_seconds() == 9 * 3600


@pytest.mark.parametrize("start", range(1, 13))
def test_the_quiz_keeps_to_the_fiscal_year(start: int) -> None:
    days = quiz_days(make_document(profile={"fiscal_year_start": start}))
    quarter = Quarter.containing(TODAY, start)
    assert days == [quarter.shifted(n).first_day(start) for n in range(1, 6)]


def test_a_second_import_moves_what_is_there_because_ids_stay() -> None:
    before = events(with_people({"follow_up": "2026-11-12"}))
    after = events(with_people({"follow_up": "2026-12-24", "name": "Ada King"}), date(2026, 11, 20))
    assert before.keys() == after.keys()
    assert after["follow-up-c1@netroi"].start == date(2026, 12, 24)


def test_the_same_records_at_the_same_moment_are_the_same_bytes() -> None:
    raw = load_document("sample")
    assert calendar_of(raw) == calendar_of(raw)
    assert {event["DTSTAMP"].dt for event in events(raw).values()} == {NOW}


def test_notes_stay_out_and_a_shared_calendar_keeps_the_events_to_their_owner() -> None:
    raw = with_people({"follow_up": "2026-11-12", "notes": "Going through a divorce", "organisation": "Larkmere"})
    assert b"divorce" not in calendar_of(raw)
    for event in events(raw).values():
        assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")


def test_no_line_is_longer_than_75_octets_and_every_one_ends_in_crlf() -> None:
    lines = calendar_of(with_people({"name": "Ö" * 300, "follow_up": "2026-11-12"})).split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)


LINES = ("BEGIN:VALARM", "END:VEVENT", "END:VCALENDAR", "ATTENDEE:mailto:x@y", "Ada ", HOSTILE)
BREAKS = ("\r\n", "\n", "\r", "\x85", "\u2028", ";", ":", ",", "\\", "\\n", '"', "^n")
parts = st.lists(st.sampled_from(LINES + BREAKS), min_size=1, max_size=6)
names = (st.text(max_size=60) | parts.map("".join)).map(strip_controls).filter(bool)


@over(st.lists(names, max_size=3))
def test_a_name_can_add_nothing_to_the_file_but_itself(people_names: list[str]) -> None:
    people = [{"id": f"c{n}", "name": name, "follow_up": "2026-11-12"} for n, name in enumerate(people_names)]
    parsed = Calendar.from_ical(calendar_of({"contacts": people}))
    assert not parsed.errors
    assert [part.name for part in parsed.walk()] == ["VCALENDAR", *["VEVENT", "VALARM"] * (len(people) + 1)]
    for event, name in zip(parsed.walk("VEVENT"), people_names, strict=False):
        assert not event.errors
        assert set(event) == {"SUMMARY", "DTSTART", "DTSTAMP", "UID", "CLASS", "TRANSP"}
        assert str(event["SUMMARY"]) == f"Follow up with {' '.join(name.split())}"
