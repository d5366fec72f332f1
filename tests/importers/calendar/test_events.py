"""The times of a calendar's events: series, changed occurrences, time zones, daylight saving time, and faults."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.calendar.calendar import quarters_window
from netroi_core.quarters import Quarter
from tests.importers.calendar.calendars import days, ics, meeting, only_activity, preview
from tests.importers.import_files import lines, records, workspace

EMPTY = workspace()


def test_a_series_is_expanded_within_the_window_without_its_exceptions() -> None:
    series = meeting("RRULE:FREQ=WEEKLY", "EXDATE:20260721T090000", "EXDATE;VALUE=DATE:20260804")
    window = quarters_window([Quarter(2026, 3)], 1)
    assert window == (date(2026, 7, 1), date(2026, 9, 30))
    expanded = days(ics(series), EMPTY, window=window)
    assert (expanded[:3], expanded[-1], len(expanded)) == (["2026-07-14", "2026-07-28", "2026-08-11"], "2026-09-29", 10)


def test_a_window_follows_the_fiscal_year() -> None:
    assert quarters_window([Quarter(2026, 2), Quarter(2026, 1)], 4) == (date(2025, 4, 1), date(2025, 9, 30))


def test_an_occurrence_of_a_series_may_be_moved_or_cancelled() -> None:
    series = meeting("UID:s", "RRULE:FREQ=DAILY;COUNT=3")
    moved = meeting("UID:s", "RECURRENCE-ID:20260715T090000", start="20260801T100000", length="PT2H")
    gone = meeting("UID:s", "RECURRENCE-ID:20260716T090000", "STATUS:CANCELLED", start="20260716T090000")
    proposal = preview(ics(series, moved, gone), EMPTY)
    rows = records(proposal, "activities")
    assert [(row["date"], row["hours"]["attending"]) for row in rows] == [("2026-07-14", 1), ("2026-08-01", 2)]
    assert [line.reason for line in proposal.skipped] == ["It was canceled."]


def test_extra_dates_of_a_series_may_be_days_times_or_periods() -> None:
    extra = meeting("RDATE;VALUE=DATE:20260720", "RDATE;VALUE=PERIOD:20260801T090000/PT1H,20260802T090000/PT1H")
    assert days(ics(extra), EMPTY) == ["2026-07-14", "2026-07-20", "2026-08-01", "2026-08-02"]


def test_times_in_utc_count_on_the_day_of_the_calendars_own_zone() -> None:
    late = meeting(start="20260715T010000Z")
    assert days(ics(late), EMPTY) == ["2026-07-15"]
    assert days(ics(late, head="X-WR-TIMEZONE:America/New_York"), EMPTY) == ["2026-07-14"]
    assert days(ics(late), EMPTY, home=ZoneInfo("America/New_York")) == ["2026-07-14"]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "W. Europe Standard Time", '"W. Europe Standard Time"', "/mozilla.org/20050126_1/Europe/Berlin",
     "Customized Time Zone", "America", "../../etc/passwd", "Ü" * 300, ""],
)  # fmt: skip
def test_an_event_keeps_the_day_and_duration_of_its_own_zone_known_or_not(zone: str) -> None:
    event = f"SUMMARY:Coffee\nDTSTART;TZID={zone}:20260714T233000\nDTEND;TZID={zone}:20260715T003000"
    activity = only_activity(ics(event), EMPTY, home=ZoneInfo("Asia/Tokyo"))
    assert (activity["date"], activity["hours"]) == ("2026-07-14", {"attending": 1.0})


def test_a_duration_over_a_change_to_daylight_saving_time_is_the_elapsed_time() -> None:
    event = "SUMMARY:Coffee\nDTSTART;TZID=Europe/Berlin:20260329T013000\nDTEND;TZID=Europe/Berlin:20260329T033000"
    assert only_activity(ics(event), EMPTY)["hours"] == {"attending": 1.0}


def test_a_time_that_daylight_saving_time_skips_is_read() -> None:
    event = "SUMMARY:Coffee\nDTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H"
    assert only_activity(ics(event), EMPTY)["date"] == "2026-03-29"


def test_a_series_keeps_its_local_hour_and_ends_at_an_until_in_utc() -> None:
    series = (
        "SUMMARY:Coffee\nDTSTART;TZID=America/New_York:20261030T190000\nDURATION:PT1H\n"
        "RRULE:FREQ=DAILY;UNTIL=20261103T000000Z\nEXDATE:20261031T230000Z"
    )
    assert days(ics(series), EMPTY) == ["2026-10-30", "2026-11-01", "2026-11-02"]


def test_the_duration_of_an_event_in_two_zones_is_the_elapsed_time() -> None:
    event = "SUMMARY:Coffee\nDTSTART;TZID=Europe/London:20260714T100000\nDTEND;TZID=Europe/Paris:20260714T120000"
    assert only_activity(ics(event), EMPTY)["hours"] == {"attending": 1.0}


def test_a_line_folded_within_a_letter_is_read_whole() -> None:
    raw = ics(meeting(summary="Kaffee mit Jürgen Müller")).replace("ü".encode(), b"\xc3\r\n \xbc")
    assert only_activity(raw, EMPTY)["title"] == "Kaffee mit Jürgen Müller"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_and_line_end_is_read(end: str, encoding: str) -> None:
    raw = ics(meeting(summary="Kaffee mit Jürgen"), end=end).decode().replace("Jür", f"J{end} ür").encode(encoding)
    assert only_activity(raw, EMPTY)["title"] == "Kaffee mit Jürgen"


def test_alarms_tasks_and_time_zones_with_their_own_rules_are_skipped() -> None:
    inside = "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:P9D\nSUMMARY:Ring\nEND:VALARM"
    zone = ("BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE")
    beside = lines(*zone, "BEGIN:VTODO", "SUMMARY:Coffee", "DTSTART:20260714T090000", "END:VTODO")
    raw = ics(meeting(inside)).replace(b"VERSION:2.0\r\n", beside)
    assert only_activity(raw, EMPTY)["hours"] == {"attending": 1.0}


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        ("SUMMARY:Coffee", "no start date"),
        (meeting(start="20260230T090000"), "doesn’t exist"),
        (meeting(start="00010101T000000"), "1900 to 2199"),
        (meeting(start="tomorrow"), "isn’t a date or time"),
        (meeting(length="PT-1H"), "isn’t a duration"),
        (meeting(length="-PT1H"), "ends before it starts"),
        ("SUMMARY:Coffee\nDTSTART:20260714T090000\nDTEND:20260714T080000", "ends before it starts"),
        (meeting('ATTENDEE;CN="open:mailto:x'), "ATTENDEE can’t be read"),
        (meeting("LOCATION:" + "x" * 30_000), "LOCATION can’t be read"),
    ],
)
def test_an_unreadable_event_is_rejected_with_its_line_and_the_others_are_read(event: str, fault: str) -> None:
    proposal = preview(ics(meeting(), event), EMPTY)
    (rejected,) = proposal.rejected
    assert fault in rejected.reason
    assert rejected.source_line.number == 9
    assert len(proposal.added) == 1
