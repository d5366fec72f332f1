"""Contacts: when somebody was last in touch, whom to follow up with, whom to revive and whom to let go."""

import copy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from netroi_core.relationships.contacts import (
    INACTIVE_DAYS,
    QUIET_DAYS,
    WEAK_QUIET_DAYS,
    dormant,
    follow_up_share,
    follow_ups,
    followed_up,
    last_contacts,
    prunable,
    pruned,
    ties,
)
from netroi_core.workspace import document
from netroi_core.workspace.edits import undone
from tests.careers import given, written
from tests.strategies import any_days, workspaces

ON = date(2026, 10, 5)
Json = dict[str, Any]


def before(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def met(days: int, **known: Any) -> Json:
    """Somebody met so many days ago, and never since."""
    return {"name": "Ann", "met": {"date": before(days)}, **known}


def names(found: Any) -> list[str]:
    return [tie.contact["name"] for tie in found]


def test_the_last_contact_is_the_latest_of_meeting_activities_and_exchanges_until_the_day() -> None:
    raw = written(
        contacts=[met(100), met(100), met(100), {"name": "Eve"}, met(100)],
        activities=[
            {"date": before(40), "approach": "one_on_one", "people": ["c2", "c3"]},
            {"date": before(-3), "approach": "one_on_one", "people": ["c1", "c2"]},
        ],
        exchanges=[
            {"date": before(9), "contact": "c3", "direction": "given"},
            {"date": before(8), "contact": "c3", "direction": "given", "kind": "introduction", "between": ["c3", "c5"]},
        ],
    )
    days = {"c1": 100, "c2": 40, "c3": 8, "c5": 8}
    assert last_contacts(raw, ON) == {key: date.fromisoformat(before(count)) for key, count in days.items()}


@pytest.mark.parametrize(
    ("known", "due"),
    [
        ({}, None),
        ({"cadence_days": 30}, before(10)),
        ({"follow_up": before(5)}, before(5)),
        ({"follow_up": before(-5), "cadence_days": 30}, before(-5)),
        ({"follow_up": before(40)}, None),
        ({"follow_up": before(41), "cadence_days": 30}, before(10)),
    ],
)
def test_a_planned_day_counts_until_there_was_contact_and_then_the_cadence(known: Json, due: str | None) -> None:
    (tie,) = ties(written(contacts=[met(40, **known)]), ON)
    assert tie.due == (date.fromisoformat(due) if due else None)


def test_without_any_contact_a_cadence_has_no_day_to_count_from() -> None:
    (tie,) = ties(written(contacts=[{"name": "Ann", "cadence_days": 30}]), ON)
    assert (tie.last, tie.due) == (None, None)


def test_follow_ups_are_overdue_or_due_within_the_week_the_oldest_first() -> None:
    planned = {"today": 0, "long ago": 30, "in six days": -6, "in a week": -7, "yesterday": 1}
    raw = written(contacts=[{"name": name, "follow_up": before(days)} for name, days in planned.items()])
    found = follow_ups(raw, ON)
    assert names(found.overdue) == ["long ago", "yesterday"]
    assert names(found.due) == ["today", "in six days"]


@pytest.mark.parametrize(
    ("status", "known", "is_asked"),
    [
        ("active", {"follow_up": before(1)}, True),
        ("active", {"cadence_days": 30}, True),
        ("dormant", {"follow_up": before(1)}, True),
        ("dormant", {"cadence_days": 30}, False),
        ("pruned", {"follow_up": before(1), "cadence_days": 30}, False),
    ],
)
def test_nobody_pruned_is_followed_up_and_nobody_dormant_unless_planned(
    status: str, known: Json, is_asked: bool
) -> None:
    assert bool(follow_ups(written(contacts=[met(90, status=status, **known)]), ON).overdue) == is_asked


@pytest.mark.parametrize(
    ("how", "cadence", "on", "following"),
    [
        ("done", None, ON, None),
        ("done", 30, ON, "2026-11-04"),
        ("two_weeks", 30, ON, "2026-10-19"),
        ("next_quarter", None, ON, "2027-01-04"),
        ("next_quarter", None, date(2026, 9, 28), "2026-12-28"),
        ("next_quarter", None, date(2026, 10, 1), "2027-01-01"),
    ],
)
def test_a_follow_up_that_is_done_or_put_off_names_the_next_day(
    how: Any, cadence: int | None, on: date, following: str | None
) -> None:
    contact = {"id": "c", "name": "Ann", "follow_up": "2026-10-01", **({"cadence_days": cadence} if cadence else {})}
    after = followed_up(contact, on, how)
    assert after.get("follow_up") == following
    assert {**after, "follow_up": None} == {**contact, "follow_up": None}
    assert contact["follow_up"] == "2026-10-01"


@drawn(any_days, st.sampled_from(("two_weeks", "next_quarter")), st.integers(1, 12))
def test_what_is_put_off_never_lies_in_the_past_and_next_quarter_is_one(day: str, how: Any, start: int) -> None:
    on = date.fromisoformat(day)
    planned = date.fromisoformat(followed_up({"id": "c", "name": "Ann"}, on, how, start)["follow_up"])
    assert planned >= on + timedelta(weeks=2)
    if how == "next_quarter":
        quarters = [each.year * 12 + each.month - start for each in (on, planned)]
        assert quarters[1] // 3 - quarters[0] // 3 == 1


@pytest.mark.parametrize(
    ("known", "days", "is_worth_it"),
    [
        ({"relevance": 4, "closeness": 1}, WEAK_QUIET_DAYS + 1, True),
        ({"relevance": 4, "closeness": 2}, WEAK_QUIET_DAYS, False),
        ({"relevance": 4}, WEAK_QUIET_DAYS + 1, True),
        ({"relevance": 5, "closeness": 5}, QUIET_DAYS + 1, True),
        ({"relevance": 5, "closeness": 5}, QUIET_DAYS, False),
        ({"relevance": 5, "closeness": 5, "status": "dormant"}, 1, True),
        ({"relevance": 3, "closeness": 1}, 1000, False),
        ({"closeness": 1}, 1000, False),
        ({"relevance": 5, "status": "pruned"}, 1000, False),
        ({"relevance": 5, "follow_up": before(-1)}, 1000, False),
        ({"relevance": 5, "follow_up": before(1)}, 1000, True),
    ],
)
def test_a_tie_is_worth_reviving_if_it_is_relevant_quiet_and_nothing_is_planned(
    known: Json, days: int, is_worth_it: bool
) -> None:
    assert bool(dormant(written(contacts=[met(days, **known)]), ON)) == is_worth_it


def test_the_most_relevant_tie_comes_first_then_the_weakest_then_the_quietest() -> None:
    raw = written(
        contacts=[
            met(300, name="close", relevance=4, closeness=4),
            met(300, name="weak", relevance=4, closeness=1),
            met(400, name="weak and quieter", relevance=4, closeness=1),
            met(300, name="relevant", relevance=5, closeness=5),
            {"name": "never met", "relevance": 4, "closeness": 1},
        ]
    )
    assert names(dormant(raw, ON)) == ["relevant", "never met", "weak and quieter", "weak", "close"]


@pytest.mark.parametrize(
    ("known", "days", "is_let_go"),
    [
        ({}, INACTIVE_DAYS + 1, True),
        ({}, INACTIVE_DAYS, False),
        ({"relevance": 2, "closeness": 2}, 1000, True),
        ({"relevance": 3}, 1000, False),
        ({"closeness": 3}, 1000, False),
        ({"status": "pruned"}, 1000, False),
        ({"follow_up": before(-1)}, 1000, False),
    ],
)
def test_who_is_neither_close_nor_relevant_and_quiet_for_a_year_may_be_let_go(
    known: Json, days: int, is_let_go: bool
) -> None:
    assert bool(prunable(written(contacts=[met(days, **known)]), ON)) == is_let_go


def test_nobody_who_had_a_part_in_an_outcome_is_let_go_and_the_quietest_come_first() -> None:
    step = {"date": before(900), "approach": "one_on_one", "contact": "c1"}
    raw = written(
        contacts=[met(900), met(700, name="Bo"), met(800, name="Cy")],
        outcomes=[{"date": before(800), "kind": "client", "status": "won", "touchpoints": [step]}],
    )
    assert names(prunable(raw, ON)) == ["Cy", "Bo"]


def test_pruning_keeps_the_record_and_can_be_taken_back() -> None:
    raw = given("sample")
    before_it = copy.deepcopy(raw)
    after, removal = pruned(raw, ["greg-dunmore", "priya-raman", "nobody"])
    assert [each["status"] for each in after["contacts"] if each["id"] in ("greg-dunmore", "priya-raman")] == [
        "pruned",
        "pruned",
    ]
    document.validate(after)
    assert undone(after, removal) == before_it


def test_the_share_of_new_contacts_counts_who_was_met_again_on_a_later_day() -> None:
    raw = written(
        contacts=[met(50), met(50), met(50), met(500), {"name": "Eve"}],
        activities=[
            {"date": before(50), "approach": "group_events", "people": ["c1", "c2"]},
            {"date": before(20), "approach": "one_on_one", "people": ["c2", "c4"]},
        ],
        exchanges=[{"date": before(10), "direction": "received", "contact": "c3"}],
    )
    found = follow_up_share(raw, ON - timedelta(days=365), ON)
    assert (found.met, found.again, found.share) == (3, 2, 2 / 3)
    assert follow_up_share(raw, ON, ON).share is None


@drawn(workspaces(), any_days)
def test_upkeep_names_only_people_who_are_there_and_nobody_pruned(raw: Json, day: str) -> None:
    on = date.fromisoformat(day)
    found = follow_ups(raw, on)
    kept = [contact for contact in raw.get("contacts", ()) if contact.get("status") != "pruned"]
    for tie in (*found.overdue, *found.due, *dormant(raw, on), *prunable(raw, on)):
        assert tie.contact in kept
        assert tie.last is None or tie.last <= on
