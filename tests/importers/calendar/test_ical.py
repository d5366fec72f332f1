"""Components of a calendar file: unfolded, with the numbers of their lines, whatever lies between them."""

import pytest

from netroi_core.importers.calendar.ical import read_components
from tests.importers.brought import lines, sentence

WANTED = frozenset({"SUMMARY", "ATTENDEE", "X-WR-CALNAME"})


def summaries(*rows: str) -> list[str]:
    return [event.text("SUMMARY") for event in read_components(lines(*rows), "VEVENT", WANTED)[1]]


def test_folded_lines_are_joined_and_numbered_as_in_the_file() -> None:
    raw = lines("BEGIN:VCALENDAR", "X-WR-CALNAME:My", "  days", "BEGIN:VEVENT", "SUMMARY:Cof", "\tfee", "END:VEVENT")
    calendar, (event,) = read_components(raw, "VEVENT", WANTED)
    assert (calendar.text("X-WR-CALNAME"), event.text("SUMMARY"), event.line) == ("My days", "Coffee", 4)


def test_escapes_and_quotes_are_resolved() -> None:
    rows = ("BEGIN:VCALENDAR", "BEGIN:VEVENT", 'ATTENDEE;CN="Doe; Jane: x":mailto:j@example.org', "SUMMARY:a\\, b\\n c")
    _, (event,) = read_components(lines(*rows), "VEVENT", WANTED)
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
    assert "no line BEGIN:VCALENDAR" in sentence(lambda: read_components(raw, "VEVENT", WANTED))
