"""Calendar files: lines unfolded and numbered, dates and times as local time, whatever zone they are written in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.calendar.ical import (
    IcalProperty,
    elapsed,
    find_zone,
    parse_datetime,
    parse_datetimes,
    parse_duration,
    parse_until,
    read_components,
    to_local,
)
from netroi_core.importers.proposal import Progress
from tests.importers.import_files import lines, sentence


def summaries(*rows: str) -> list[str]:
    return [event.text("SUMMARY") for event in read_components(lines(*rows), Progress())[1]]


def test_folded_lines_are_joined_and_numbered_as_in_the_file() -> None:
    raw = lines("BEGIN:VCALENDAR", "X-WR-CALNAME:My", "  days", "BEGIN:VEVENT", "SUMMARY:Cof", "\tfee", "END:VEVENT")
    calendar, (event,) = read_components(raw, Progress())
    assert (calendar.text("X-WR-CALNAME"), event.text("SUMMARY"), event.line) == ("My days", "Coffee", 4)


def test_escapes_and_quotes_are_resolved() -> None:
    rows = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", 'ATTENDEE;CN="Doe; Jane: x":mailto:j@example.org', "SUMMARY:a\\, b\\n c")
    _, (event,) = read_components(lines(*rows), Progress())
    assert event.text("SUMMARY") == "a, b\n c"
    assert event.properties["ATTENDEE"][0].parameters["CN"] == "Doe; Jane: x"


def test_only_the_event_itself_is_read_with_names_in_any_case() -> None:
    assert summaries(
        "begin:vcalendar", "Begin:vevent", "summary:Mine", "BEGIN:VALARM", "SUMMARY:Ring", "END:VALARM", "END:VEVENT",
        "BEGIN:VTODO", "SUMMARY:Task", "END:VTODO", "SUMMARY:Nowhere",
    ) == ["Mine"]  # fmt: skip


def test_two_calendars_in_one_file_are_both_read() -> None:
    calendar = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:x", "END:VEVENT")
    assert summaries(*calendar, "END:VCALENDAR", *calendar) == ["x", "x"]
    assert summaries(*calendar, *calendar) == ["x", "x"]


def test_an_event_that_is_never_closed_is_read() -> None:
    assert summaries("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:x") == ["x"]


@pytest.mark.parametrize("raw", [b"x", b"BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", b" \n BEGIN:VCALENDAR"])
def test_a_file_without_a_calendar_is_refused(raw: bytes) -> None:
    assert "the line BEGIN:VCALENDAR is missing" in sentence(lambda: read_components(raw, Progress()))


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("UTC", "UTC"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("/x/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Mars/Olympus", None),
        ("../../etc/passwd", None),
        ("\0", None),
        ("", None),
    ],
)
def test_a_time_zone_is_found_by_the_names_that_programs_give_it(name: str, key: str | None) -> None:
    zone = find_zone(name)
    assert (zone.key if zone else None) == key


def test_a_time_is_in_its_own_zone_in_the_calendars_or_floating() -> None:
    assert parse_datetime(IcalProperty({}, "20260714T090000"), BERLIN) == datetime(2026, 7, 14, 9)
    assert parse_datetime(IcalProperty({"TZID": "Europe/Berlin"}, "20260714T0900"), None).tzinfo == BERLIN
    assert to_local(parse_datetime(IcalProperty({}, "20260714T090000Z"), BERLIN), None) == datetime(2026, 7, 14, 11)
    assert parse_datetime(IcalProperty({}, "20261231T235960Z"), None) == datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", "2026", "20261301", "20260714T250000", "99990101", "٢٠٢٦٠٧١٤", "20260714T09Z"])
def test_other_text_is_no_date_or_time(value: str) -> None:
    assert sentence(lambda: parse_datetime(IcalProperty({}, value), None))


@pytest.mark.parametrize(
    ("text", "minutes"), [("PT1H30M", 90), ("P1DT1M", 1441), ("P2W", 20160), ("-PT5M", -5), ("P", 0), ("+PT1S", 1 / 60)]
)
def test_durations_are_read(text: str, minutes: float) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "1H", "P99999999999D", "PT1.5H", "P1Y"])
def test_other_text_is_no_duration(text: str) -> None:
    assert "isn’t a duration" in sentence(lambda: parse_duration(text))


def test_elapsed_time_counts_daylight_saving_time_if_both_zones_are_known() -> None:
    before, after = datetime(2026, 3, 29, 1, tzinfo=BERLIN), datetime(2026, 3, 29, 4, tzinfo=BERLIN)
    assert elapsed(before, after) == timedelta(hours=2)
    assert elapsed(before, datetime(2026, 3, 29, 4)) == timedelta(hours=3)


def test_the_until_of_a_rule_is_local_and_a_date_counts_whole() -> None:
    assert parse_until("20260714T220000Z", BERLIN, None) == datetime(2026, 7, 15)
    assert parse_until("20260714", BERLIN, None) == datetime(2026, 7, 14, 23, 59, 59)


def test_a_list_may_hold_dates_times_and_periods() -> None:
    moments = parse_datetimes(IcalProperty({}, "20260714,20260715T090000Z,20260716T090000/PT1H"), BERLIN, BERLIN)
    assert [str(moment) for moment in moments] == ["2026-07-14", "2026-07-15 11:00:00", "2026-07-16 09:00:00"]
