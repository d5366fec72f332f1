"""Time zones that a file defines: the same offsets as the zone they describe, and every definition ends."""

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.calendar.ical import read_components
from netroi_core.importers.calendar.moments import zone_key
from netroi_core.importers.calendar.zones import MOST_PARTS, MOST_ZONES, file_zones
from netroi_core.importers.proposal import Progress
from tests.importers.import_files import lines

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")


def part(kind: str, start: str, offsets: str, *more: str) -> tuple[str, ...]:
    before, after = offsets.split(">")
    return (f"BEGIN:{kind}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *more, f"END:{kind}")


def zones(*parts: tuple[str, ...], name: str = "Mine") -> dict[str, tzinfo]:
    rows = ("BEGIN:VTIMEZONE", f"TZID:{name}", *(row for rows in parts for row in rows), "END:VTIMEZONE")
    return file_zones(read_components(lines("BEGIN:VCALENDAR", *rows), Progress()).zones)


CENTRAL_EUROPE = (
    part("STANDARD", "16011028T030000", "+0200>+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    part("DAYLIGHT", "16010325T020000", "+0100>+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"),
)
UNITED_STATES = (
    part("DAYLIGHT", "20070311T020000", "-0500>-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
    part("STANDARD", "20071104T020000", "-0400>-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
)


@pytest.mark.parametrize(
    ("zone", "real"), [(zones(*CENTRAL_EUROPE)["mine"], BERLIN), (zones(*UNITED_STATES)["mine"], NEW_YORK)]
)
@given(minutes=st.integers(0, 10 * 366 * 24 * 60), fold=st.sampled_from((0, 1)))
def test_a_definition_has_the_offsets_of_the_zone_that_it_describes(
    zone: tzinfo, real: ZoneInfo, minutes: int, fold: int
) -> None:
    local = datetime(2020, 1, 1, fold=fold) + timedelta(minutes=minutes)
    assert local.replace(tzinfo=zone).utcoffset() == local.replace(tzinfo=real, fold=local.fold).utcoffset()
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    here, there = moment.astimezone(zone), moment.astimezone(real)
    assert (here.replace(tzinfo=None), here.fold) == (there.replace(tzinfo=None), there.fold)


@pytest.mark.parametrize("moment", ["2026-03-29T00:59", "2026-03-29T01:00", "2026-10-25T00:30", "2026-10-25T01:00"])
def test_the_hour_of_a_change_is_right_to_the_minute(moment: str) -> None:
    utc = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    here, there = utc.astimezone(zones(*CENTRAL_EUROPE)["mine"]), utc.astimezone(BERLIN)
    assert (here.replace(tzinfo=None), here.fold) == (there.replace(tzinfo=None), there.fold)


def test_a_zone_may_have_one_offset_or_single_dates() -> None:
    tokyo = zones(part("STANDARD", "19700101T000000", "+0900>+0900"))["mine"]
    assert datetime(2026, 7, 14, tzinfo=tokyo).utcoffset() == timedelta(hours=9)
    single = zones(
        part("STANDARD", "20260101T000000", "+0200>+0100"),
        part("DAYLIGHT", "20260401T000000", "+0100>+0200", "RDATE:20270401T000000"),
        part("STANDARD", "20261001T000000", "+0200>+0100"),
    )["mine"]
    hours = [
        datetime(year, month, 1, 12, tzinfo=single).utcoffset() for year, month in ((2026, 2), (2026, 5), (2027, 5))
    ]
    assert hours == [timedelta(hours=hour) for hour in (1, 2, 2)]


def test_a_rule_of_a_zone_ends_with_its_until() -> None:
    until = part(
        "DAYLIGHT", "19670430T020000", "-0500>-0400", "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1SU;UNTIL=19730429T070000Z"
    )
    zone = zones(until, part("STANDARD", "19671029T020000", "-0400>-0500", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"))[
        "mine"
    ]
    assert datetime(1973, 6, 1, tzinfo=zone).utcoffset() == timedelta(hours=-4)
    assert datetime(1974, 6, 1, tzinfo=zone).utcoffset() == timedelta(hours=-5)


def test_a_name_that_is_known_needs_no_definition() -> None:
    assert zones(*CENTRAL_EUROPE, name="Europe/Berlin") == zones(*CENTRAL_EUROPE, name="Eastern Standard Time") == {}


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (part("STANDARD", "soon", "+0100>+0100"),),
        (part("STANDARD", "19700101T000000", "x>+0100"),),
        (part("STANDARD", "19700101T000000", "+0100>+0100", "RRULE:FREQ=SECONDLY"),),
        (part("STANDARD", "19700101T000000", "+0100>+0100", "RRULE:FREQ=DAILY"),),
        (part("STANDARD", "19000101T000000", "+0100>+0200", "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR"),),
        (part("STANDARD", "19700101T000000", "+0100>+0100"),) * (MOST_PARTS + 1),
    ],
)
def test_a_definition_that_no_zone_has_is_left_out(parts: tuple[tuple[str, ...], ...]) -> None:
    assert zones(*parts) == {}


def test_a_file_has_only_so_many_zones() -> None:
    rows = [
        row
        for number in range(MOST_ZONES + 5)
        for row in ("BEGIN:VTIMEZONE", f"TZID:Mine {number}", *CENTRAL_EUROPE[0], "END:VTIMEZONE")
    ]
    assert len(file_zones(read_components(lines("BEGIN:VCALENDAR", *rows), Progress()).zones)) == MOST_ZONES


def test_a_zones_name_is_found_however_it_is_escaped() -> None:
    name = "(UTC+01:00) Amsterdam\\, Berlin\\, Bern"
    assert zone_key('"(UTC+01:00) Amsterdam, Berlin,  Bern"') in zones(*CENTRAL_EUROPE, name=name)
