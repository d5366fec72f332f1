"""Measure the preview of import files, from their bytes to the proposal."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from icalendar import Calendar

from bench.bounds import BoundedRatio
from bench.clocks import cpu_time, measure_in_turns, median_ratio
from netroi_core.importers.batch import ImportFile, ImportSettings, read_file
from netroi_core.importers.proposal import Proposal
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace

_CONNECTIONS, _EVENTS = 30_000, 20_000
_ROUNDS, _ROUNDS_OF_CALENDAR = 7, 1
_EVER: Final = (date(2000, 1, 1), date(2099, 12, 31))


def previews(_: Path) -> list[BoundedRatio]:
    """Measure a large LinkedIn export in seconds, and a calendar compared with icalendar's Calendar.from_ical."""
    export, decade = _connections(), _calendar()
    of_export = measure_in_turns(_ROUNDS, _cost(lambda: _preview_connections(export)), lambda: 1.0)
    of_decade = measure_in_turns(
        _ROUNDS_OF_CALENDAR, _cost(lambda: _preview_calendar(decade)), _cost(lambda: Calendar.from_ical(decade))
    )
    return [
        # Against the clock: it happens once in a lifetime, with a progress bar, and may take that long.
        BoundedRatio(
            "CPU of the preview of 30,000 connections of LinkedIn : one second", median_ratio(of_export, 0, 1), 3
        ),
        BoundedRatio(
            "CPU of the preview of ten years, 20,000 events : Calendar.from_ical", median_ratio(of_decade, 0, 1), 3
        ),
    ]


def _cost(act: Callable[[], object]) -> Callable[[], float]:
    return lambda: cpu_time(act)


def _preview_connections(raw: bytes) -> None:
    file = ImportFile("Connections.csv", raw, "linkedin")
    _check_added(read_file(file, Workspace(document.empty())), _CONNECTIONS)


def _preview_calendar(raw: bytes) -> None:
    file = ImportFile("calendar.ics", raw, "calendar")
    _check_added(read_file(file, Workspace(document.empty()), ImportSettings(window=_EVER)), _EVENTS)


def _check_added(proposal: Proposal, added: int) -> None:
    if len(proposal.added) != added or proposal.rejected:
        raise RuntimeError(f"The preview proposes {len(proposal.added):,} records instead of {added:,}.")


def _connections() -> bytes:
    """Return an export as LinkedIn writes it, with its notes above the header."""
    rows = [
        "Notes:",
        '"When exporting your connection data, you may notice that some of the email addresses are missing."',
        "",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    ]
    for number in range(_CONNECTIONS):
        met = date(2010, 1, 1) + timedelta(days=number * 6_000 // _CONNECTIONS)
        person = f"First{number % 997},Last{number},https://www.linkedin.com/in/first-last-{number},"
        rows.append(f'{person},"Company {number % 5_000}, Inc.",Senior Engineer {number % 50},{met:%d %b %Y}')
    return "\n".join([*rows, ""]).encode()


def _calendar() -> bytes:
    """Return ten years of meetings, as calendars write them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:me@example.org", "X-WR-TIMEZONE:Europe/Berlin"]
    for number in range(_EVENTS):
        day, hour = date(2016, 1, 1) + timedelta(days=number * 3_652 // _EVENTS), 8 + number % 10
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T{hour:02}0000",
            f"DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T{hour:02}4500",
            f"SUMMARY:Talk with Person {number % 500}",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=Me:mailto:me@example.org",
            "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@example.org",
            f"ATTENDEE;CN=Person {number % 500};PARTSTAT=ACCEPTED:mailto:p{number % 500}@example.com",
            "DESCRIPTION:Some words on what it is about\\, folded as calendars fold them\\, of wh",
            " ich nothing is kept.",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
