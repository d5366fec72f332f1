"""Repetitions: each rule names the days that RFC 5545 says, by steps that the window bounds."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.calendar import recurrence
from netroi_core.importers.calendar.recurrence import WEEKDAYS, days_looked_at, repetition, starts
from tests.importers.brought import sentence

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
START = datetime(2026, 1, 5, 9)


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S")


def days(rule: str, start: datetime = START, first: date = FIRST, last: date = LAST) -> list[str]:
    return [f"{each:%m-%d}" for each in starts(repetition(rule, start, moment), start, first, last)]


def some(values: list[int], most: int) -> st.SearchStrategy[str]:
    drawn = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)
    return drawn.map(lambda numbers: ",".join(map(str, numbers)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    ordinals = ["1", "2", "-1", "5", "-5"] if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()) else [""]
    weekdays = st.lists(st.sampled_from([f"{n}{day}" for n in ordinals for day in WEEKDAYS]), min_size=1, max_size=4)
    optional = {
        "BYMONTH": some(list(range(1, 13)), 4),
        "BYMONTHDAY": some([-31, -30, -2, -1, *range(1, 32)], 6),
        "BYDAY": weekdays.map(lambda named: ",".join(dict.fromkeys(named))),
        "BYHOUR": some(list(range(24)), 3),
        "WKST": st.sampled_from(WEEKDAYS),
    }
    if frequency == "YEARLY":
        optional |= {"BYYEARDAY": some([-366, -1, 1, 60, 200, 366], 3), "BYWEEKNO": some([1, 10, 20, 52, 53], 2)}
    if frequency != "WEEKLY":
        optional["BYSETPOS"] = some([1, 2, 3, -1, -2], 2)
    parts = draw(st.fixed_dictionaries({"INTERVAL": st.integers(1, 14).map(str)}, optional=optional))
    ends = st.integers(1, 40).map("COUNT={}".format) | st.dates(date(2025, 6, 1), LAST).map(
        "UNTIL={:%Y%m%d}T090000".format
    )
    return ";".join((f"FREQ={frequency}", *(f"{key}={value}" for key, value in parts.items()), draw(ends)))


@given(rules(), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_every_rule_gives_what_an_independent_implementation_gives(rule: str, begun: date) -> None:
    start = datetime.combine(begun, START.time())
    expected = {each for each in rrulestr(rule, dtstart=start) if FIRST <= each.date() <= LAST}
    expected |= {start} if FIRST <= begun <= LAST else set()
    assert list(starts(repetition(rule, start, moment), start, FIRST, LAST)) == sorted(expected)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["01-05", "01-07", "01-12"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", ["01-05", "01-13", "02-10"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["01-05", "01-30", "02-27"]),
        ("freq=yearly;bymonth=3;bymonthday=1;count=1", ["01-05", "03-01"]),
        ("FREQ=MONTHLY;BYDAY=1MO,FR;COUNT=3", ["01-05", "01-09", "01-16"]),
    ],
)
def test_rules_as_calendars_write_them_name_their_days(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


def test_a_rule_without_an_end_stops_with_the_window() -> None:
    assert days("FREQ=WEEKLY", last=date(2026, 1, 31)) == ["01-05", "01-12", "01-19", "01-26"]


def test_a_rule_that_began_long_before_the_window_costs_no_more_than_the_window() -> None:
    start = datetime(1900, 1, 1, 9)
    rule = repetition("FREQ=DAILY;INTERVAL=1000", start, moment)
    assert days_looked_at(rule, start, FIRST, FIRST + timedelta(days=90)) == 2
    assert days_looked_at(repetition("FREQ=WEEKLY", start, moment), start, FIRST, FIRST + timedelta(days=90)) < 120


@given(rules() | rules().map(lambda rule: rule.partition(";COUNT")[0]), st.dates(date(1900, 1, 1), date(2026, 12, 31)))
def test_no_more_days_are_looked_at_than_was_said_before(rule: str, begun: date) -> None:
    start = datetime.combine(begun, START.time())
    read = repetition(rule, start, moment)
    with patch.object(recurrence, "_is_on", wraps=recurrence._is_on) as looked_at:
        list(starts(read, start, FIRST, LAST))
    assert looked_at.call_count <= days_looked_at(read, start, FIRST, LAST)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=5",
        "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
    ],
)
def test_a_rule_that_never_comes_true_gives_its_start_alone(rule: str) -> None:
    assert days(rule) == ["01-05"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=SECONDLY", "secondly"),
        ("FREQ=MINUTELY;COUNT=3", "minutely"),
        ("FREQ=HOURLY", "hourly"),
        ("COUNT=3", "no FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=١", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=99999999", "COUNT"),
        ("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3", "times a day"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1_0", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=XX", "weekday"),
        ("FREQ=YEARLY;BYEASTER=1", "unknown part"),
        ("FREQ=DAILY;FREQ=WEEKLY", "can't be read"),
        ("FREQ=DAILY;COUNT", "can't be read"),
        ("", "can't be read"),
    ],
)
def test_a_rule_that_could_run_forever_or_makes_no_sense_is_refused_with_its_reason(rule: str, said: str) -> None:
    assert said in sentence(lambda: repetition(rule, START, moment))


@given(st.text(st.sampled_from("FREQDAILYWKMONTHBYUC=;,-+0123456789"), max_size=40))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        rule = repetition(text, START, moment)
    except ValueError:
        return
    assert len(list(starts(rule, START, FIRST, FIRST + timedelta(days=30)))) <= 8 * 31
