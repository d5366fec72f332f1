"""When entries of a calendar were: series, moved and cancelled times, zones, clocks that change, what can't be read."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.calendar import calendar
from netroi_core.quarters import Quarter
from tests.importers.brought import lines, records, workspace
from tests.importers.calendar.calendars import brought, ics, met
from tests.importers.calendar.test_calendar import EMPTY, days, only


def test_a_series_is_followed_in_the_window_alone_without_what_was_taken_out() -> None:
    series = met("RRULE:FREQ=WEEKLY", "EXDATE:20260721T090000", "EXDATE;VALUE=DATE:20260804")
    window = calendar.window_of([Quarter(2026, 3)], EMPTY)
    assert window == (date(2026, 7, 1), date(2026, 9, 30))
    found = days(ics(series), window=window)
    assert (found[:3], found[-1], len(found)) == (["2026-07-14", "2026-07-28", "2026-08-11"], "2026-09-29", 10)


def test_a_window_follows_the_fiscal_year() -> None:
    fiscal = workspace(profile={"fiscal_year_start": 4})
    assert calendar.window_of([Quarter(2026, 2), Quarter(2026, 1)], fiscal) == (date(2025, 4, 1), date(2025, 9, 30))


def test_one_time_of_a_series_may_be_moved_or_cancelled() -> None:
    series = met("UID:s", "RRULE:FREQ=DAILY;COUNT=3")
    moved = met("UID:s", "RECURRENCE-ID:20260715T090000", start="20260801T100000", length="PT2H")
    gone = met("UID:s", "RECURRENCE-ID:20260716T090000", "STATUS:CANCELLED", start="20260716T090000")
    proposal = brought(ics(series, moved, gone), EMPTY)
    found = records(proposal, "activities")
    assert [(each["date"], each["hours"]["attending"]) for each in found] == [("2026-07-14", 1), ("2026-08-01", 2)]
    assert [each.reason for each in proposal.skipped] == ["It was cancelled."]


def test_extra_dates_of_a_series_count_whether_days_times_or_periods() -> None:
    extra = met("RDATE;VALUE=DATE:20260720", "RDATE;VALUE=PERIOD:20260801T090000/PT1H,20260802T090000/PT1H")
    assert days(ics(extra)) == ["2026-07-14", "2026-07-20", "2026-08-01", "2026-08-02"]


def test_a_change_of_all_later_times_at_once_is_refused_by_name() -> None:
    change = met("RECURRENCE-ID;RANGE=THISANDFUTURE:20260715T090000")
    (rejected,) = brought(ics(change), EMPTY).rejected
    assert "all later times" in rejected.reason


def test_the_newest_version_of_an_event_counts() -> None:
    old, new = met("UID:x", "SEQUENCE:1"), met("UID:x", "SEQUENCE:2", start="20260720T090000")
    assert days(ics(new, old)) == ["2026-07-20"]


def test_times_in_utc_count_on_the_day_of_the_calendars_own_zone() -> None:
    late = met(start="20260715T010000Z")
    assert days(ics(late)) == ["2026-07-15"]
    assert days(ics(late, head="X-WR-TIMEZONE:America/New_York")) == ["2026-07-14"]
    assert days(ics(late), home=ZoneInfo("America/New_York")) == ["2026-07-14"]


@pytest.mark.parametrize(
    "zone",
    ["Europe/Berlin", "W. Europe Standard Time", '"W. Europe Standard Time"', "/mozilla.org/20050126_1/Europe/Berlin",
     "Customized Time Zone", "America", "../../etc/passwd", "Ü" * 300, ""],
)  # fmt: skip
def test_an_event_keeps_the_day_and_length_of_its_own_zone_known_or_not(zone: str) -> None:
    event = f"SUMMARY:Coffee\nDTSTART;TZID={zone}:20260714T233000\nDTEND;TZID={zone}:20260715T003000"
    activity = only(ics(event), home=ZoneInfo("Asia/Tokyo"))
    assert (activity["date"], activity["hours"]) == ("2026-07-14", {"attending": 1.0})


def test_hours_pass_as_they_do_when_the_clock_is_changed() -> None:
    event = "SUMMARY:Coffee\nDTSTART;TZID=Europe/Berlin:20260329T013000\nDTEND;TZID=Europe/Berlin:20260329T033000"
    assert only(ics(event))["hours"] == {"attending": 1.0}


def test_a_time_that_the_clock_leaps_over_is_read() -> None:
    event = "SUMMARY:Coffee\nDTSTART;TZID=Europe/Berlin:20260329T023000\nDURATION:PT1H"
    assert only(ics(event))["date"] == "2026-03-29"


def test_a_series_stays_at_its_local_hour_and_ends_when_it_says_in_utc() -> None:
    series = (
        "SUMMARY:Coffee\nDTSTART;TZID=America/New_York:20261030T190000\nDURATION:PT1H\n"
        "RRULE:FREQ=DAILY;UNTIL=20261103T000000Z\nEXDATE:20261031T230000Z"
    )
    assert days(ics(series)) == ["2026-10-30", "2026-11-01", "2026-11-02"]


def test_an_event_in_two_zones_lasts_as_long_as_it_did() -> None:
    event = "SUMMARY:Coffee\nDTSTART;TZID=Europe/London:20260714T100000\nDTEND;TZID=Europe/Paris:20260714T120000"
    assert only(ics(event))["hours"] == {"attending": 1.0}


def test_a_line_folded_within_a_letter_is_read_whole() -> None:
    raw = ics(met(summary="Kaffee mit Jürgen Müller")).replace("ü".encode(), b"\xc3\r\n \xbc")
    assert only(raw)["title"] == "Kaffee mit Jürgen Müller"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_and_line_end_is_read(end: str, encoding: str) -> None:
    raw = ics(met(summary="Kaffee mit Jürgen"), end=end).decode().replace("Jür", f"J{end} ür").encode(encoding)
    assert only(raw)["title"] == "Kaffee mit Jürgen"


def test_alarms_tasks_and_time_zones_with_rules_of_their_own_are_passed_over() -> None:
    inside = "BEGIN:VALARM\nTRIGGER:-PT15M\nDURATION:P9D\nSUMMARY:Ring\nEND:VALARM"
    zone = ("BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "RRULE:FREQ=SECONDLY", "END:STANDARD", "END:VTIMEZONE")
    beside = lines(*zone, "BEGIN:VTODO", "SUMMARY:Coffee", "DTSTART:20260714T090000", "END:VTODO")
    raw = ics(met(inside)).replace(b"VERSION:2.0\r\n", beside)
    assert only(raw)["hours"] == {"attending": 1.0}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (met("RRULE:FREQ=SECONDLY"), "secondly"),
        (met("RRULE:FREQ=DAILY;INTERVAL=0"), "INTERVAL"),
        ("SUMMARY:Coffee", "no DTSTART"),
        (met(start="20260230T090000"), "does not exist"),
        (met(start="00010101T000000"), "1900 to 2199"),
        (met(start="tomorrow"), "no day or time"),
        (met(length="PT-1H"), "no duration"),
        (met(length="-PT1H"), "ends before it begins"),
        ("SUMMARY:Coffee\nDTSTART:20260714T090000\nDTEND:20260714T080000", "ends before it begins"),
        (met('ATTENDEE;CN="open:mailto:x'), "ATTENDEE can't be read"),
        (met("RDATE:never"), "no day or time"),
        (met("LOCATION:" + "x" * 30_000), "LOCATION can't be read"),
    ],
)
def test_an_event_that_cant_be_read_is_rejected_with_its_line_and_the_others_are_read(event: str, said: str) -> None:
    proposal = brought(ics(met(), event), EMPTY)
    (rejected,) = proposal.rejected
    assert said in rejected.reason
    assert rejected.place.line == 9
    assert len(proposal.added) == 1
