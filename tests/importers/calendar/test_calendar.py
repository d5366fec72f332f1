"""Calendars: who was met, when and for how long, whatever the file is like."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.calendar import calendar
from netroi_core.importers.calendar.events import MOST_OCCURRENCES
from netroi_core.importers.reading import files
from netroi_core.importers.rules import learned
from tests.importers.brought import keeps_to_the_rules, lines, records, sentence, taken, workspace, zipped
from tests.importers.calendar.calendars import brought, ics, met

EMPTY = workspace()
KNOWN = workspace(
    contacts=[{"id": "c1", "name": "Anna Keller"}, {"id": "c2", "name": "Bo Li"}],
    venues=[{"id": "v1", "name": "The Chamber", "approach": "group_events"}],
)
ANNA = "ATTENDEE;CN=Anna Keller;PARTSTAT=ACCEPTED:mailto:anna@example.org"
ME = "ATTENDEE;CN=Me;PARTSTAT=ACCEPTED:mailto:me@mine.example"
OWN = ("ME@mine.example",)


def only(raw: bytes, known: dict = KNOWN, **options: object) -> dict:
    """The one activity that a calendar adds."""
    (activity,) = records(brought(raw, known, **options), "activities")
    return activity


def reasons(raw: bytes, **options: object) -> list[str]:
    """Why events were left out on purpose, when nothing was added."""
    proposal = brought(raw, KNOWN, **options)
    assert proposal.added == ()
    return [each.reason for each in proposal.skipped]


def days(raw: bytes, known: dict = EMPTY, **options: object) -> list[str]:
    return sorted(each["date"] for each in records(brought(raw, known, **options), "activities"))


def test_a_talk_with_a_contact_becomes_an_activity_with_hours_person_and_source() -> None:
    assert only(ics(met(ME, ANNA, summary="Catching up")), own=OWN) == {
        "id": only(ics(met(ME, ANNA, summary="Catching up")), own=OWN)["id"],
        "date": "2026-07-14",
        "approach": "one_on_one",
        "title": "Catching up",
        "source": "calendar",
        "hours": {"attending": 1.0},
        "people": ["c1"],
    }


def test_two_people_suggest_a_talk_and_more_a_group_event_and_the_label_says_why() -> None:
    others = [f"ATTENDEE;CN=Guest {n}:mailto:g{n}@example.org" for n in range(3)]
    two, five = brought(ics(met(ME, ANNA, summary="X")), KNOWN, own=OWN), brought(ics(met(ME, ANNA, *others)), KNOWN)
    assert "two people: one-on-one" in two.added[0].label
    assert "5 people: group event" in five.added[0].label
    assert five.added[0].record["approach"] == "group_events"


@pytest.mark.parametrize("domain", ["mine.example", "MINE.example"])
def test_a_meeting_of_colleagues_alone_is_no_networking_unless_its_words_say_so(domain: str) -> None:
    team = [f"ATTENDEE;CN=Colleague {n}:mailto:c{n}@{domain}" for n in range(4)]
    why = "It is not taken for networking: only colleagues were there."
    assert reasons(ics(met(ME, *team, summary="Team sync")), own=OWN) == [why]
    assert reasons(ics(met(ME, team[0], summary="Kim / me")), own=OWN) == [why]
    assert only(ics(met(ME, team[0], summary="Coffee with Kim")), own=OWN)["approach"] == "one_on_one"
    assert only(ics(met(ME, *team, ANNA, summary="Kick-off")), own=OWN)["approach"] == "group_events"


def test_who_shares_a_public_mail_provider_is_no_colleague() -> None:
    bo = "ATTENDEE;CN=Bo Li:mailto:bo@gmail.com"
    me = "ATTENDEE;CN=Me:mailto:me@gmail.com"
    assert only(ics(met(me, bo, summary="Bo / me")), own=("me@gmail.com",))["approach"] == "one_on_one"


def test_who_is_no_contact_is_named_in_the_label_and_not_created() -> None:
    proposal = brought(ics(met(ME, "ATTENDEE;CN=Zoe Quinn:mailto:zoe@example.org")), KNOWN, own=OWN)
    assert "not among your contacts: Zoe Quinn" in proposal.added[0].label
    assert records(proposal, "contacts") == []
    assert "people" not in proposal.added[0].record


@pytest.mark.parametrize("name", ['"Keller, Anna"', "ANNA  KELLER", "Anna Keller"])
def test_a_contact_is_found_by_name_however_it_is_written(name: str) -> None:
    assert only(ics(met(ME, f"ATTENDEE;CN={name}:mailto:a@example.org")), own=OWN)["people"] == ["c1"]


def test_a_contact_named_in_the_summary_was_there() -> None:
    activity = only(ics(met(summary="Walk with Bo Li")))
    assert (activity["people"], activity["approach"]) == (["c2"], "one_on_one")


def test_rooms_resources_and_those_who_declined_are_nobody() -> None:
    room = "ATTENDEE;CUTYPE=ROOM;CN=Room 4:mailto:room@example.org"
    tool = "ATTENDEE;CUTYPE=RESOURCE;CN=Beamer:mailto:beamer@example.org"
    away = "ATTENDEE;CN=Bo Li;PARTSTAT=DECLINED:mailto:bo@example.org"
    activity = only(ics(met(ME, ANNA, room, tool, away)), own=OWN)
    assert (activity["approach"], activity["people"]) == ("one_on_one", ["c1"])


def test_a_mailing_list_that_was_invited_is_a_group() -> None:
    team = "ATTENDEE;CUTYPE=GROUP;CN=Founders:mailto:all@example.org"
    assert only(ics(met(ME, team, summary="X")), own=OWN)["approach"] == "group_events"


def test_a_venue_is_found_by_its_name_in_the_summary_or_the_location_word_by_word() -> None:
    inside = only(ics(met("LOCATION:the chamber\\, Main St", summary="Evening")))
    assert (inside["venue"], inside["approach"]) == ("v1", "group_events")
    assert "venue" not in only(ics(met("LOCATION:Antechamber", summary="Coffee")))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (met("STATUS:CANCELLED"), "cancelled"),
        (met(ANNA, "ATTENDEE;PARTSTAT=DECLINED:mailto:me@mine.example"), "declined"),
        (met(ME, ANNA.replace("ACCEPTED", "DECLINED")), "declined"),
        ("SUMMARY:Coffee\nDTSTART;VALUE=DATE:20260714\nDTEND;VALUE=DATE:20260715", "all day"),
        ("SUMMARY:Coffee\nDTSTART:20260714", "all day"),
        (met(length="P3D"), "longer than a day"),
        (met(summary="Dentist"), "not taken for networking"),
    ],
)
def test_what_was_no_meeting_is_skipped_with_its_reason(event: str, said: str) -> None:
    (reason,) = reasons(ics(event), own=OWN)
    assert said in reason


def test_the_persons_own_address_is_the_one_in_most_events() -> None:
    events = [met(ME, ANNA), met(ME, "ATTENDEE:mailto:b@example.org", start="20260715T090000")]
    declined = met(ME.replace("ACCEPTED", "DECLINED"), ANNA, start="20260716T090000")
    proposal = brought(ics(*events, declined), KNOWN)
    assert [each.reason for each in proposal.skipped] == ["It was declined."]
    assert "Me" not in proposal.added[0].label


def test_somebody_who_is_invited_alone_is_not_taken_for_the_person() -> None:
    proposal = brought(ics(met(ANNA), met(ANNA, start="20260715T090000")), KNOWN)
    assert [each["people"] for each in records(proposal, "activities")] == [["c1"], ["c1"]]


def test_the_persons_own_address_may_be_the_name_of_the_calendar() -> None:
    raw = ics(met(ME.replace("ACCEPTED", "DECLINED"), ANNA), head="X-WR-CALNAME:me@mine.example")
    assert reasons(raw) == ["It was declined."]


def test_a_time_without_a_length_takes_no_hours() -> None:
    assert "hours" not in only(ics("SUMMARY:Coffee\nDTSTART:20260714T090000"))


def test_events_without_an_id_are_known_again_by_what_they_say() -> None:
    raw = ics("UID:\nSUMMARY:Coffee\nDTSTART:20260714T090000", "UID:\nSUMMARY:Lunch\nDTSTART:20260714T120000")
    after, _ = taken(EMPTY, brought(raw, EMPTY))
    assert (len(after["activities"]), brought(raw, after).added) == (2, ())


def test_the_same_event_in_another_file_adds_nothing() -> None:
    series = met("UID:s", "RRULE:FREQ=DAILY;COUNT=3")
    after, _ = taken(EMPTY, brought(ics(series), EMPTY))
    assert brought(ics(met(start="20260801T090000"), series), after).added[0].record["date"] == "2026-08-01"
    assert len(brought(ics(met(start="20260801T090000"), series), after).added) == 1


def test_an_archive_of_calendars_is_one_proposal_that_names_the_file() -> None:
    raw = zipped({"in/a.ics": ics(met("UID:a")), "b.ics": ics(met("UID:b"), "SUMMARY:x"), "c.txt": b"x"})
    proposal = brought(raw, EMPTY)
    assert len(proposal.added) == 2
    assert str(proposal.rejected[0].place) == "b.ics, line 9"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b"BEGIN:VCARD\r\nEND:VCARD", "no calendar"),
        (b"Date,Amount\n1,2", "no calendar"),
        (b"\x89PNG\x00", "picture"),
        (zipped({"a.txt": b"x"}), "no calendar"),
        (zipped({"a.ics": b"BEGIN:VCALENDAR\n" + b" " * 1_500_000}), "unpacks to far more"),
        (b"BEGIN:VCALENDAR\n" + b"x" * files.LARGEST_FILE, "larger than"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 60_000, "more than 50,000 events"),
    ],
)
def test_what_is_no_calendar_is_refused_in_one_sentence(raw: bytes, said: str) -> None:
    assert said in sentence(lambda: brought(raw, EMPTY))


def test_calendars_that_are_too_large_together_are_refused() -> None:
    each = b"BEGIN:VCALENDAR\r\n" + b"".join(b"X-%d:%s\r\n" % (n, b"x" * 60) for n in range(25_000))
    assert "bring them one by one" in sentence(lambda: brought(zipped({f"{n}.ics": each for n in range(10)}), EMPTY))


def test_a_hundred_thousand_components_in_each_other_are_read_like_any() -> None:
    raw = ics(met()).replace(b"VERSION:2.0", b"BEGIN:X\r\n" * 100_000)
    assert brought(raw, EMPTY).added == ()


def test_more_events_than_anybody_has_are_refused_before_they_are_listed() -> None:
    series = [met(f"UID:{n}", "RRULE:FREQ=DAILY", start="20250101T090000") for n in range(60)]
    said = sentence(lambda: brought(ics(*series), EMPTY, window=(date(2025, 1, 1), date(2026, 12, 31))))
    assert f"More than {MOST_OCCURRENCES:,}" in said


def test_rules_that_never_come_true_are_refused_once_they_are_too_many_to_look_at() -> None:
    series = [met(f"UID:{n}", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") for n in range(60)]
    said = sentence(lambda: brought(ics(*series), EMPTY, window=(date(1900, 1, 1), date(2199, 12, 31))))
    assert "repeat over too long a time" in said


def test_without_a_window_the_last_two_years_of_the_file_count() -> None:
    raw = ics(
        met(start="20200101T090000"), met("RRULE:FREQ=YEARLY", "DTSTAMP:20260701T000000Z", start="20150303T090000")
    )
    proposal = brought(raw, EMPTY)
    assert [each["date"] for each in records(proposal, "activities")] == ["2025-03-03", "2026-03-03"]
    assert proposal.notes == ("Read from 2024-10-01 to 2026-07-01; choose quarters to see others.",)


def test_a_calendar_without_events_adds_nothing() -> None:
    assert brought(ics(), EMPTY).items == ()


def test_what_was_said_once_holds_for_events_of_the_same_words() -> None:
    rules = learned((), "Breakfast at the Chamber", "social_media", "v1")
    rules = learned(rules, "Dentist", "one_on_one")
    rules = learned(rules, "Coffee break", None)
    raw = ics(met(summary="Chamber: Breakfast!"), met(summary="Dentist"), met(summary="Coffee break"), met())
    found = records(brought(raw, KNOWN, rules=rules), "activities")
    assert [(each["approach"], each.get("venue")) for each in found] == [
        ("social_media", "v1"), ("one_on_one", None), ("one_on_one", None)
    ]  # fmt: skip


def test_the_rules_of_the_profile_hold_unless_others_are_given_and_a_venue_that_is_gone_is_left_out() -> None:
    rules = [{"words": ["dentist"], "approach": "one_on_one", "venue": "gone"}]
    known = workspace(profile={"import_rules": rules})
    raw = ics(met(summary="Dentist"))
    assert "venue" not in only(raw, known)
    assert brought(raw, known, rules=()).added == ()


HOSTILE = "=HYPERLINK(1) ![x](https://evil.example/x.png) <b>\u202eabc\u202c \ud7ff" + "e\u0301" * 400


def test_hostile_words_become_one_plain_line() -> None:
    activity = only(ics(met(summary=f"Coffee {HOSTILE}")))
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
    assert keeps_to_the_rules(calendar.read, lines("BEGIN:VCALENDAR", *pieces), "x.ics", KNOWN)


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_proposal_or_one_sentence(raw: bytes) -> None:
    assert keeps_to_the_rules(calendar.read, raw, "x.ics", EMPTY)


GOOD = ics(
    met(ME, ANNA, "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20260721T090000"),
    met("UID:1", "RECURRENCE-ID:20260728T090000", start="20260729T090000"),
    "SUMMARY:Networking\nDTSTART;TZID=Europe/Berlin:20260714T183000\nDTEND;TZID=Europe/Berlin:20260714T203000",
)


@given(st.integers(0, len(GOOD) - 1), st.binary(max_size=3), st.integers(0, 8))
def test_a_good_file_with_one_thing_broken_ends_in_a_proposal_or_one_sentence(at: int, put: bytes, gone: int) -> None:
    assert keeps_to_the_rules(calendar.read, GOOD[:at] + put + GOOD[at + gone :], "x.ics", KNOWN)
