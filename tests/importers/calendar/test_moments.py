"""Dates and times: as the clock shows them, whatever zone they are written in."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netroi_core.importers.calendar.ical import IcalProperty
from netroi_core.importers.calendar.moments import (
    Zones,
    elapsed,
    find_zone,
    instant,
    is_date,
    parse_datetime,
    parse_duration,
    parse_moments,
    parse_until,
    to_local,
)
from tests.importers.import_files import sentence

BERLIN = ZoneInfo("Europe/Berlin")
HOME, NOWHERE = Zones(BERLIN), Zones()


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
def test_a_time_zone_is_found_by_the_names_that_programs_give_it(name: str, key: str | None) -> None:
    zone = find_zone(name)
    assert (zone.key if zone else None) == key


def test_a_time_is_in_its_own_zone_in_the_calendars_or_floating() -> None:
    assert parse_datetime(IcalProperty({}, "20260714T090000"), HOME) == datetime(2026, 7, 14, 9)
    assert parse_datetime(IcalProperty({"TZID": "Europe/Berlin"}, "20260714T0900"), NOWHERE).tzinfo == BERLIN
    assert to_local(parse_datetime(IcalProperty({}, "20260714T090000Z"), HOME), None) == datetime(2026, 7, 14, 11)
    assert parse_datetime(IcalProperty({}, "20261231T235960Z"), NOWHERE) == datetime(
        2026, 12, 31, 23, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize("value", ["", "2026", "20261301", "20260714T250000", "99990101", "٢٠٢٦٠٧١٤", "20260714T09Z"])
def test_other_text_is_no_date_or_time(value: str) -> None:
    assert sentence(lambda: parse_datetime(IcalProperty({}, value), NOWHERE))


@pytest.mark.parametrize(
    ("text", "minutes"), [("PT1H30M", 90), ("P1DT1M", 1441), ("P2W", 20160), ("-PT5M", -5), ("P", 0), ("+PT1S", 1 / 60)]
)
def test_durations_are_read(text: str, minutes: float) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "1H", "P99999999999D", "PT1.5H", "P1Y"])
def test_other_text_is_no_duration(text: str) -> None:
    assert "isn’t a duration" in sentence(lambda: parse_duration(text))


def test_elapsed_time_counts_daylight_saving_time_if_both_zones_are_known() -> None:
    before, after = datetime(2026, 3, 29, 1, tzinfo=BERLIN), datetime(2026, 3, 29, 4, tzinfo=BERLIN)
    assert elapsed(before, after) == timedelta(hours=2)
    assert elapsed(before, datetime(2026, 3, 29, 4)) == timedelta(hours=3)


def test_the_until_of_a_rule_is_local_and_a_date_counts_whole() -> None:
    assert parse_until("20260714T220000Z", BERLIN, NOWHERE) == datetime(2026, 7, 15)
    assert parse_until("20260714", BERLIN, NOWHERE) == datetime(2026, 7, 14, 23, 59, 59)


def test_a_list_may_hold_dates_times_and_periods_with_their_lengths() -> None:
    periods = "20260716T090000/PT3H,20260717T090000/20260717T093000,,20260718T090000/20260717T090000"
    moments = parse_moments(IcalProperty({}, f"20260714,20260715T090000Z,{periods}"), HOME)
    assert [(str(moment)[:16], length) for moment, length in moments] == [
        ("2026-07-14", None),
        ("2026-07-15 11:00", None),
        ("2026-07-16 09:00", timedelta(hours=3)),
        ("2026-07-17 09:00", timedelta(minutes=30)),
        ("2026-07-18 09:00", timedelta()),
    ]


def test_of_a_zone_and_a_z_the_zone_counts_unless_it_is_unknown_or_utc() -> None:
    def hour(zone: str) -> datetime:
        return parse_datetime(IcalProperty({"TZID": zone}, "20260714T090000Z"), HOME).replace(tzinfo=None)

    assert hour("America/New_York") == datetime(2026, 7, 14, 9)
    assert hour("Mars/Olympus") == hour("UTC") == datetime(2026, 7, 14, 11)


def test_a_date_is_recognized_by_its_length_whatever_its_parameter_says() -> None:
    assert is_date(IcalProperty({"VALUE": "DATE-TIME"}, "20260714"))
    assert not is_date(IcalProperty({"VALUE": "DATE"}, "20260714T090000"))


def test_moments_are_the_same_instant_whatever_zone_they_are_written_in() -> None:
    berlin, utc = datetime(2026, 7, 14, 9, tzinfo=BERLIN), datetime(2026, 7, 14, 7, tzinfo=UTC)
    assert instant(berlin, BERLIN) == instant(utc, BERLIN) == instant(datetime(2026, 7, 14, 9), BERLIN)
    assert instant(berlin, None) == datetime(2026, 7, 14, 9)
    assert instant(date(2026, 7, 14), BERLIN) == date(2026, 7, 14)


def test_a_time_that_the_clock_skips_is_the_instant_that_it_would_have_been() -> None:
    skipped = datetime(2026, 3, 29, 2, 30)
    assert instant(skipped, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
