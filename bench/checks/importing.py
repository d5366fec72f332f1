"""The preview of files, from their bytes to the proposal, beside the bare parser of each on the same bytes."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from icalendar import Calendar

from bench.bounds import Bounded
from bench.clocks import cpu, in_turns, ratio
from netroi_core.importers.calendar import calendar
from netroi_core.importers.linkedin import archive
from netroi_core.importers.proposal import Proposal
from netroi_core.workspace import document

_CONNECTIONS, _EVENTS = 30_000, 20_000
_ROUNDS, _ROUNDS_OF_CALENDAR = 7, 1
_EVER: Final = (date(2000, 1, 1), date(2099, 12, 31))


def previews(_: Path) -> list[Bounded]:
    """CPU time of a preview beside csv.reader, which tables are read with, and icalendar's Calendar.from_ical."""
    export, decade = _connections(), _calendar()
    of_export = in_turns(_ROUNDS, _cost(lambda: _previewed(export)), _cost(lambda: _rows(export)))
    of_decade = in_turns(
        _ROUNDS_OF_CALENDAR, _cost(lambda: _followed(decade)), _cost(lambda: Calendar.from_ical(decade))
    )
    return [
        Bounded("CPU of the preview of 30,000 connections of LinkedIn : csv.reader", ratio(of_export, 0, 1), 3),
        Bounded("CPU of the preview of ten years, 20,000 events : Calendar.from_ical", ratio(of_decade, 0, 1), 3),
    ]


def _cost(act: Callable[[], object]) -> Callable[[], float]:
    return lambda: cpu(act)


def _previewed(raw: bytes) -> None:
    _expect(archive.read(raw, "Connections.csv", document.empty()), _CONNECTIONS)


def _followed(raw: bytes) -> None:
    _expect(calendar.read(raw, "calendar.ics", document.empty(), window=_EVER), _EVENTS)


def _expect(proposal: Proposal, added: int) -> None:
    if len(proposal.added) != added or proposal.rejected:
        raise RuntimeError(f"{len(proposal.added)} are proposed, not {added}.")


def _rows(raw: bytes) -> list[list[str]]:
    return list(csv.reader(raw.decode().splitlines(keepends=True), strict=True))


def _connections() -> bytes:
    """An export as LinkedIn writes it, with its notes above the header."""
    rows = [
        "Notes:",
        '"When exporting your connection data, you may notice that some of the email addresses are missing."',
        "",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
    ]
    for place in range(_CONNECTIONS):
        met = date(2010, 1, 1) + timedelta(days=place * 6_000 // _CONNECTIONS)
        person = f"First{place % 997},Last{place},https://www.linkedin.com/in/first-last-{place},"
        rows.append(f'{person},"Company {place % 5_000}, Inc.",Senior Engineer {place % 50},{met:%d %b %Y}')
    return "\n".join([*rows, ""]).encode()


def _calendar() -> bytes:
    """Ten years of talks with others, as calendars write them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:me@example.org", "X-WR-TIMEZONE:Europe/Berlin"]
    for place in range(_EVENTS):
        day, hour = date(2016, 1, 1) + timedelta(days=place * 3_652 // _EVENTS), 8 + place % 10
        lines += [
            "BEGIN:VEVENT",
            f"UID:{place}@example.org",
            "DTSTAMP:20260101T000000Z",
            f"DTSTART;TZID=Europe/Berlin:{day:%Y%m%d}T{hour:02}0000",
            f"DTEND;TZID=Europe/Berlin:{day:%Y%m%d}T{hour:02}4500",
            f"SUMMARY:Talk with Person {place % 500}",
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=Me:mailto:me@example.org",
            "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@example.org",
            f"ATTENDEE;CN=Person {place % 500};PARTSTAT=ACCEPTED:mailto:p{place % 500}@example.com",
            "DESCRIPTION:Some words on what it is about\\, folded as calendars fold them\\, of wh",
            " ich nothing is kept.",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()
