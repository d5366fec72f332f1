"""Contacts: the last contact, follow-ups, whom to reconnect with and whom to archive."""

import copy
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter
from netroi_core.quiz.answers import save_answers
from netroi_core.quiz.submission import submit
from netroi_core.relationships import contacts
from netroi_core.relationships.contacts import (
    INACTIVE_DAYS,
    WEAK_QUIET_DAYS,
    ContactFilter,
    Relationship,
    archive,
    follow_up_rate,
    matching_contacts,
    relationships,
    with_next_follow_up,
)
from netroi_core.relationships.measures import QUIET_DAYS
from netroi_core.relationships.timeline import timeline
from netroi_core.workspace import document
from netroi_core.workspace.edits import undo
from netroi_core.workspace.records import Contact
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, load_document, make_document
from tests.strategies import any_days, workspaces

ON = date(2026, 10, 5)


def before(days: int) -> str:
    return (ON - timedelta(days=days)).isoformat()


def met(days: int, **details: Any) -> Json:
    """A contact met so many days ago, and never since."""
    return {"name": "Ann", "met": {"date": before(days)}, **details}


def ledger_of(raw: Json) -> Ledger:
    return Ledger(Workspace(raw))


def follow_ups(raw: Json, on: date = ON) -> list[Relationship]:
    return contacts.follow_ups(relationships(ledger_of(raw), on), on)


def to_reconnect(raw: Json, on: date = ON) -> list[Relationship]:
    return contacts.to_reconnect(relationships(ledger_of(raw), on), on)


def to_archive(raw: Json, on: date = ON) -> list[Relationship]:
    ledger = ledger_of(raw)
    return contacts.to_archive(ledger, relationships(ledger, on), on)


def names(people: Iterable[Relationship]) -> list[str]:
    return [relationship.contact.name for relationship in people]


def test_the_last_contact_is_the_latest_of_meeting_activities_and_exchanges_until_the_day() -> None:
    raw = make_document(
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
    days = [
        None if each.last_contact is None else (ON - each.last_contact).days
        for each in relationships(ledger_of(raw), ON)
    ]
    assert days == [100, 40, 8, None, 8]


@pytest.mark.parametrize(
    ("details", "due"),
    [
        ({}, None),
        ({"cadence_days": 30}, before(10)),
        ({"follow_up": before(5)}, before(5)),
        ({"follow_up": before(-5), "cadence_days": 30}, before(-5)),
        ({"follow_up": before(40)}, None),
        ({"follow_up": before(41), "cadence_days": 30}, before(10)),
    ],
)
def test_a_planned_day_counts_until_there_was_contact_and_then_the_cadence(details: Json, due: str | None) -> None:
    (relationship,) = relationships(ledger_of(make_document(contacts=[met(40, **details)])), ON)
    assert relationship.follow_up_due == (date.fromisoformat(due) if due else None)


def test_without_any_contact_a_cadence_has_no_day_to_count_from() -> None:
    (relationship,) = relationships(ledger_of(make_document(contacts=[{"name": "Ann", "cadence_days": 30}])), ON)
    assert (relationship.last_contact, relationship.follow_up_due) == (None, None)


def named_in_a_quiz(cadence: int, submitted: str | None, **details: Any) -> Json:
    """A workspace with a person whom a quiz named without a day."""
    person = {"id": "quiz-2026-Q3-contact-1", "name": "Ann", "met": {"date": "2026-09-30"}, "cadence_days": cadence}
    quiz = {"quarter": "2026-Q3", "submitted": submitted}
    return make_document(contacts=[{**person, **details}], quizzes=[quiz])


@over(st.integers(1, 400), st.integers(0, 400))
def test_no_follow_up_is_due_at_once_because_of_a_day_that_nobody_stated(cadence: int, days: int) -> None:
    submission = date(2026, 10, 1) + timedelta(days=days)
    raw = named_in_a_quiz(cadence, f"{submission}T09:00:00Z")
    (relationship,) = relationships(ledger_of(raw), submission)
    assert relationship.met_in == Quarter(2026, 3)
    assert relationship.follow_up_due == submission + timedelta(days=cadence)
    assert not relationship.is_overdue(submission)


def test_a_rhythm_counts_from_the_first_day_that_is_known() -> None:
    (reopened,) = relationships(ledger_of(named_in_a_quiz(1, None)), ON)
    assert (reopened.met_in, reopened.follow_up_due) == (Quarter(2026, 3), None)
    raw = named_in_a_quiz(30, "2026-10-01T09:00:00Z", met={"date": "2026-08-12"})
    (dated,) = relationships(ledger_of(raw), ON)
    assert (dated.met_in, dated.follow_up_due) == (None, date(2026, 9, 11))
    raw = named_in_a_quiz(30, "2026-10-01T09:00:00Z")
    raw["activities"] = [
        {"id": "a", "date": "2026-10-03", "approach": "one_on_one", "people": [raw["contacts"][0]["id"]]}
    ]
    (met_again,) = relationships(ledger_of(raw), ON)
    assert (met_again.met_in, met_again.follow_up_due) == (None, date(2026, 11, 2))


def test_follow_ups_are_overdue_or_due_within_the_week_the_oldest_first() -> None:
    planned = {"today": 0, "long ago": 30, "in six days": -6, "in a week": -7, "yesterday": 1}
    due = follow_ups(
        make_document(contacts=[{"name": name, "follow_up": before(days)} for name, days in planned.items()])
    )
    assert names(due) == ["long ago", "yesterday", "today", "in six days"]


@pytest.mark.parametrize(
    ("status", "details", "is_due"),
    [
        ("active", {"follow_up": before(1)}, True),
        ("active", {"cadence_days": 30}, True),
        ("dormant", {"follow_up": before(1)}, True),
        ("dormant", {"cadence_days": 30}, False),
        ("pruned", {"follow_up": before(1), "cadence_days": 30}, False),
    ],
)
def test_no_archived_contact_is_followed_up_and_no_dormant_one_unless_planned(
    status: str, details: Json, is_due: bool
) -> None:
    assert bool(follow_ups(make_document(contacts=[met(90, status=status, **details)]))) == is_due


@pytest.mark.parametrize(
    ("action", "cadence", "on", "following"),
    [
        ("done", None, ON, None),
        ("done", 30, ON, date(2026, 11, 4)),
        ("two_weeks", 30, ON, date(2026, 10, 19)),
        ("next_quarter", None, ON, date(2027, 1, 4)),
        ("next_quarter", None, date(2026, 9, 28), date(2026, 12, 28)),
        ("next_quarter", None, date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_follow_up_that_is_done_or_put_off_names_the_next_day(
    action: Any, cadence: int | None, on: date, following: date | None
) -> None:
    contact = Contact(id="c", name="Ann", follow_up=date(2026, 10, 1), cadence_days=cadence)
    after = with_next_follow_up(contact, on, action)
    assert after == contact.model_copy(update={"follow_up": following})


@over(any_days, st.sampled_from(("two_weeks", "next_quarter")), st.integers(1, 12))
def test_a_follow_up_put_off_is_never_in_the_past_and_next_quarter_is_the_next_one(
    day: str, action: Any, start: int
) -> None:
    on = date.fromisoformat(day)
    planned = with_next_follow_up(Contact(id="c", name="Ann"), on, action, start).follow_up
    assert planned is not None
    assert planned >= on + timedelta(weeks=2)
    if action == "next_quarter":
        now, following = ((day.year * 12 + day.month - start) // 3 for day in (on, planned))
        assert following - now == 1


@pytest.mark.parametrize(
    ("details", "days", "is_worthwhile"),
    [
        ({"relevance": 4, "closeness": 1}, WEAK_QUIET_DAYS, True),
        ({"relevance": 4, "closeness": 2}, WEAK_QUIET_DAYS - 1, False),
        ({"relevance": 4}, WEAK_QUIET_DAYS, True),
        # The same day on which the network counts them as quiet.
        ({"relevance": 5, "closeness": 5}, QUIET_DAYS, True),
        ({"relevance": 5, "closeness": 5}, QUIET_DAYS - 1, False),
        ({"relevance": 5, "closeness": 5, "status": "dormant"}, 1, True),
        ({"relevance": 3, "closeness": 1}, 1000, False),
        ({"relevance": 3, "closeness": 1}, QUIET_DAYS, True),
        ({"relevance": 3, "closeness": 1}, QUIET_DAYS - 1, False),
        ({"closeness": 1}, 1000, False),
        ({"relevance": 5, "status": "pruned"}, 1000, False),
        ({"relevance": 5, "follow_up": before(-1)}, 1000, False),
        ({"relevance": 5, "follow_up": before(1)}, 1000, True),
    ],
)
def test_reconnecting_is_worthwhile_with_relevant_quiet_contacts_and_nothing_planned(
    details: Json, days: int, is_worthwhile: bool
) -> None:
    assert bool(to_reconnect(make_document(contacts=[met(days, **details)]))) == is_worthwhile


@pytest.mark.parametrize(
    ("details", "days", "is_listed"),
    [
        ({"notes": "wants a call in autumn"}, QUIET_DAYS, True),
        ({"notes": "wants a call in autumn"}, QUIET_DAYS - 1, False),
        ({"notes": "wants a call in autumn", "relevance": 2}, QUIET_DAYS, False),
        ({}, QUIET_DAYS, False),
    ],
)
def test_who_is_not_rated_does_not_vanish_once_there_was_more_than_a_first_meeting(
    details: Json, days: int, is_listed: bool
) -> None:
    assert bool(to_reconnect(make_document(contacts=[met(days, **details)]))) == is_listed
    talk = {"date": before(days), "approach": "one_on_one", "people": ["c1"]}
    again = make_document(contacts=[met(days + 9, **details)], activities=[talk])
    assert bool(to_reconnect(again)) == (days >= QUIET_DAYS and "relevance" not in details)


def test_the_most_relevant_contact_comes_first_then_the_weakest_then_the_quietest() -> None:
    raw = make_document(
        contacts=[
            met(300, name="close", relevance=4, closeness=4),
            met(300, name="weak", relevance=4, closeness=1),
            met(400, name="weak and quieter", relevance=4, closeness=1),
            met(300, name="relevant", relevance=5, closeness=5),
            {"name": "never met", "relevance": 4, "closeness": 1},
        ]
    )
    assert names(to_reconnect(raw)) == ["relevant", "never met", "weak and quieter", "weak", "close"]


@pytest.mark.parametrize(
    ("details", "days", "is_inactive"),
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
def test_contacts_to_archive_are_neither_close_nor_relevant_and_quiet_for_a_year(
    details: Json, days: int, is_inactive: bool
) -> None:
    assert bool(to_archive(make_document(contacts=[met(days, **details)]))) == is_inactive


def test_nobody_who_had_a_part_in_an_outcome_is_to_archive_and_the_quietest_come_first() -> None:
    step = {"date": before(900), "approach": "one_on_one", "contact": "c1"}
    raw = make_document(
        contacts=[met(900), met(700, name="Bo"), met(800, name="Cy")],
        outcomes=[{"date": before(800), "kind": "client", "status": "won", "touchpoints": [step]}],
    )
    assert names(to_archive(raw)) == ["Cy", "Bo"]


def test_archiving_keeps_the_record_and_can_be_undone() -> None:
    raw = load_document("sample")
    original = copy.deepcopy(raw)
    after, removal = archive(raw, ["greg-dunmore", "priya-raman", "nobody"])
    archived = [row["status"] for row in after["contacts"] if row["id"] in ("greg-dunmore", "priya-raman")]
    assert archived == ["pruned", "pruned"]
    document.validate(after)
    assert undo(after, removal) == original


def test_the_follow_up_rate_counts_who_was_met_again_on_a_later_day() -> None:
    ledger = ledger_of(
        make_document(
            contacts=[met(50), met(50), met(50), met(500), {"name": "Eve"}],
            activities=[
                {"date": before(50), "approach": "group_events", "people": ["c1", "c2"]},
                {"date": before(20), "approach": "one_on_one", "people": ["c2", "c4"]},
            ],
            exchanges=[{"date": before(10), "direction": "received", "contact": "c3"}],
        )
    )
    assert follow_up_rate(ledger, ON - timedelta(days=365), ON) == (3, 2)
    assert follow_up_rate(ledger, ON, ON) == (0, 0)


def test_whom_a_quiz_names_for_two_approaches_was_met_again_in_its_quarter() -> None:
    names = {"group_events.names": "Ada Lee, Ben Cruz", "one_on_one.names": "Ada Lee",
             "group_events.new_names": {"Ada Lee": True, "Ben Cruz": True}}  # fmt: skip
    raw = submit(save_answers(make_document(), Quarter(2026, 3), names), Quarter(2026, 3), "2026-10-02T09:00:00Z", ON)
    ledger = ledger_of(raw)
    ada, ben = relationships(ledger, ON)
    assert (ada.known_quarter, ada.met_in) == (Quarter(2026, 3), None)
    assert (ben.known_quarter, ben.met_in) == (Quarter(2026, 3), Quarter(2026, 3))
    assert follow_up_rate(ledger, date(2026, 1, 1), ON) == (2, 1)
    texts = [(entry.text, entry.quarter) for entry in timeline(ledger, ada).entries]
    assert texts == [("You met at a group event", Quarter(2026, 3)), ("You met one-on-one", Quarter(2026, 3))]


@over(workspaces(), any_days)
def test_upkeep_names_only_people_who_are_there_and_nobody_archived(raw: Json, day: str) -> None:
    on = date.fromisoformat(day)
    kept = {row["id"] for row in raw.get("contacts", ()) if row.get("status") != "pruned"}
    for relationship in (*follow_ups(raw, on), *to_reconnect(raw, on), *to_archive(raw, on)):
        assert relationship.contact.id in kept
        assert relationship.last_contact is None or relationship.last_contact <= on


SEARCHED: Final = Workspace(make_document(
    contacts=[
        {"name": "Zoë Ålund", "organisation": "Club", "expertise": ["Tax law"], "closeness": 1, "relevance": 5,
         "met": {"date": "2026-01-01", "approach": "one_on_one"}},
        {"name": "ann Lee", "role": "Buyer", "notes": "Met at the club", "status": "dormant", "relevance": 2},
        {"name": "Bo", "industry": "Taxis", "status": "pruned", "met": {"date": "2026-01-01"}},
    ]
)).contacts  # fmt: skip


def names_matching(**attributes: Any) -> list[str]:
    return [contact.name for contact in matching_contacts(SEARCHED, ContactFilter(**attributes))]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["ann Lee", "Zoë Ålund"]),
        ("zoe alund", ["Zoë Ålund"]),
        ("TAX", ["Zoë Ålund"]),
        ("club", ["ann Lee", "Zoë Ålund"]),
        ("club buyer", ["ann Lee"]),
        ("club nobody", []),
    ],
)
def test_every_word_must_be_found_whatever_its_case_and_accents(words: str, names: list[str]) -> None:
    assert names_matching(words=words) == names


@pytest.mark.parametrize(
    ("attributes", "names"),
    [
        ({"statuses": ("pruned",)}, ["Bo"]),
        ({"statuses": ("pruned", "dormant")}, ["ann Lee", "Bo"]),
        ({"approaches": ("one_on_one",)}, ["Zoë Ålund"]),
        ({"approaches": ("social_media",)}, []),
        ({"closeness": (1, 2)}, ["Zoë Ålund"]),
        ({"relevance": (2, 5)}, ["ann Lee", "Zoë Ålund"]),
        ({"relevance": (2, 5), "closeness": (1,)}, ["Zoë Ålund"]),
        ({"words": "tax", "statuses": ("pruned",)}, ["Bo"]),
    ],
)
def test_contacts_are_filtered_by_attribute_and_pruned_ones_left_out_by_default(
    attributes: dict[str, Any], names: list[str]
) -> None:
    assert names_matching(**attributes) == names
