"""Signals: what a note of strain names, what took much for little, and when the last step is worth more hours."""

from typing import Any

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.signals import Signals
from netroi_core.views.advice import Situation
from netroi_core.workspace.workspace import Workspace
from tests.careers import TODAY, Json, costly_activity, load_document, make_document

VENUES = [
    {"name": "Thursday mixer", "approach": "group_events"},
    {"name": "Chamber of commerce", "approach": "group_events"},
    {"name": "Chess club", "approach": "group_events"},
    {"name": "Book club", "approach": "group_events"},
    {"name": "異業種交流会", "approach": "group_events"},
]


def situation_of(**lists: Any) -> Situation:
    ledger = Ledger(Workspace(make_document(**lists)))
    return Situation(ledger, ledger.quarters, Options(), TODAY)


def quiz(quarter: str, note: str) -> Json:
    return {"quarter": quarter, "submitted": "2026-10-02T09:00:00Z", "strain": note}


def signals_of(note: str) -> Signals:
    activities = [costly_activity("group_events", "5", f"2026-08-{day:02d}") for day in (1, 2, 3)]
    return situation_of(venues=VENUES, activities=activities, quizzes=[quiz("2026-Q3", note)]).signals


@pytest.mark.parametrize(
    ("note", "is_named"),
    [
        ("I can't face another mixer", True),
        ("too many clubs", True),
        ("the chamber of commerce bores me", True),
        ("異業種交流会がつらい", True),
        ("commerce is hard", False),
        ("I can't sleep", False),
    ],
)
def test_a_note_names_an_approach_by_a_usual_word_or_by_a_place_and_cuts_nothing(note: str, is_named: bool) -> None:
    noticed = signals_of(note)
    assert noticed.strained == ({"group_events"} if is_named else set())
    assert (noticed.draining, noticed.parts, noticed.left) == (frozenset(), {}, frozenset())


@pytest.mark.parametrize(
    ("notes", "is_named"),
    [
        ({"2026-Q2": "too many calls"}, False),
        ({"2026-Q3": "too many calls"}, True),
        ({"2026-Q3": "too many calls", "2026-Q4": ""}, False),
    ],
    ids=["two quarters ago", "latest quiz", "a later quiz without one"],
)
def test_only_a_note_of_the_latest_quiz_counts_and_not_for_long(notes: dict[str, str], is_named: bool) -> None:
    activities = [costly_activity("one_on_one", "5", f"2026-{month:02d}-05") for month in (5, 8, 11)]
    quizzes = [quiz(quarter, note) for quarter, note in notes.items()]
    assert bool(situation_of(activities=activities, quizzes=quizzes).signals.strained) is is_named


def hours(approach: str, count: int, each: float = 5.0) -> list[Json]:
    """Activities over three finished quarters."""
    days = [f"2026-{month:02d}-{day:02d}" for day in range(1, 25) for month in (2, 5, 8)]
    return [{"date": day, "approach": approach, "hours": {"attending": each}} for day in days[:count]]


def introductions(approach: str, count: int) -> list[Json]:
    step = [{"date": "2026-08-01", "approach": approach}]
    return [{"date": "2026-08-01", "kind": "introduction", "status": "won", "touchpoints": step}] * count


@pytest.mark.parametrize(
    ("purpose", "few", "is_little"),
    [("raise_money", 1, True), ("raise_money", 4, False), ("find_work", 1, True), (None, 1, False)],
)
def test_what_took_much_for_little_is_fruitless_for_a_purpose_that_counts(
    purpose: str | None, few: int, is_little: bool
) -> None:
    noticed = situation_of(
        profile={"purpose": purpose},
        activities=[*hours("social_media", 15), *hours("one_on_one", 15)],
        outcomes=[*introductions("social_media", few), *introductions("one_on_one", 6)],
    ).signals
    assert ("social_media" in noticed.fruitless) is is_little
    assert noticed.unproven == {"group_events"}


@pytest.mark.parametrize(("elsewhere", "is_little"), [(1, False), (2, False), (3, True)])
def test_nothing_is_little_only_where_as_many_hours_elsewhere_led_to_three(elsewhere: int, is_little: bool) -> None:
    # One introduction among hundreds of hours says nothing against the approach that won all clients.
    noticed = situation_of(
        profile={"purpose": "raise_money"},
        activities=[*hours("one_on_one", 15), *hours("group_events", 15)],
        outcomes=[client("won", "one_on_one"), *introductions("group_events", elsewhere)],
    ).signals
    assert ("one_on_one" in noticed.fruitless) is is_little


@pytest.mark.parametrize(("kind", "is_fruitless"), [("interview", False), ("lead", True), ("client", True)])
def test_an_interview_that_led_to_a_no_was_no_waste(kind: str, is_fruitless: bool) -> None:
    activities = [
        {**costly_activity(approach, "5", day), "hours": {"attending": 10}}
        for approach in ("group_events", "one_on_one")
        for day in ("2026-06-05", "2026-09-05")
    ]
    step = {"date": "2026-09-05", "approach": "group_events"}
    lost = {"date": "2026-09-06", "kind": kind, "status": "lost", "touchpoints": [step]}
    won = {**lost, "kind": "referral", "status": "won", "touchpoints": [{**step, "approach": "one_on_one"}]}
    found = situation_of(profile={"purpose": "find_work"}, activities=activities, outcomes=[lost, won]).signals
    assert ("group_events" in found.fruitless) is is_fruitless


@pytest.mark.parametrize(("linked", "is_unlinked"), [(0, True), (1, True), (2, False)])
def test_while_most_outcomes_name_no_activity_none_is_said_to_lead_to_nothing(linked: int, is_unlinked: bool) -> None:
    situation = situation_of(
        activities=[*hours("social_media", 9), *hours("one_on_one", 9)],
        outcomes=[client("won"), *[client("won", "one_on_one")] * linked, client("lost", "one_on_one")],
    )
    assert situation.signals.is_unlinked is is_unlinked
    assert ("social_media" in situation.signals.fruitless) is not is_unlinked
    assert not situation_of(activities=hours("social_media", 9)).signals.is_unlinked


@pytest.mark.parametrize(
    ("purpose", "alone", "together", "closer"),
    [
        ("find_work", 3, 0, "social_media"),
        ("find_work", 3, 2, "social_media"),
        ("find_work", 3, 3, "one_on_one"),
        ("find_work", 2, 0, None),
        ("find_work", 3, 4, "one_on_one"),
        ("learn", 3, 0, "social_media"),
        (None, 3, 0, "social_media"),
    ],
)
def test_the_only_step_to_most_of_what_is_counted_takes_freed_hours(
    purpose: str | None, alone: int, together: int, closer: str | None
) -> None:
    both = [{"date": "2026-07-01", "approach": step} for step in ("group_events", "one_on_one")]
    bridged = {**introductions("social_media", 1)[0], "touchpoints": both}
    noticed = situation_of(
        profile={"purpose": purpose},
        activities=hours("social_media", 9),
        outcomes=[*introductions("social_media", alone), *[bridged] * together],
    ).signals
    assert noticed.closer == closer
    priced = situation_of(profile={**PAID, "purpose": purpose}, outcomes=[client("won", "social_media")] * 3).signals
    assert priced.closer is None


def client(status: str, *steps: str) -> Json:
    touchpoints = [{"date": "2026-07-01", "approach": step} for step in steps]
    value = {"likely": "4000"}
    return {"date": "2026-08-01", "kind": "client", "status": status, "value": value, "touchpoints": touchpoints}


PAID = {"compensation": [{"hourly_rate": "40"}]}


@pytest.mark.parametrize(
    ("profile", "lost", "closer"), [(PAID, 2, "one_on_one"), (PAID, 3, None), ({}, 0, None)], ids=str
)
def test_the_last_step_takes_freed_hours_where_they_have_a_price_and_it_does_not_mostly_lose_alone(
    profile: Json, lost: int, closer: str | None
) -> None:
    noticed = situation_of(
        profile=profile,
        activities=[*hours("group_events", 9), *hours("one_on_one", 9)],
        outcomes=[*[client("won", "group_events", "one_on_one")] * 3, *[client("lost", "one_on_one")] * lost],
    ).signals
    assert noticed.closer == closer


def test_a_founder_without_pay_is_told_no_hours_by_the_return_of_money() -> None:
    raw = load_document("founder")
    ledger = Ledger(Workspace(raw))
    plan = Situation(ledger, ledger.quarters, Options(), TODAY).plan
    assert plan.mix is not None
    assert all(plan.mix[name].hours <= effort.hours for name, effort in plan.baseline.mix.items())
