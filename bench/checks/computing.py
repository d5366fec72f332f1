"""Measure the CPU time of the core alone: all measures, the verdict, and the preview of import files."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import orjson
from icalendar import Calendar

from bench.ratios import BoundedRatio, compare, cpu_cost
from bench.workspaces import made_up_document
from netroi_core.importers.batch import ImportFile, ImportSettings, read_file
from netroi_core.importers.proposal import Proposal
from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.verdict.evidence import Evidence
from netroi_core.verdict.posterior import DRAWS
from netroi_core.verdict.verdict import judge
from netroi_core.workspace import document
from netroi_core.workspace.workspace import Workspace

_SMALL, _LARGE = 10_000, 100_000
_OUTCOMES, _APPROACHES = 50, 3
_CONNECTIONS, _EVENTS = 30_000, 20_000
_EVER: Final = (date(2000, 1, 1), date(2099, 12, 31))


def all_measures(folder: Path) -> list[BoundedRatio]:
    """Compare the CPU time with that of parsing the file alone, and that of ten times as many records."""
    document.validate(made_up_document(_SMALL, _SMALL * 3 // 10))
    small, large = folder / "small.json", folder / "large.json"
    for file, activities in ((small, _SMALL), (large, _LARGE)):
        file.write_bytes(orjson.dumps(made_up_document(activities, activities * 3 // 10)))
    of_small, of_large = (cpu_cost(partial(_compute_measures, file)) for file in (small, large))
    parsing = cpu_cost(lambda: orjson.loads(small.read_bytes()))
    growth = "CPU per record from file to all measures, 130,000 records : 13,000"
    return [
        compare("CPU from file to all measures, 13,000 records : parsing it", 5, 15, of_small, parsing),
        compare(growth, 1.3, 5, of_large, lambda: of_small() * _LARGE / _SMALL),
    ]


def _compute_measures(file: Path) -> object:
    ledger, options = Ledger(Workspace(orjson.loads(file.read_bytes()))), Options()
    quarters = ledger.quarters
    cells = measures.cells(ledger, quarters, options)
    return [
        measures.figures(cells),
        measures.by_quarter(cells),
        measures.by_quarter_and_approach(cells),
        measures.spending(ledger, quarters, options),
        measures.hours_by_part(ledger, quarters),
    ]


def verdict_draws(_: Path) -> list[BoundedRatio]:
    """Compare a verdict on 50 open outcomes with ranges, the most expensive kind, with its random numbers alone.

    These are, for each draw: the occurrence and value of each outcome, and a rate and a typical value for each
    approach.
    """
    evidence = _evidence()
    rise = 4 * (evidence.likely - evidence.low) / (evidence.high - evidence.low)
    chance = np.random.Generator(np.random.SFC64(1))

    def random_numbers() -> None:
        for steepness in rise:
            chance.random(DRAWS)
            chance.beta(1 + steepness, 5 - steepness, DRAWS)
        chance.standard_gamma(2.0, (_APPROACHES, DRAWS))
        chance.standard_normal((_APPROACHES, DRAWS))

    name = "CPU of a verdict, 20,000 draws over 50 outcomes : its random numbers"
    return [compare(name, 4, 9, cpu_cost(lambda: judge(evidence)), cpu_cost(random_numbers))]


def _evidence() -> Evidence:
    chance = np.random.default_rng(8)
    likely = chance.lognormal(8, 1, _OUTCOMES)
    return Evidence(
        ("group_events", "one_on_one", "social_media"),
        np.array([3000.0, 4000.0, 5000.0]),
        tuple(range(_OUTCOMES)),
        likely * 0.5,
        likely,
        likely * 2,
        chance.uniform(0.2, 0.9, _OUTCOMES),
        np.eye(_APPROACHES)[chance.integers(0, _APPROACHES, _OUTCOMES)],
        8,
    )


def previews(_: Path) -> list[BoundedRatio]:
    """Measure a large LinkedIn export in seconds, and a calendar compared with icalendar's Calendar.from_ical."""
    export, decade = _connections(), _calendar()
    of_export, of_decade = cpu_cost(lambda: _preview_connections(export)), cpu_cost(lambda: _preview_calendar(decade))
    parsing = cpu_cost(lambda: Calendar.from_ical(decade))
    return [
        # Against the clock: it happens once in a lifetime, with a progress bar, and may take that long.
        compare("CPU of the preview of 30,000 connections of LinkedIn : one second", 3, 7, of_export, lambda: 1.0),
        compare("CPU of the preview of ten years, 20,000 events : Calendar.from_ical", 3, 1, of_decade, parsing),
    ]


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
