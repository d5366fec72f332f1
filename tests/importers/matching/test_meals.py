"""Meals: words outweigh the hour."""

from datetime import time

import pytest

from netroi_core.importers.calendar import calendar
from netroi_core.importers.matching.meals import is_named, may_cost, meal_paid, named_meal
from netroi_core.importers.statements import expenses
from tests.importers.calendar.calendars import ics, meeting
from tests.importers.matching.test_joining import ANNA, activities, card, reader, timed_card


@pytest.mark.parametrize(
    ("title", "meal"),
    [
        ("Lunch with Anna", "lunch"),
        ("Mittagessen mit Anna", "lunch"),
        ("Petit déjeuner avec Anna", "breakfast"),
        ("Déjeuner avec Anna", "lunch"),
        ("Cena con Anna", "dinner"),
        ("Lunch or dinner?", None),
        ("Launch of the lunchbox", None),
    ],
)
def test_a_title_names_a_meal_in_any_of_seven_languages(title: str, meal: str | None) -> None:
    assert named_meal(title) == meal


def test_the_hour_tells_the_meal_only_where_no_words_do() -> None:
    assert meal_paid("Lunch with Anna", "Trattoria", time(9)) == "lunch"
    assert meal_paid("Talk", "Trattoria Dinner Club", time(9)) == "dinner"
    assert [meal_paid("Talk", "Trattoria", hour) for hour in (time(9), time(13), time(19))] == [
        "breakfast", "lunch", "dinner",
    ]  # fmt: skip


def test_an_event_that_names_a_meal_takes_no_other_but_drinks_go_with_dinner() -> None:
    assert may_cost("Lunch with Anna", time(9), "lunch")
    assert not may_cost("Lunch with Anna", time(9), "breakfast")
    assert may_cost("Dinner with Anna", time(19), "drinks")
    assert not is_named("Lunch with Anna", None, time(20))


@pytest.mark.parametrize("start", ["20260714T090000", "20260714T120000", "20260714T180000"])
def test_what_was_paid_at_lunch_with_anna_is_a_lunch_at_whatever_hour_the_calendar_has_it(start: str) -> None:
    event = ics(meeting("UID:1", ANNA, start=start, summary="Lunch with Anna"))
    for statement in (card("TRATTORIA ROMA|42.00"), timed_card("13:05|TRATTORIA ROMA|42.00")):
        (lunch,) = activities(reader(calendar, event), reader(expenses, statement))
        assert (lunch["costs"], lunch["people"]) == ([{"category": "lunch", "amount": "42.00"}], ["c1"])


def test_the_bill_of_a_lunch_goes_to_the_lunch_and_not_to_what_was_at_that_hour() -> None:
    events = ics(
        meeting("UID:1", ANNA, start="20260714T090000", summary="Lunch with Anna"),
        meeting("UID:2", ANNA, start="20260714T130000", summary="Talk"),
    )
    found = activities(reader(calendar, events), reader(expenses, timed_card("13:05|TRATTORIA ROMA|42.00")))
    assert {activity["title"]: bool(activity.get("costs")) for activity in found} == {
        "Lunch with Anna": True, "Talk": False,
    }  # fmt: skip
