"""Calendars with the traits of published ones: each sample gives the meetings that took place, and no others."""

from datetime import date
from pathlib import Path

import pytest

from netroi_core.importers.kinds import recognize_kind
from tests.importers.calendar.calendars import preview
from tests.importers.import_files import records, workspace

SAMPLES = Path(__file__).parent / "samples"
YEARS = {"window": (date(2025, 1, 1), date(2026, 6, 30))}
MONDAYS = ["2026-01-05", "2026-02-02", "2026-03-02", "2026-04-06", "2026-05-04", "2026-06-01"]


def read(name: str) -> tuple[list[tuple[str, float]], list[str]]:
    """Return the days and hours of the meetings in a sample, and why others were skipped."""
    proposal = preview((SAMPLES / name).read_bytes(), workspace(), **YEARS)
    assert proposal.rejected == ()
    rows = records(proposal, "activities")
    meetings = sorted((row["date"], row.get("hours", {}).get("attending", 0)) for row in rows)
    return meetings, [line.reason for line in proposal.skipped]


@pytest.mark.parametrize(
    ("name", "meetings"),
    [
        # A changed occurrence in another time zone than its series.
        ("override_other_zone.ics", [("2026-04-08", 1), ("2026-04-16", 1), ("2026-04-22", 1)]),
        # A zone of which only the definition says what it is, and an UNTIL at the last occurrence.
        ("tz_display_until.ics", [(f"2026-02-{day:02}", 1.5) for day in (2, 9, 16, 23)]),
        ("same_uid_two_events.ics", [("2026-03-05", 2), ("2026-03-12", 1.5)]),
        # Placeholders and shared calendars as organizers, and an event of Luma.
        ("organizer_is_a_service.ics", [("2026-03-07", 3)]),
        ("canceled_in_title.ics", [("2026-03-07", 1)]),
        ("midnight_to_midnight_24h.ics", []),
        ("value_date_with_time.ics", [("2026-03-05", 2)]),
        # A later version of the series ends before the changed occurrence.
        ("orphan_override.ics", [("2026-01-05", 1), ("2026-01-12", 1), ("2026-01-19", 1)]),
        ("thisandfuture.ics", [
            *(("2026-01-05", 1), ("2026-01-12", 1), ("2026-01-19", 1)),
            *(("2026-01-27", 2), ("2026-02-03", 2), ("2026-02-10", 2)),
        ]),
        # An end in the year 9999, a space in a list, and an empty rule.
        ("rule_rejected_whole_event.ics", sorted([
            *((day, 1) for day in MONDAYS),
            *(("2026-01-05", 1), ("2026-01-06", 1), ("2026-01-12", 1), ("2026-01-07", 1)),
        ])),
        ("rdate_period.ics", [("2026-01-05", 1), ("2026-02-06", 3)]),
        ("exrule.ics", [("2026-03-09", 1), ("2026-03-23", 1)]),
        ("tzid_and_z.ics", [("2026-03-05", 2)]),
        ("meetup_feed.ics", [("2026-03-05", 3)]),
        ("google.csv", [("2026-03-05", 1)]),
        ("outlook.csv", [("2026-03-05", 1)]),
    ],
)  # fmt: skip
def test_a_sample_gives_its_meetings(name: str, meetings: list[tuple[str, float]]) -> None:
    assert read(name)[0] == meetings


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("canceled_in_title.ics", ["It was canceled."] * 2),
        ("midnight_to_midnight_24h.ics", ["It lasts all day."]),
        ("orphan_override.ics", ["It changes a date that the series no longer has."]),
        ("organizer_is_a_service.ics", [
            "It doesn’t count as networking: it names a service, a room, a list or a shared mailbox, and no person.",
        ] * 2),
    ],
)  # fmt: skip
def test_a_sample_says_why_it_skips_the_others(name: str, reasons: list[str]) -> None:
    assert read(name)[1] == reasons


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda sample: sample.name)
def test_a_sample_is_recognized_as_a_calendar(sample: Path) -> None:
    assert recognize_kind(sample.read_bytes()) == "calendar"
