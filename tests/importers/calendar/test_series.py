"""Series: versions, changed occurrences and exceptions, whatever zone each of them is written in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importers.calendar.calendars import days, ics, meeting, preview
from tests.importers.import_files import records, sentence, taken, workspace

EMPTY = workspace()
NEW_YORK = "TZID=America/New_York"
BERLIN = "TZID=Europe/Berlin"


def zoned(begin: str, end: str, *more: str, zone: str = NEW_YORK) -> str:
    """Return an event of a series in a zone."""
    return "\n".join(("UID:s", "SUMMARY:Coffee", f"DTSTART;{zone}:{begin}", f"DTEND;{zone}:{end}", *more))


def meetings(*events: str, **options: Any) -> list[tuple[str, float]]:
    """Return the days and hours of all occurrences."""
    rows = records(preview(ics(*events), EMPTY, **options), "activities")
    return sorted((row["date"], row["hours"]["attending"]) for row in rows)


def reasons(*events: str) -> list[str]:
    return [line.reason for line in preview(ics(*events), EMPTY).skipped]


SERIES = zoned("20260408T180000", "20260408T190000", "RRULE:FREQ=WEEKLY;COUNT=3")


@pytest.mark.parametrize(
    "original",
    [
        "RECURRENCE-ID;TZID=America/New_York:20260415T180000",
        "RECURRENCE-ID:20260415T220000Z",
        "RECURRENCE-ID;TZID=Europe/Berlin:20260416T000000",
        "RECURRENCE-ID;TZID=Eastern Standard Time:20260415T180000",
        "RECURRENCE-ID:20260415T180000",
        "RECURRENCE-ID;VALUE=DATE:20260415",
    ],
)
def test_a_change_replaces_the_occurrence_at_its_instant(original: str) -> None:
    moved = zoned("20260417T180000", "20260417T200000", original, zone=BERLIN)
    assert (
        meetings(SERIES, moved) == meetings(moved, SERIES) == [("2026-04-08", 1), ("2026-04-17", 2), ("2026-04-22", 1)]
    )


@pytest.mark.parametrize(
    "exception",
    [
        "EXDATE;TZID=America/New_York:20260415T180000",
        "EXDATE:20260415T220000Z",
        "EXDATE;TZID=Europe/Berlin:20260416T000000",
        "EXDATE:20260415T180000",
        "EXDATE;VALUE=DATE:20260415",
        "EXDATE:20260401T220000Z,20260415T220000Z",
        "EXDATE:\nEXDATE:20260415T220000Z",
    ],
)
def test_an_exception_is_the_occurrence_at_its_instant(exception: str) -> None:
    assert meetings(f"{SERIES}\n{exception}") == [("2026-04-08", 1), ("2026-04-22", 1)]


def test_a_floating_series_is_changed_by_the_clock() -> None:
    series = meeting("UID:s", "RRULE:FREQ=DAILY;COUNT=3")
    moved = meeting("UID:s", "RECURRENCE-ID;TZID=Europe/Berlin:20260715T090000", start="20260801T090000")
    assert days(ics(series, moved), EMPTY) == ["2026-07-14", "2026-07-16", "2026-08-01"]


def test_an_occurrence_in_the_hour_that_the_clock_skips_is_changed_too() -> None:
    series = zoned("20260328T023000", "20260328T030000", "RRULE:FREQ=DAILY;COUNT=3", zone=BERLIN)
    moved = zoned("20260401T090000", "20260401T100000", "RECURRENCE-ID:20260329T013000Z", zone=BERLIN)
    assert [day for day, _ in meetings(series, moved)] == ["2026-03-28", "2026-03-30", "2026-04-01"]


def test_a_change_of_a_series_that_the_file_lacks_counts_by_itself() -> None:
    assert meetings(zoned("20260417T180000", "20260417T200000", "RECURRENCE-ID:20260415T220000Z")) == [
        ("2026-04-17", 2)
    ]


@pytest.mark.parametrize("sequence", ["SEQUENCE:2", "SEQUENCE:3"])
def test_a_change_that_is_as_new_as_its_series_counts_though_it_is_outside(sequence: str) -> None:
    series = f"{SERIES}\nSEQUENCE:2\nEXDATE:20260415T220000Z"
    changes = [
        zoned("20260417T180000", "20260417T190000", "RECURRENCE-ID:20260415T220000Z", sequence),
        zoned("20260601T180000", "20260601T190000", "RECURRENCE-ID:20260603T220000Z", sequence),
    ]
    assert [day for day, _ in meetings(series, *changes)] == ["2026-04-08", "2026-04-17", "2026-04-22", "2026-06-01"]


@pytest.mark.parametrize("original", ["20260415T220000Z", "20260603T220000Z", "20260401T220000Z"])
def test_a_change_of_a_date_that_a_later_version_took_out_is_skipped(original: str) -> None:
    series = f"{SERIES}\nSEQUENCE:2\nEXDATE:20260415T220000Z"
    change = zoned("20260417T180000", "20260417T190000", f"RECURRENCE-ID:{original}", "SEQUENCE:1")
    assert [day for day, _ in meetings(series, change)] == ["2026-04-08", "2026-04-22"]
    assert reasons(series, change) == ["It changes a date that the series no longer has."]


def test_an_older_change_outside_the_window_is_not_said_to_be_outdated() -> None:
    series = zoned("20250106T120000", "20250106T130000", "RRULE:FREQ=WEEKLY", "SEQUENCE:2")
    change = zoned("20250114T120000", "20250114T130000", "RECURRENCE-ID:20250113T170000Z", "SEQUENCE:1")
    proposal = preview(ics(series, change), EMPTY, window=(date(2026, 1, 1), date(2026, 1, 10)))
    assert (len(proposal.added), proposal.skipped) == (1, ())


def test_a_later_version_of_a_series_keeps_older_changes_of_dates_that_it_has() -> None:
    change = zoned("20260417T180000", "20260417T190000", "RECURRENCE-ID:20260415T220000Z", "SEQUENCE:1")
    assert [day for day, _ in meetings(f"{SERIES}\nSEQUENCE:2", change)] == ["2026-04-08", "2026-04-17", "2026-04-22"]


def test_the_newest_version_of_an_event_counts_and_the_others_are_said_to_be_older() -> None:
    old, new = meeting("UID:x", "SEQUENCE:1"), meeting("UID:x", "SEQUENCE:2", start="20260720T090000")
    for events in ((old, new), (new, old)):
        assert days(ics(*events), EMPTY) == ["2026-07-20"]
        assert reasons(*events) == ["The file has a newer version of it."]


def test_of_versions_with_one_sequence_the_latest_change_counts() -> None:
    old = meeting("UID:x", "LAST-MODIFIED:20260101T000000Z", length="PT1H")
    new = meeting("UID:x", "LAST-MODIFIED:20260102T000000Z", length="PT2H")
    assert meetings(new, old) == [("2026-07-14", 2)]
    assert reasons(new, old) == ["The file has a newer version of it."]
    assert reasons(old, old) == ["The file has it twice."]


def test_two_events_with_one_uid_are_two() -> None:
    first, second = meeting("UID:x"), meeting("UID:x", start="20260720T090000")
    same_time = meeting("UID:x", summary="Networking lunch")
    assert days(ics(first, second, same_time), EMPTY) == ["2026-07-14", "2026-07-14", "2026-07-20"]
    after, _ = taken(EMPTY, preview(ics(first, second, same_time), EMPTY))
    assert preview(ics(first, second, same_time), after).added == ()


def test_two_series_with_one_uid_are_two_and_a_change_belongs_to_the_one_that_had_begun() -> None:
    first = meeting("UID:x", "RRULE:FREQ=DAILY;COUNT=2")
    second = meeting("UID:x", "RRULE:FREQ=DAILY;COUNT=2", start="20260720T090000")
    moved = meeting("UID:x", "RECURRENCE-ID:20260721T090000", start="20260725T090000")
    assert days(ics(second, moved, first), EMPTY) == ["2026-07-14", "2026-07-15", "2026-07-20", "2026-07-25"]


@pytest.mark.parametrize("sequence", ["SEQUENCE:0", "SEQUENCE:1"])
def test_a_cancellation_takes_back_the_event_that_it_names(sequence: str) -> None:
    invitation = meeting("UID:x", "SEQUENCE:0")
    canceled = meeting("UID:x", sequence, "STATUS:CANCELLED", summary="Canceled: Coffee")
    assert days(ics(invitation, canceled), EMPTY) == days(ics(canceled, invitation), EMPTY) == []
    assert "It was canceled." in reasons(invitation, canceled)


def test_a_canceled_series_takes_its_older_changes_with_it() -> None:
    series = f"{SERIES}\nSEQUENCE:2\nSTATUS:CANCELLED"
    change = zoned("20260417T180000", "20260417T190000", "RECURRENCE-ID:20260415T220000Z", "SEQUENCE:1")
    assert meetings(series, change) == []
    assert reasons(series, change) == ["It was canceled."] * 2


def test_a_withdrawn_invitation_is_a_cancellation() -> None:
    raw = ics(meeting("UID:x")) + ics(meeting("UID:x", "SEQUENCE:1"), head="METHOD:CANCEL")
    assert days(raw, EMPTY) == []
    assert days(ics(meeting("UID:x")) + ics(meeting("UID:y"), head="METHOD:CANCEL"), EMPTY) == ["2026-07-14"]


LATER = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:"


def test_a_change_of_all_later_occurrences_moves_and_lengthens_them_likewise() -> None:
    series = zoned("20260105T120000", "20260105T130000", "RRULE:FREQ=WEEKLY;COUNT=5")
    change = zoned("20260120T080000", "20260120T100000", f"{LATER}20260119T120000")
    expected = [("2026-01-05", 1), ("2026-01-12", 1), ("2026-01-20", 2), ("2026-01-27", 2), ("2026-02-03", 2)]
    assert meetings(series, change) == expected


def test_of_several_changes_of_all_later_ones_the_last_that_had_begun_counts() -> None:
    series = zoned("20260105T120000", "20260105T130000", "RRULE:FREQ=WEEKLY;COUNT=5")
    changes = [
        zoned("20260113T120000", "20260113T140000", f"{LATER}20260112T120000"),
        zoned("20260128T120000", "20260128T150000", f"{LATER}20260126T120000"),
        zoned("20260122T120000", "20260122T160000", "RECURRENCE-ID;TZID=America/New_York:20260119T120000"),
    ]
    expected = [("2026-01-05", 1), ("2026-01-13", 2), ("2026-01-22", 4), ("2026-01-28", 3), ("2026-02-04", 3)]
    assert meetings(series, *changes) == meetings(*changes, series) == expected


def test_a_change_of_all_later_ones_may_be_in_another_zone_or_a_cancellation() -> None:
    series = zoned("20260105T180000", "20260105T190000", "RRULE:FREQ=WEEKLY;COUNT=3")
    # 18:00 in New York is midnight in Berlin, on the next day.
    abroad = zoned("20260113T090000", "20260113T110000", f"{LATER}20260112T180000", zone=BERLIN)
    assert meetings(series, abroad) == [("2026-01-05", 1), ("2026-01-13", 2), ("2026-01-20", 2)]
    canceled = zoned("20260112T180000", "20260112T190000", f"{LATER}20260112T180000", "STATUS:CANCELLED")
    assert meetings(series, canceled) == [("2026-01-05", 1)]


@pytest.mark.parametrize(
    ("start", "window", "expected"),
    [
        ("20260109T120000", (date(2026, 1, 9), date(2026, 1, 9)), ["2026-01-09"]),
        ("20260109T120000", (date(2026, 1, 15), date(2026, 1, 17)), ["2026-01-16"]),
        ("20260116T120000", (date(2026, 1, 23), date(2026, 1, 23)), ["2026-01-23"]),
    ],
)
def test_a_move_into_a_window_or_out_of_it_is_followed(
    start: str, window: tuple[date, date], expected: list[str]
) -> None:
    series = zoned("20260105T120000", "20260105T130000", "RRULE:FREQ=WEEKLY")
    change = zoned(start, f"{start[:9]}130000", f"{LATER}20260112T120000")
    assert [day for day, _ in meetings(series, change, window=window)] == expected


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        ("EXRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2", ["2026-07-21", "2026-08-04"]),
        ("EXRULE:FREQ=WEEKLY;BYDAY=WE", ["2026-07-14", "2026-07-21", "2026-07-28", "2026-08-04"]),
        ("EXRULE:FREQ=MONTHLY;BYDAY=3TU,4TU", ["2026-07-14", "2026-08-04"]),
        ("EXRULE:", ["2026-07-14", "2026-07-21", "2026-07-28", "2026-08-04"]),
    ],
)
def test_an_excluding_rule_takes_out_the_dates_that_it_gives(exception: str, expected: list[str]) -> None:
    assert days(ics(meeting("RRULE:FREQ=WEEKLY;COUNT=4", exception)), EMPTY) == expected


def test_a_period_has_its_own_length() -> None:
    extra = "RDATE;VALUE=PERIOD:20260801T090000/PT3H,20260802T090000/20260802T093000,20260803T090000/P2D"
    proposal = preview(ics(meeting(extra)), EMPTY)
    hours = [row["hours"]["attending"] for row in records(proposal, "activities")]
    assert hours == [1, 3, 0.5]
    assert [line.reason for line in proposal.skipped] == ["It lasts longer than a day. Log it by hand."]


def test_a_period_keeps_its_own_length_where_all_later_ones_are_changed() -> None:
    series = zoned(
        "20260105T120000", "20260105T130000", "RDATE;VALUE=PERIOD;TZID=America/New_York:20260119T120000/PT3H"
    )
    change = zoned("20260105T140000", "20260105T160000", f"{LATER}20260105T120000")
    assert meetings(series, change) == [("2026-01-05", 2), ("2026-01-19", 3)]


def test_an_older_change_of_all_later_ones_still_counts_if_the_series_has_its_date() -> None:
    series = zoned("20250106T120000", "20250106T130000", "RRULE:FREQ=WEEKLY", "SEQUENCE:2")
    change = zoned("20250107T120000", "20250107T150000", f"{LATER}20250106T120000", "SEQUENCE:1")
    assert meetings(series, change, window=(date(2026, 1, 1), date(2026, 1, 10))) == [("2026-01-06", 3)]


@pytest.mark.parametrize("until", ["UNTIL=20260407", "UNTIL=20260408T215959Z"])
def test_a_series_that_ends_before_it_starts_has_only_its_changes(until: str) -> None:
    series = zoned("20260408T180000", "20260408T190000", f"RRULE:FREQ=WEEKLY;{until}")
    change = zoned("20260417T180000", "20260417T190000", "RECURRENCE-ID:20260415T220000Z")
    assert meetings(series) == []
    assert meetings(series, change) == [("2026-04-17", 1)]


def test_a_single_event_whose_own_time_is_excluded_did_not_take_place() -> None:
    assert meetings(meeting("EXDATE:20260714T090000")) == []


def test_of_two_occurrences_on_one_day_a_change_of_the_day_is_that_of_the_first() -> None:
    series = meeting("UID:s", "RRULE:FREQ=DAILY;BYHOUR=9,15;COUNT=2")
    change = meeting("UID:s", "RECURRENCE-ID;VALUE=DATE:20260714", start="20260720T100000", length="PT2H")
    rows = records(preview(ics(series, change), EMPTY), "activities")
    assert sorted((row["date"], row["hours"]["attending"]) for row in rows) == [("2026-07-14", 1), ("2026-07-20", 2)]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("RRULE:FREQ=SECONDLY", "secondly"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("RRULE:FREQ=WEEKLY;UNTIL=soon", "isn’t a date or time"),
        ("RRULE:W1 MO #5", "can’t be read"),
        ("RDATE:never", "isn’t a date or time"),
        ("EXDATE:never", "isn’t a date or time"),
        ("EXRULE:FREQ=HOURLY", "hourly"),
    ],
)
def test_an_event_whose_dates_cannot_all_be_read_is_still_one_and_says_so(line: str, fault: str) -> None:
    proposal = preview(ics(meeting(line)), EMPTY)
    assert [row["date"] for row in records(proposal, "activities")] == ["2026-07-14"]
    (rejected,) = proposal.rejected
    assert fault in rejected.reason


def test_a_series_keeps_its_ids_when_one_of_its_dates_is_changed_later() -> None:
    after, _ = taken(EMPTY, preview(ics(SERIES), EMPTY))
    change = zoned("20260417T180000", "20260417T200000", "RECURRENCE-ID:20260415T220000Z", zone=BERLIN)
    later = zoned("20260416T180000", "20260416T190000", f"{LATER}20260415T180000")
    assert preview(ics(SERIES, change), after).added == ()
    assert preview(ics(SERIES, later), after).added == ()


def test_too_many_outdated_changes_of_a_far_future_are_refused() -> None:
    series = meeting("UID:s", "RRULE:FREQ=DAILY", "SEQUENCE:1", start="19000101T090000")
    changes = [meeting(f"UID:{n}", "RECURRENCE-ID:21991231T090000", start="20260715T090000") for n in range(20)]
    all_series = [series.replace("UID:s", f"UID:{n}") for n in range(20)]
    refusal = sentence(lambda: preview(ics(*all_series, *changes), EMPTY, window=(date(2026, 7, 1), date(2026, 7, 31))))
    assert "repeat over too long a time" in refusal


PIECES = (
    meeting("UID:s", "RRULE:FREQ=DAILY;COUNT=4", "SEQUENCE:1"),
    meeting("UID:s", "RECURRENCE-ID:20260715T090000", start="20260801T100000", length="PT2H"),
    meeting("UID:s", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260716T090000", "SEQUENCE:1", start="20260716T110000"),
    meeting("UID:s", "RECURRENCE-ID:20260717T090000", "STATUS:CANCELLED", "SEQUENCE:1", start="20260717T090000"),
    meeting("UID:s", "RECURRENCE-ID:20260720T090000", start="20260720T120000"),
    meeting("UID:t", start="20260720T090000"),
    meeting("UID:t", "SEQUENCE:2", start="20260721T090000"),
)


@given(st.permutations(PIECES))
def test_the_order_in_the_file_changes_nothing(events: Iterable[str]) -> None:
    assert meetings(*events) == meetings(*PIECES)
