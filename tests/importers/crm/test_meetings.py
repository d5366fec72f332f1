"""Meetings and calls of CRMs: with somebody they become activities; all others are skipped with the reason."""

from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.proposal import Proposal
from tests.importers.crm.crm_files import CALLS, MEETINGS
from tests.importers.import_files import Json, lines, read_as, records, sentence, workspace

HEADER = "Record ID,Subject,Start,End,Type,Status,Contact,Attendees,Company,Owner,All day,Duration"


def meeting(**cells: str) -> str:
    usual = {
        "id": "1", "subject": "Coffee", "start": "2026-03-05 10:00", "end": "2026-03-05 11:00", "type": "Meeting",
        "status": "Completed", "contact": "Robin Sample", "attendees": "", "company": "", "owner": "Kim Example",
        "all_day": "", "duration": "",
    }  # fmt: skip
    return ",".join(f'"{cell}"' for cell in (usual | cells).values())


def read(*rows: str, home: str = "", own_addresses: tuple[str, ...] = ()) -> Proposal:
    zone = ZoneInfo(home) if home else None
    return read_as("crm", lines(HEADER, *rows), "x.csv", workspace(), home=zone, own_addresses=own_addresses)


def added(*rows: str, home: str = "") -> list[Json]:
    return records(read(*rows, home=home), "activities")


@pytest.mark.parametrize("name", MEETINGS)
def test_a_meeting_is_an_activity_with_its_hour_and_day(name: str) -> None:
    (activity,) = records(read_as("crm", MEETINGS[name], "x.csv", workspace()), "activities")
    assert (activity["date"], activity["title"]) == ("2026-03-05", "Coffee with Robin")
    assert (activity["approach"], activity["hours"]) == ("one_on_one", {"attending": 1.0})


@pytest.mark.parametrize("name", CALLS)
def test_a_call_is_an_activity_by_phone_with_its_minutes(name: str) -> None:
    (activity,) = records(read_as("crm", CALLS[name], "x.csv", workspace()), "activities")
    assert (activity["date"], activity["channel"], activity["hours"]) == ("2026-03-05", "phone", {"attending": 0.1})


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"type": "Email"}, "isn’t a meeting or call: email"),
        ({"type": "Aufgabe"}, "isn’t a meeting or call"),
        ({"status": "Canceled"}, "didn’t take place"),
        ({"status": "No show"}, "didn’t take place"),
        ({"status": "Left voicemail"}, "didn’t take place"),
        ({"status": "Rescheduled"}, "didn’t take place"),
        ({"status": "abgesagt"}, "didn’t take place"),
        ({"status": "Scheduled"}, "isn’t marked as done"),
        ({"status": "Not Started"}, "isn’t marked as done"),
        ({"status": "No"}, "isn’t marked as done"),
        ({"all_day": "true"}, "all day"),
        ({"contact": "", "subject": "Weekly"}, "doesn’t count as networking"),
    ],
)
def test_a_row_that_is_no_meeting_or_did_not_take_place_is_skipped_with_the_reason(
    cells: dict[str, str], reason: str
) -> None:
    proposal = read(meeting(**cells))
    assert proposal.added == ()
    assert reason in proposal.skipped[0].reason


@pytest.mark.parametrize("status", ["Completed", "Scheduled"])
@pytest.mark.parametrize("canceled", ["true", "Yes", "ja"])
def test_a_canceled_meeting_did_not_take_place_whatever_its_status(status: str, canceled: str) -> None:
    raw = lines(f"{HEADER},Canceled", f"{meeting(status=status)},{canceled}")
    proposal = read_as("crm", raw, "x.csv", workspace())
    assert (proposal.added, [line.reason for line in proposal.skipped]) == ((), ["It didn’t take place."])


def test_the_approach_follows_the_number_of_people() -> None:
    rows = added(
        meeting(subject="Talk"),
        meeting(subject="Talk", start="2026-03-06 10:00", end="", contact="Ann Lee; Bo Li"),
        meeting(subject="Talk", start="2026-03-07 10:00", end="", contact="", company="Sample Ltd"),
        meeting(subject="Talk", start="2026-03-08 10:00", end="", attendees="Kim Example; Ann Lee; Bo Li"),
    )
    assert [row["approach"] for row in rows] == ["one_on_one", "group_events", "one_on_one", "group_events"]


def test_a_meeting_of_colleagues_alone_is_skipped() -> None:
    inside = meeting(subject="Talk", contact="", attendees="ann@acme.org; me@acme.org")
    proposal = read(inside, own_addresses=("me@acme.org",))
    assert (proposal.added, "only colleagues" in proposal.skipped[0].reason) == ((), True)
    outside = inside.replace("ann@acme.org", "ann@example.org")
    assert len(read(outside, own_addresses=("me@acme.org",)).added) == 1
    friends = meeting(subject="Talk", contact="", attendees="ann@gmail.com; me@gmail.com")
    assert len(read(friends, own_addresses=("me@gmail.com",)).added) == 1


def test_people_are_matched_by_address_and_by_name_in_either_order() -> None:
    before = workspace(contacts=[{"id": "r", "name": "Robin Sample"}])
    for contact in (
        "Robin Sample",
        "Sample, Robin",
        "Robin Sample (robin@example.org)",
        "Robin Sample <r@example.org>",
    ):
        (row,) = records(read_as("crm", lines(HEADER, meeting(contact=contact)), "x", before), "activities")
        assert row["people"] == ["r"], contact


def test_a_degree_after_a_comma_is_no_first_name() -> None:
    before = workspace(contacts=[{"id": "r", "name": "Robin Sample, PhD"}])
    raw = lines(HEADER, meeting(contact="Robin Sample, PhD"))
    assert [row["people"] for row in records(read_as("crm", raw, "x", before), "activities")] == [["r"]]


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2026-03-05T23:30:00Z", "2026-03-06"),
        ("2026-03-05T23:30:00.000+0000", "2026-03-06"),
        ("2026-03-05 23:30 UTC", "2026-03-06"),
        ("2026-03-05T18:30:00-05:00", "2026-03-06"),
        ("1772753400000", "2026-03-06"),
        ("1772753400", "2026-03-06"),
        ("2026-03-05 23:30", "2026-03-05"),
        ("3/5/2026 11:30 PM", "2026-03-05"),
        ("05.03.2026 23:30", "2026-03-05"),
    ],
)
def test_times_in_utc_count_in_the_zone_of_the_home(start: str, day: str) -> None:
    assert [row["date"] for row in added(meeting(start=start, end=""), home="Europe/Berlin")] == [day]


def test_days_are_read_in_the_order_of_their_column() -> None:
    rows = added(meeting(start="03/04/2026 10:00", end=""), meeting(id="2", start="31/03/2026 10:00", end=""))
    assert [row["date"] for row in rows] == ["2026-04-03", "2026-03-31"]


@pytest.mark.parametrize(
    ("header", "locale", "day"),
    [
        ("Subject,Start,Contact,Type,Owner", "en_US", "2026-03-05"),
        ("Subject,Start,Contact,Type,Owner", "en_GB", "2026-05-03"),
        ("Betreff,Beginn,Kontakt,Typ,Besitzer", "en_US", "2026-05-03"),
    ],
)
def test_days_below_13_are_read_as_the_language_or_the_locale_has_them(header: str, locale: str, day: str) -> None:
    before = workspace(profile={"locale": locale})
    raw = lines(header, "Coffee,03/05/2026 10:00,Robin Sample,Meeting,Kim")
    assert [row["date"] for row in records(read_as("crm", raw, "x", before), "activities")] == [day]


@pytest.mark.parametrize("start", ["9999-12-31T23:59:00Z", "0001-01-01T00:00:00Z", "9999999999999", "2026-13-01T0:00Z"])
def test_a_time_that_no_calendar_has_is_rejected(start: str) -> None:
    for home in ("", "Asia/Tokyo", "America/Los_Angeles"):
        assert [line.source_line.number for line in read(meeting(start=start), home=home).rejected] == [2]


def test_days_in_two_orders_are_refused() -> None:
    rows = (meeting(start="31/12/2026 10:00", end=""), meeting(start="12/31/2026 10:00", end=""))
    assert "two orders" in sentence(lambda: read(*rows))


def test_a_meeting_without_a_duration_says_so_and_one_longer_than_a_day_is_rejected() -> None:
    proposal = read(meeting(end=""), meeting(id="2", end="2026-03-09 10:00"), meeting(id="3", start="soon"))
    assert [row.get("hours") for row in records(proposal, "activities")] == [None]
    assert any("how long" in note for note in proposal.notes)
    assert [line.source_line.number for line in proposal.rejected] == [3, 4]


def test_the_same_meeting_in_a_later_export_adds_nothing() -> None:
    once = added(meeting())
    (again,) = added(meeting(subject="Coffee, again"))
    assert once[0]["id"] == again["id"]


def test_a_meeting_log_of_one_s_own_is_read_by_its_people_with_a_range_or_a_length() -> None:
    """Tables that people keep in Notion or Airtable."""
    notion = lines(
        "\ufeffName,Date,Attendees,Type",
        'Coffee with Ada,"March 5, 2026 10:00 AM → 11:30 AM",Ada Example,1:1',
        'Chamber breakfast,"March 12, 2026 8:00 AM → March 12, 2026 10:00 AM","Ada Example, Bo Li",Event',
        'Call,"March 13, 2026",Ada Example,Call',
    )
    airtable = lines(
        "Name,Date,Type,Duration (min),People,Notes",
        "Coffee with Ada,2026-03-05 10:00,Coffee,90,Ada Example,",
        'Chamber breakfast,2026-03-12 08:00,Event,120,"Ada Example, Bo Li",',
        "Call,2026-03-13,Call,,Ada Example,",
    )
    for raw in (notion, airtable):
        assert recognize_kind(raw) == "crm"
        rows = records(read_as("crm", raw, "log.csv", workspace()), "activities")
        hours = [(row["date"], row.get("hours", {}).get("attending", 0)) for row in rows]
        assert hours == [("2026-03-05", 1.5), ("2026-03-12", 2.0), ("2026-03-13", 0)]
