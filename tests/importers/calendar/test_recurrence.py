"""Recurrence rules: each gives the days that RFC 5545 says, and every one ends."""

from datetime import date, datetime
from unittest.mock import patch

import pytest
from dateutil import rrule
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.calendar.recurrence import WEEKDAYS, expand, parse_rule
from tests.importers.import_files import sentence

FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
START = datetime(2026, 1, 5, 9)


def parse_datetime(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S")


def starts(rule: str, start: datetime = START, first: date = FIRST, last: date = LAST) -> list[datetime]:
    parsed = parse_rule(rule, parse_datetime)
    return list(expand(parsed, start, first, last)) if parsed else []


def days(rule: str, last: date = LAST) -> list[str]:
    return [f"{moment:%m-%d}" for moment in starts(rule, last=last)]


def number_lists(values: list[int], most: int) -> st.SearchStrategy[str]:
    numbers = st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)
    return numbers.map(lambda drawn: ",".join(map(str, drawn)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    ordinals = ["1", "2", "-1", "5", "-5"] if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()) else [""]
    weekdays = st.lists(
        st.sampled_from([f"{ordinal}{day}" for ordinal in ordinals for day in WEEKDAYS]), min_size=1, max_size=4
    )
    optional = {
        "BYMONTH": number_lists(list(range(1, 13)), 4),
        "BYMONTHDAY": number_lists([-31, -30, -2, -1, *range(1, 32)], 6),
        "BYDAY": weekdays.map(lambda drawn: ",".join(dict.fromkeys(drawn))),
        "BYHOUR": number_lists(list(range(24)), 3),
        "WKST": st.sampled_from(WEEKDAYS),
    }
    if frequency == "YEARLY":
        optional |= {
            "BYYEARDAY": number_lists([-366, -1, 1, 60, 200, 366], 3),
            "BYWEEKNO": number_lists([1, 10, 20, 52, 53], 2),
        }
    if frequency != "WEEKLY":
        optional["BYSETPOS"] = number_lists([1, 2, 3, -1, -2], 2)
    parts = draw(st.fixed_dictionaries({"INTERVAL": st.integers(1, 14).map(str)}, optional=optional))
    ends = st.integers(1, 40).map("COUNT={}".format) | st.dates(date(2025, 6, 1), LAST).map(
        "UNTIL={:%Y%m%d}T090000".format
    )
    return ";".join((f"FREQ={frequency}", *(f"{key}={value}" for key, value in parts.items()), draw(ends)))


@given(rules(), st.dates(date(2023, 1, 1), date(2026, 12, 31)))
def test_the_window_and_the_bound_on_periods_take_nothing_away_from_dateutil(rule: str, begun: date) -> None:
    start = datetime.combine(begun, START.time())
    expected = [moment for moment in rrule.rrulestr(rule, dtstart=start) if FIRST <= moment.date() <= LAST]
    assert starts(rule, start) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", ["01-05", "01-07", "01-12"]),
        ("FREQ=MONTHLY;BYDAY=2TU;COUNT=2", ["01-13", "02-10"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["01-30", "02-27"]),
        ("freq=yearly;bymonth=3;bymonthday=1;count=1", ["03-01"]),
        ("FREQ=MONTHLY;BYDAY=1MO,FR;COUNT=3", ["01-05", "01-09", "01-16"]),
        ("FREQ=YEARLY;BYMONTH=2,3;BYDAY=-1MO,1FR;COUNT=4", ["02-06", "02-23", "03-06", "03-30"]),
    ],
)
def test_rules_as_calendars_write_them_give_their_days(rule: str, expected: list[str]) -> None:
    assert days(rule) == expected


@pytest.mark.parametrize(
    ("rule", "usual"),
    [
        ("FREQ=WEEKLY;BYDAY=MO, TU;COUNT=3", "FREQ=WEEKLY;BYDAY=MO,TU;COUNT=3"),
        (" FREQ = WEEKLY ; COUNT = 3 ; ", "FREQ=WEEKLY;COUNT=3"),
        ("RRULE:FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=3"),
        ("FREQ=WEEKLY;WKST=SU;COUNT=3;WKST=SU", "FREQ=WEEKLY;WKST=SU;COUNT=3"),
        ("FREQ=WEEKLY;UNTIL=;BYDAY=;COUNT=3", "FREQ=WEEKLY;COUNT=3"),
        ("FREQ=WEEKLY;X-RELATIVE=1;COUNT=3", "FREQ=WEEKLY;COUNT=3"),
        ("RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=WEEKLY;UNTIL=99991231T230000Z", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;UNTIL=22001231", "FREQ=WEEKLY"),
        ("FREQ=WEEKLY;COUNT=999999999", "FREQ=WEEKLY"),
    ],
)
def test_a_rule_written_in_another_way_means_the_usual_one(rule: str, usual: str) -> None:
    assert starts(rule) == starts(usual) != []


@pytest.mark.parametrize("rule", ["", " ", ";", "FREQ=", "RRULE:", "X-OLD=1"])
def test_an_empty_rule_says_nothing(rule: str) -> None:
    assert parse_rule(rule, parse_datetime) is None


def test_a_rule_without_an_end_stops_with_the_window() -> None:
    assert days("FREQ=WEEKLY", last=date(2026, 1, 31)) == ["01-05", "01-12", "01-19", "01-26"]


NEVER = [
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=5",
    "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=29",
]


@pytest.mark.parametrize("rule", NEVER)
def test_a_rule_that_never_matches_ends_with_the_window(rule: str) -> None:
    assert days(rule) == []


@given(rules() | st.sampled_from(NEVER), st.dates(date(1990, 1, 1), date(2026, 12, 31)))
def test_no_more_days_are_looked_at_than_the_rule_says(rule: str, begun: date) -> None:
    start = datetime.combine(begun, START.time())
    looked_at = set()

    class Days(rrule._iterinfo):
        """Notes the first day of every period that dateutil looks at."""

    for name in ("ydayset", "mdayset", "wdayset", "ddayset"):
        dayset = getattr(rrule._iterinfo, name)
        setattr(Days, name, lambda self, *day, dayset=dayset: looked_at.add(day) or dayset(self, *day))
    parsed = parse_rule(rule, parse_datetime)
    assert parsed is not None
    with patch.object(rrule, "_iterinfo", Days):
        list(expand(parsed, start, FIRST, LAST))
    assert len(looked_at) <= parsed.periods(start, LAST) + 1


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "secondly"),
        ("FREQ=MINUTELY;COUNT=3", "minutely"),
        ("FREQ=HOURLY", "hourly"),
        ("COUNT=3", "without a FREQ"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=١", "INTERVAL"),
        ("FREQ=DAILY;COUNT=0", "COUNT"),
        ("FREQ=DAILY;COUNT=9999999999", "COUNT"),
        ("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3", "times a day"),
        ("FREQ=DAILY;BYHOUR=24", "BYHOUR"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY"),
        ("FREQ=MONTHLY;BYMONTHDAY=1_0", "BYMONTHDAY"),
        ("FREQ=WEEKLY;BYDAY=XX", "weekday"),
        ("FREQ=MONTHLY;BYDAY=6MO", "at most 5"),
        ("FREQ=YEARLY;BYDAY=-54MO", "at most 53"),
        ("FREQ=YEARLY;BYEASTER=1", "unknown part"),
        ("FREQ=DAILY;FREQ=WEEKLY", "can’t be read"),
        ("FREQ=DAILY;COUNT", "can’t be read"),
        ("FREQ=MONTHLY;RSCALE=HEBREW", "unknown part"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;SKIP=FORWARD", "unknown part"),
    ],
)
def test_a_rule_that_is_too_frequent_or_unreadable_is_refused_with_the_reason(rule: str, reason: str) -> None:
    assert reason in sentence(lambda: parse_rule(rule, parse_datetime))


@given(st.text(st.sampled_from("FREQDAILYWKMONTHBYUC=;,-+0123456789"), max_size=40))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        moments = starts(text, last=date(2026, 1, 31))
    except ValueError:
        return
    assert len(moments) <= 8 * 31


FREQUENCIES = st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
BOUNDS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366, "BYHOUR": 23}
DAYS = st.lists(st.tuples(st.integers(-6, 6) | st.integers(-54, 54), st.sampled_from(WEEKDAYS)), min_size=1, max_size=3)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: number_lists([*range(1, bound + 1), *(range(-bound, 0) if bound > 23 else ())], 3)
            for name, bound in BOUNDS.items()
        },
        "BYDAY": DAYS.map(lambda drawn: ",".join(f"{ordinal or ''}{day}" for ordinal, day in drawn)),
        "WKST": st.sampled_from(WEEKDAYS),
        "INTERVAL": st.integers(1, 1000).map(str),
    },
)


@given(FREQUENCIES, PARTS, st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_any_combination_of_parts_is_expanded_or_refused(frequency: str, parts: dict[str, str], begun: date) -> None:
    rule = ";".join((f"FREQ={frequency}", *(f"{name}={value}" for name, value in parts.items())))
    try:
        moments = starts(rule, datetime.combine(begun, START.time()), date(2190, 1, 1), date(2199, 12, 31))
    except ValueError:
        return
    assert moments == sorted(set(moments))
