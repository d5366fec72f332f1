"""Moments: local time, whatever zone a file writes it in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.calendar.ical import Property
from netroi_core.importers.calendar.times import between, length, local, moment, moments, named, zone
from tests.importers.brought import sentence

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("UTC", "UTC"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("/x/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Mars/Olympus", None),
        ("../../etc/passwd", None),
        ("\0", None),
        ("", None),
    ],
)
def test_a_zone_is_known_by_the_names_that_programs_give_it(name: str, key: str | None) -> None:
    found = zone(name)
    assert (found.key if found else None) == key


def test_a_moment_is_in_its_zone_in_the_calendars_or_floats() -> None:
    assert moment(Property({}, "20260714T090000"), BERLIN) == datetime(2026, 7, 14, 9)
    assert moment(Property({"TZID": "Europe/Berlin"}, "20260714T0900"), None).tzinfo == BERLIN
    assert local(moment(Property({}, "20260714T090000Z"), BERLIN), None) == datetime(2026, 7, 14, 11)
    assert moment(Property({}, "20261231T235960Z"), None) == datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", "2026", "20261301", "20260714T250000", "99990101", "٢٠٢٦٠٧١٤", "20260714T09Z"])
def test_what_is_no_moment_is_refused(value: str) -> None:
    assert sentence(lambda: moment(Property({}, value), None))


@pytest.mark.parametrize(
    ("text", "minutes"), [("PT1H30M", 90), ("P1DT1M", 1441), ("P2W", 20160), ("-PT5M", -5), ("P", 0), ("+PT1S", 1 / 60)]
)
def test_durations_are_read(text: str, minutes: float) -> None:
    assert length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "1H", "P99999999999D", "PT1.5H", "P1Y"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    assert "no duration" in sentence(lambda: length(text))


def test_time_passes_over_a_change_of_the_clock_and_floats_where_no_zone_is_known() -> None:
    before, after = datetime(2026, 3, 29, 1, tzinfo=BERLIN), datetime(2026, 3, 29, 4, tzinfo=BERLIN)
    assert between(before, after) == timedelta(hours=2)
    assert between(before, datetime(2026, 3, 29, 4)) == timedelta(hours=3)


def test_the_end_of_a_rule_is_local_and_a_day_counts_whole() -> None:
    assert named("20260714T220000Z", BERLIN, None) == datetime(2026, 7, 15)
    assert named("20260714", BERLIN, None) == datetime(2026, 7, 14, 23, 59, 59)


def test_a_list_may_hold_days_times_and_periods() -> None:
    found = moments(Property({}, "20260714,20260715T090000Z,20260716T090000/PT1H"), BERLIN, BERLIN)
    assert [str(each) for each in found] == ["2026-07-14", "2026-07-15 11:00:00", "2026-07-16 09:00:00"]
