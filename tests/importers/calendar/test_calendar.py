"""Calendars: the person's meetings become activities with people and hours, whatever the file is like."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.calendar.series import MOST_OCCURRENCES
from netroi_core.importers.reading import files
from netroi_core.importers.rules import with_rule
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace
from tests.importers.calendar.calendars import ics, meeting, only_activity, preview
from tests.importers.import_files import Json, keeps_to_the_rules, lines, records, sentence, taken, workspace, zipped

EMPTY = workspace()
KNOWN = workspace(
    contacts=[{"id": "c1", "name": "Anna Keller"}, {"id": "c2", "name": "Bo Li"}],
    venues=[{"id": "v1", "name": "The Chamber", "approach": "group_events"}],
)
ANNA = "ATTENDEE;CN=Anna Keller;PARTSTAT=ACCEPTED:mailto:anna@example.org"
ME = "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@mine.example"
OWN = {"own_addresses": ("ME@mine.example",)}


def only(raw: bytes, before: Workspace = KNOWN, **options: Any) -> Json:
    return only_activity(raw, before, **options)


def skip_reasons(raw: bytes, **options: Any) -> list[str]:
    """Return why events were skipped, where nothing was added."""
    proposal = preview(raw, KNOWN, **options)
    assert proposal.added == ()
    return [line.reason for line in proposal.skipped]


def test_a_meeting_with_a_contact_becomes_an_activity_with_hours_person_and_source() -> None:
    activity = only(ics(meeting(ME, ANNA, summary="Catching up")), **OWN)
    assert activity == {
        "id": activity["id"],
        "date": "2026-07-14",
        "approach": "one_on_one",
        "title": "Catching up",
        "source": "calendar",
        "hours": {"attending": 1.0},
        "people": ["c1"],
    }


def test_two_people_suggest_a_one_on_one_and_more_a_group_event_and_the_label_says_why() -> None:
    others = [f"ATTENDEE;CN=Guest {n}:mailto:g{n}@example.org" for n in range(3)]
    two, five = (
        preview(ics(meeting(ME, ANNA, summary="X")), KNOWN, **OWN),
        preview(ics(meeting(ME, ANNA, *others)), KNOWN),
    )
    assert "two people: one-on-one" in two.added[0].label
    assert "5 people: group event" in five.added[0].label
    assert as_row(five.added[0].record)["approach"] == "group_events"


@pytest.mark.parametrize("domain", ["mine.example", "MINE.example"])
def test_a_meeting_of_colleagues_only_is_no_networking_unless_its_words_indicate_it(domain: str) -> None:
    team = [f"ATTENDEE;CN=Colleague {n}:mailto:c{n}@{domain}" for n in range(4)]
    why = "It doesn’t count as networking: only colleagues attended."
    assert skip_reasons(ics(meeting(ME, *team, summary="Team sync")), **OWN) == [why]
    assert skip_reasons(ics(meeting(ME, team[0], summary="Kim / me")), **OWN) == [why]
    assert only(ics(meeting(ME, team[0], summary="Coffee with Kim")), **OWN)["approach"] == "one_on_one"
    assert only(ics(meeting(ME, *team, ANNA, summary="Kick-off")), **OWN)["approach"] == "group_events"


def test_sharing_a_public_mail_provider_makes_no_colleague() -> None:
    bo = "ATTENDEE;CN=Bo Li:mailto:bo@gmail.com"
    me = "ATTENDEE;CN=Me:mailto:me@gmail.com"
    assert only(ics(meeting(me, bo, summary="Bo / me")), own_addresses=("me@gmail.com",))["approach"] == "one_on_one"


def test_a_stranger_is_named_in_the_label_and_not_added() -> None:
    proposal = preview(ics(meeting(ME, "ATTENDEE;CN=Zoe Quinn:mailto:zoe@example.org")), KNOWN, **OWN)
    assert "not among your contacts: Zoe Quinn" in proposal.added[0].label
    assert records(proposal, "contacts") == []
    assert "people" not in as_row(proposal.added[0].record)


@pytest.mark.parametrize("name", ['"Keller, Anna"', "ANNA  KELLER", "Anna Keller"])
def test_a_contact_is_found_by_name_however_it_is_written(name: str) -> None:
    assert only(ics(meeting(ME, f"ATTENDEE;CN={name}:mailto:a@example.org")), **OWN)["people"] == ["c1"]


def test_a_contact_named_in_the_summary_was_there() -> None:
    activity = only(ics(meeting(summary="Walk with Bo Li")))
    assert (activity["people"], activity["approach"]) == (["c2"], "one_on_one")


def test_rooms_resources_and_people_who_declined_do_not_count() -> None:
    room = "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room@example.org"
    tool = "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:mailto:beamer@example.org"
    away = "ATTENDEE;CN=Bo Li;PARTSTAT=DECLINED:mailto:bo@example.org"
    activity = only(ics(meeting(ME, ANNA, room, tool, away)), **OWN)
    assert (activity["approach"], activity["people"]) == ("one_on_one", ["c1"])


def test_a_mailing_list_makes_a_group_of_the_people_invited_with_it_and_is_nobody_alone() -> None:
    team = "ATTENDEE;CUTYPE=GROUP;CN=Founders:mailto:all@example.org"
    assert only(ics(meeting(ME, ANNA, team, summary="X")), **OWN)["approach"] == "group_events"
    assert "no person" in skip_reasons(ics(meeting(ME, team, summary="X")), **OWN)[0]


def test_a_venue_is_found_by_its_name_in_the_summary_or_the_location_word_by_word() -> None:
    inside = only(ics(meeting("LOCATION:the chamber\\, Main St", summary="Evening")))
    assert (inside["venue"], inside["approach"]) == ("v1", "group_events")
    assert "venue" not in only(ics(meeting("LOCATION:Antechamber", summary="Coffee")))


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (meeting("STATUS:CANCELLED"), "canceled"),
        (meeting("STATUS:CONFIRMED", summary="Abgesagt: Coffee"), "canceled"),
        (meeting(ANNA, "ATTENDEE;PARTSTAT=DECLINED:mailto:me@mine.example"), "declined"),
        (meeting(ME, ANNA.replace("ACCEPTED", "DECLINED")), "declined"),
        ("SUMMARY:Coffee\nDTSTART;VALUE=DATE:20260714\nDTEND;VALUE=DATE:20260715", "all day"),
        ("SUMMARY:Coffee\nDTSTART:20260714", "all day"),
        (meeting(length="P3D"), "longer than a day"),
        (meeting(summary="Dentist"), "doesn’t count as networking"),
    ],
)
def test_an_event_that_is_no_networking_is_skipped_with_the_reason(event: str, expected: str) -> None:
    (reason,) = skip_reasons(ics(event), **OWN)
    assert expected in reason


def test_the_persons_own_address_is_the_one_in_most_events() -> None:
    events = [meeting(ME, ANNA), meeting(ME, "ATTENDEE:mailto:b@example.org", start="20260715T090000")]
    declined = meeting(ME.replace("ACCEPTED", "DECLINED"), ANNA, start="20260716T090000")
    proposal = preview(ics(*events, declined), KNOWN)
    assert [line.reason for line in proposal.skipped] == ["You declined it."]
    assert "Me" not in proposal.added[0].label


def test_an_address_that_is_invited_alone_is_not_taken_for_the_own_one() -> None:
    proposal = preview(ics(meeting(ANNA), meeting(ANNA, start="20260715T090000")), KNOWN)
    assert [activity["people"] for activity in records(proposal, "activities")] == [["c1"], ["c1"]]


def test_whoever_is_invited_alone_by_a_service_is_the_person() -> None:
    airline = "ORGANIZER;CN=Lufthansa:mailto:online@booking-lufthansa.com"
    assert "no person" in skip_reasons(ics(meeting(ME, airline, summary="Flight to Lisbon")))[0]


@pytest.mark.parametrize(
    "nobody",
    [
        "ORGANIZER;CN=unknownorganizer@calendar.google.com:mailto:unknownorganizer@calendar.google.com",
        "ORGANIZER;CN=Family:mailto:family0123@group.calendar.google.com",
        "ORGANIZER;CN=Doctolib:mailto:no-reply@doctolib.de",
        "ORGANIZER;CN=Dentist:mailto:smile@example.org",
        "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room@example.org",
        "ATTENDEE;CN=Conference Room 4:mailto:berlin4@example.org",
        "ATTENDEE;CN=All:mailto:all@example.org",
        "ATTENDEE;CN=Smile Dental:mailto:info@example.org",
        "ATTENDEE:invalid:nomail",
    ],
)
def test_a_service_a_room_a_list_or_a_mailbox_makes_no_meeting(nobody: str) -> None:
    assert "no person" in skip_reasons(ics(meeting(ME, nobody, summary="Checkup")), **OWN)[0]
    proposal = preview(ics(meeting(ME, ANNA, nobody, summary="Checkup")), KNOWN, **OWN)
    assert "not among your contacts" not in proposal.added[0].label


def test_a_shared_mailbox_of_a_contact_is_the_contact() -> None:
    studio = "ATTENDEE;CN=Anna Keller:mailto:info@keller.example"
    assert only(ics(meeting(ME, studio, summary="X")), **OWN)["people"] == ["c1"]


@pytest.mark.parametrize(
    "line",
    [
        "URL:https://www.meetup.com/made-up-group/events/1/",
        "UID:evt-1@events.lu.ma",
        "ORGANIZER;CN=Made Up Host:MAILTO:calendar-invite@lu.ma",
        "DESCRIPTION:Tickets: https://www.eventbrite.de/e/1",
        "LOCATION:https://lu.ma/made-up",
    ],
)
def test_an_event_of_an_event_site_is_a_group_event(line: str) -> None:
    activity = only(ics(meeting(ME, line, summary="Python evening")), **OWN)
    assert (activity["approach"], activity["title"]) == ("group_events", "Python evening")


@pytest.mark.parametrize("head", ["PRODID:-//Meetup//RemoteApi//EN", "X-ORIGINAL-URL:https://lu.ma/feed/1"])
def test_a_feed_of_an_event_site_has_group_events(head: str) -> None:
    assert only(ics(meeting(summary="Python evening"), head=head))["approach"] == "group_events"


def test_a_site_that_a_description_names_does_not_make_a_meeting_of_two_a_group() -> None:
    link = "DESCRIPTION:Before https://www.meetup.com/made-up-group/events/1/"
    assert only(ics(meeting(ME, ANNA, link, summary="Catching up")), **OWN)["approach"] == "one_on_one"


ALL_DAY = "It lasts all day."


@pytest.mark.parametrize(
    ("begin", "end", "mark"),
    [
        (";TZID=Europe/Berlin:20260305T000000", ";TZID=Europe/Berlin:20260306T000000", ""),
        (";TZID=Europe/Berlin:20260305T000000", ";TZID=Europe/Berlin:20260308T000000", ""),
        (";TZID=Europe/Berlin:20260329T000000", ";TZID=Europe/Berlin:20260330T000000", ""),
        (";TZID=Europe/Berlin:20261025T000000", ";TZID=Europe/Berlin:20261026T000000", ""),
        (":20260305T000000", ":20260306T000000", ""),
        (":20260305T000000", ":20260305T235900", ""),
        (":20260305T000000", ":20260305T235959", ""),
        (":20260305T000000Z", ":20260306T000000Z", ""),
        (":20260304T230000Z", ":20260305T230000Z", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
        (":20260305T090000", ":20260305T170000", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE"),
        (";VALUE=DATE-TIME:20260305", ":20260306", ""),
    ],
)
def test_from_midnight_to_midnight_is_all_day_however_it_is_written(begin: str, end: str, mark: str) -> None:
    event = "\n".join(filter(None, ("SUMMARY:Networking", f"DTSTART{begin}", f"DTEND{end}", mark)))
    assert skip_reasons(ics(event, head="X-WR-TIMEZONE:America/New_York")) == [ALL_DAY]


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        (":20260305T000000", ":20260305T020000", 2),
        (":20260305T180000", ":20260306T000000", 6),
        (";VALUE=DATE:20260305T180000", ";VALUE=DATE:20260305T200000", 2),
        (":20260305T080000", ":20260306T063000", 22.5),
    ],
)
def test_an_event_that_only_begins_or_ends_at_midnight_has_its_hours(begin: str, end: str, hours: float) -> None:
    assert only(ics(f"SUMMARY:Networking\nDTSTART{begin}\nDTEND{end}"))["hours"] == {"attending": hours}


def test_the_persons_own_address_may_be_the_name_of_the_calendar() -> None:
    raw = ics(meeting(ME.replace("ACCEPTED", "DECLINED"), ANNA), head="X-WR-CALNAME:me@mine.example")
    assert skip_reasons(raw) == ["You declined it."]


def test_an_event_without_a_duration_has_no_hours() -> None:
    assert "hours" not in only(ics("SUMMARY:Coffee\nDTSTART:20260714T090000"))


def test_events_without_a_uid_are_recognized_by_title_and_start() -> None:
    raw = ics("UID:\nSUMMARY:Coffee\nDTSTART:20260714T090000", "UID:\nSUMMARY:Lunch\nDTSTART:20260714T120000")
    after, _ = taken(EMPTY, preview(raw, EMPTY))
    assert (len(after.activities), preview(raw, after).added) == (2, ())


def test_the_same_event_in_another_file_adds_nothing() -> None:
    series = meeting("UID:s", "RRULE:FREQ=DAILY;COUNT=3")
    after, _ = taken(EMPTY, preview(ics(series), EMPTY))
    (activity,) = records(preview(ics(meeting(start="20260801T090000"), series), after), "activities")
    assert activity["date"] == "2026-08-01"


def test_an_archive_of_calendars_is_one_proposal_that_names_the_file() -> None:
    raw = zipped({"in/a.ics": ics(meeting("UID:a")), "b.ics": ics(meeting("UID:b"), "SUMMARY:x"), "c.txt": b"x"})
    proposal = preview(raw, EMPTY)
    assert len(proposal.added) == 2
    assert str(proposal.rejected[0].source_line) == "b.ics, line 9"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"BEGIN:VCARD\r\nEND:VCARD", "isn’t a calendar"),
        (b"Date,Amount\n1,2", "isn’t a calendar"),
        (b"\x89PNG\x00", "a picture"),
        (zipped({"a.txt": b"x"}), "no calendar"),
        (zipped({"a.ics": b"BEGIN:VCALENDAR\n" + b" " * 1_500_000}), "unpacks to far more"),
        (b"BEGIN:VCALENDAR\n" + b"x" * files.LARGEST_FILE, "larger than"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 60_000, "more than 50,000 events"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_in_one_sentence(raw: bytes, reason: str) -> None:
    assert reason in sentence(lambda: preview(raw, EMPTY))


def test_calendars_that_are_too_large_together_are_refused() -> None:
    raw = b"BEGIN:VCALENDAR\r\n" + b"".join(b"X-%d:%s\r\n" % (number, b"x" * 60) for number in range(25_000))
    archive = zipped({f"{number}.ics": raw for number in range(10)})
    assert "Import them one by one" in sentence(lambda: preview(archive, EMPTY))


def test_a_hundred_thousand_nested_components_are_read() -> None:
    raw = ics(meeting()).replace(b"VERSION:2.0", b"BEGIN:X\r\n" * 100_000)
    assert preview(raw, EMPTY).added == ()


def test_more_events_than_anybody_has_are_refused() -> None:
    series = [meeting(f"UID:{n}", "RRULE:FREQ=DAILY", start="20250101T090000") for n in range(60)]
    refusal = sentence(lambda: preview(ics(*series), EMPTY, window=(date(2025, 1, 1), date(2026, 12, 31))))
    assert f"more than {MOST_OCCURRENCES:,}" in refusal


def test_too_many_rules_that_never_match_are_refused() -> None:
    series = [meeting(f"UID:{n}", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for n in range(60)]
    refusal = sentence(lambda: preview(ics(*series), EMPTY, window=(date(1900, 1, 1), date(2199, 12, 31))))
    assert "repeat over too long a time" in refusal


def test_without_a_window_the_last_two_years_of_the_file_count() -> None:
    raw = ics(
        meeting(start="20200101T090000"),
        meeting("RRULE:FREQ=YEARLY", "DTSTAMP:20260701T000000Z", start="20150303T090000"),
    )
    proposal = preview(raw, EMPTY)
    assert [activity["date"] for activity in records(proposal, "activities")] == ["2025-03-03", "2026-03-03"]
    assert proposal.notes == (
        "The calendar was read from Oct 1, 2024 to Jul 1, 2026. To see other dates, select quarters.",
    )


def test_a_calendar_without_events_adds_nothing() -> None:
    assert preview(ics(), EMPTY).items == ()


def test_a_rule_applies_to_events_with_the_same_words() -> None:
    rules = with_rule((), "Breakfast at the Chamber", "social_media", "v1")
    rules = with_rule(rules, "Dentist", "one_on_one")
    rules = with_rule(rules, "Coffee break", None)
    raw = ics(
        meeting(summary="Chamber: Breakfast!"), meeting(summary="Dentist"), meeting(summary="Coffee break"), meeting()
    )
    before = Workspace(
        {**KNOWN.document, "profile": {"import_rules": [rule.model_dump(mode="json") for rule in rules]}}
    )
    rows = records(preview(raw, before), "activities")
    assert [(row["approach"], row.get("venue")) for row in rows] == [
        ("social_media", "v1"), ("one_on_one", None), ("one_on_one", None)
    ]  # fmt: skip


def test_a_rule_whose_venue_is_gone_applies_without_it() -> None:
    rules = [{"words": ["dentist"], "approach": "one_on_one", "venue": "gone"}]
    assert "venue" not in only(ics(meeting(summary="Dentist")), workspace(profile={"import_rules": rules}))
    assert skip_reasons(ics(meeting(summary="Dentist"))) != []


HOSTILE = "=HYPERLINK(1) ![x](https://evil.example/x.png) <b>\u202eabc\u202c \ud7ff" + "e\u0301" * 400


def test_a_hostile_title_becomes_one_plain_line() -> None:
    activity = only(ics(meeting(summary=f"Coffee {HOSTILE}")))
    assert len(activity["title"]) <= 300
    assert "\u202e" not in activity["title"]


PIECES = st.sampled_from((
    *("BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VALARM", "UID:1", "UID:2", ME, ANNA),
    *("SUMMARY:Coffee", "STATUS:CANCELLED", " folded", ";:", "", "DTSTAMP:20260714T000000Z"),
    *("DTSTART:20260714T090000", "DTSTART;TZID=Europe/Berlin:20260329T023000", "DTSTART;VALUE=DATE:20260714"),
    *("DTEND:20260714T100000Z", "DURATION:PT1H", "RDATE:20260720T090000Z", "EXDATE:20260715T090000"),
    *("RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=SECONDLY", "RECURRENCE-ID:20260715T090000"),
))  # fmt: skip


@given(st.lists(PIECES, max_size=25))
def test_any_order_of_lines_ends_in_a_proposal_or_one_sentence(pieces: list[str]) -> None:
    assert keeps_to_the_rules("calendar", lines("BEGIN:VCALENDAR", *pieces), "x.ics", KNOWN)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_proposal_or_one_sentence(raw: bytes) -> None:
    assert keeps_to_the_rules("calendar", raw, "x.ics", EMPTY)


GOOD = ics(
    meeting(ME, ANNA, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260721T090000"),
    meeting("UID:1", "RECURRENCE-ID:20260728T090000", start="20260729T090000"),
    "SUMMARY:Networking\nDTSTART;TZID=Europe/Berlin:20260714T183000\nDTEND;TZID=Europe/Berlin:20260714T203000",
)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.integers(0, 8))
def test_a_good_file_with_one_thing_broken_ends_in_a_proposal_or_one_sentence(
    start: int, inserted: bytes, length: int
) -> None:
    assert keeps_to_the_rules("calendar", GOOD[:start] + inserted + GOOD[start + length :], "x.ics", KNOWN)
