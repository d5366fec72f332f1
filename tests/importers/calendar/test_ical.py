"""Calendar files: lines unfolded and numbered, and the components that are read."""

import pytest

from netroi_core.importers.calendar.ical import read_components
from netroi_core.importers.proposal import Progress
from tests.importers.import_files import lines, sentence


def summaries(*rows: str) -> list[str]:
    return [event.text("SUMMARY") for event in read_components(lines(*rows), Progress()).events]


def test_folded_lines_are_joined_and_numbered_as_in_the_file() -> None:
    raw = lines("BEGIN:VCALENDAR", "X-WR-CALNAME:My", "  days", "BEGIN:VEVENT", "SUMMARY:Cof", "\tfee", "END:VEVENT")
    (event,) = read_components(raw, Progress()).events
    assert event.parent is not None
    assert (event.parent.text("X-WR-CALNAME"), event.text("SUMMARY"), event.line) == ("My days", "Coffee", 4)


def test_escapes_and_quotes_are_resolved() -> None:
    rows = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", 'ATTENDEE;CN="Doe; Jane: x":mailto:j@example.org', "SUMMARY:a\\, b\\n c")
    (event,) = read_components(lines(*rows), Progress()).events
    assert event.text("SUMMARY") == "a, b\n c"
    assert event.properties["ATTENDEE"][0].parameters["CN"] == "Doe; Jane: x"


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("DTSTART;TZID=(UTC+01:00) Bern, Rome:20260202T080000", "(UTC+01:00) Bern, Rome"),
        ('DTSTART;TZID="(UTC+01:00) Bern, Rome":20260202T080000', "(UTC+01:00) Bern, Rome"),
        ("DTSTART;TZID=(UTC+01:00) Bern;VALUE=DATE-TIME:20260202T080000", "(UTC+01:00) Bern"),
        ("DTSTART;VALUE=DATE-TIME;TZID=tzone://Microsoft/Custom:20260202T080000", "tzone://Microsoft/Custom"),
        ("DTSTART;TZID=Europe/Berlin:20260202T080000", "Europe/Berlin"),
    ],
)
def test_a_zone_with_a_colon_is_read_with_quotes_or_without(line: str, zone: str) -> None:
    (event,) = read_components(lines("BEGIN:VCALENDAR", "BEGIN:VEVENT", line), Progress()).events
    assert (event.text("DTSTART"), event.properties["DTSTART"][0].parameters["TZID"]) == ("20260202T080000", zone)


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


def test_events_know_their_own_calendar_where_a_file_has_several() -> None:
    rows = [("BEGIN:VCALENDAR", f"METHOD:{name}", "BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR") for name in ("A", "B")]
    events = read_components(lines(*rows[0], *rows[1]), Progress()).events
    assert [event.parent.text("METHOD") for event in events if event.parent] == ["A", "B"]


def test_a_time_zone_is_read_with_its_parts_and_nothing_deeper() -> None:
    part = ("BEGIN:STANDARD", "TZOFFSETTO:+0100", "BEGIN:STANDARD", "TZOFFSETTO:+0900", "END:STANDARD", "END:STANDARD")
    rows = ("BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:Mine", *part, "END:VTIMEZONE")
    (zone,) = read_components(lines(*rows), Progress()).zones
    assert (zone.text("TZID"), [part.text("TZOFFSETTO") for part in zone.parts]) == ("Mine", ["+0100"])
