"""The card: all that happened with a person, in order, and what they helped to bring with its credit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as drawn

from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.timeline import card
from netroi_core.workspace.workspace import Workspace
from tests.careers import given, written
from tests.strategies import workspaces

ON = date(2026, 10, 5)
ANN, BO = {"name": "Ann"}, {"name": "Bo"}


def of(raw: dict[str, Any], key: str = "c1") -> Any:
    return card(raw, next(contact for contact in raw["contacts"] if contact["id"] == key), ON)


def test_a_timeline_tells_newest_first_of_meeting_activities_favours_outcomes_and_stories() -> None:
    raw = written(
        venues=[{"name": "Club", "approach": "group_events"}],
        contacts=[{**ANN, "met": {"date": "2026-01-01", "approach": "group_events", "venue": "v1"}}],
        activities=[
            {"date": "2026-02-01", "approach": "one_on_one", "title": "Coffee", "people": ["c1"]},
            {"date": "2026-02-02", "approach": "one_on_one", "people": ["c1"]},
            {"date": "2026-02-03", "approach": "one_on_one", "title": "Without Ann"},
        ],
        exchanges=[
            {"date": "2026-03-01", "contact": "c1", "direction": "given", "kind": "advice", "note": "On tax"},
            {"date": "2026-03-02", "contact": "c1", "direction": "received"},
        ],
        outcomes=[{"date": "2026-04-01", "kind": "client", "status": "lost", "title": "Shop",
                   "touchpoints": [{"date": "2026-01-01", "approach": "group_events", "contact": "c1"}]}],
        stories=[{"date": "2026-05-01", "contact": "c1", "text": "She said so."}],
    )  # fmt: skip
    told = [(entry.day.isoformat(), entry.kind, entry.text) for entry in of(raw).timeline]
    assert told == [
        ("2026-05-01", "story", "She said so."),
        ("2026-04-01", "outcome", "Shop (Client, lost)"),
        ("2026-03-02", "received", "You received a favour"),
        ("2026-03-01", "given", "You gave advice: On tax"),
        ("2026-02-02", "activity", "One-on-one"),
        ("2026-02-01", "activity", "Coffee"),
        ("2026-01-01", "met", "You met at Club"),
    ]


@pytest.mark.parametrize(
    ("met", "told"),
    [
        ({}, "You met"),
        ({"approach": "social_media"}, "You met on social media"),
        ({"approach": "one_on_one"}, "You met one-on-one"),
        ({"approach": "group_events"}, "You met at a group event"),
    ],
)
def test_a_timeline_says_how_one_met(met: dict[str, str], told: str) -> None:
    raw = written(contacts=[{**ANN, "met": {"date": "2026-01-01", **met}}])
    assert [entry.text for entry in of(raw).timeline] == [told]


def introduction(direction: str, *between: str, contact: str | None = "c1") -> dict[str, Any]:
    day = {"date": "2026-03-01", "kind": "introduction"}
    return {**day, "direction": direction, "between": list(between), "contact": contact}


@pytest.mark.parametrize(
    ("favour", "ann", "bo"),
    [
        (introduction("given", "c1", "c2"), ("You introduced them to Bo", 1, 0), ("You introduced them to Ann", 1, 0)),
        (introduction("received", "c2"), ("They introduced you to Bo", 0, 1), ("You were introduced by Ann", 0, 0)),
        (introduction("received", "c2", contact=None), None, ("You were introduced by somebody", 0, 0)),
        (introduction("given"), ("You gave an introduction", 1, 0), None),
    ],
)
def test_an_introduction_stands_on_the_cards_of_all_whom_it_names(
    favour: dict[str, Any], ann: tuple[str, int, int] | None, bo: tuple[str, int, int] | None
) -> None:
    raw = written(contacts=[ANN, BO], exchanges=[favour])
    for key, expected in (("c1", ann), ("c2", bo)):
        known = of(raw, key)
        assert [entry.text for entry in known.timeline] == ([expected[0]] if expected else [])
        assert (known.given, known.received) == (expected[1:] if expected else (0, 0))


def test_what_a_person_helped_to_bring_is_their_equal_share_of_the_steps_before_it() -> None:
    def step(contact: str | None, day: str = "2026-01-01") -> dict[str, Any]:
        return {"date": day, "approach": "one_on_one", "contact": contact}

    raw = written(
        contacts=[ANN, BO],
        outcomes=[
            {"date": "2026-04-01", "kind": "client", "status": "won", "value": {"likely": "900"},
             "touchpoints": [step("c1"), step("c1"), step("c2"), step("c1", "2026-05-01")]},
            {"date": "2026-04-02", "kind": "client", "status": "open", "probability": 0.5, "margin": 0.4,
             "incrementality": 0.5, "value": {"low": "0", "likely": "1000", "high": "2000"},
             "touchpoints": [step("c1")]},
            {"date": "2026-04-03", "kind": "client", "status": "lost", "value": {"likely": "900"},
             "touchpoints": [step("c1")]},
            {"date": "2026-04-04", "kind": "mentor", "status": "won", "touchpoints": [step("c1")]},
            {"date": "2026-04-05", "kind": "lead", "status": "open", "value": {"likely": "9"},
             "touchpoints": [step("c1")]},
            {"date": "2026-04-06", "kind": "role", "status": "won", "value": {"likely": "900"},
             "touchpoints": [step("c2"), step("c1", "2026-05-01")]},
        ],
    )  # fmt: skip
    known = of(raw)
    assert (known.outcomes, known.value) == (2, Decimal(700))
    assert [(entry.share, entry.worth) for entry in known.timeline if entry.share] == [(100, 100), (600, 900)]
    assert len(known.timeline) == 6
    assert of(raw, "c2").value == 300 + 900


@drawn(workspaces())
def test_all_shares_together_never_exceed_what_all_outcomes_are_worth(raw: dict[str, Any]) -> None:
    whole = Ledger.of(Workspace(raw)).outcomes["expected"].sum()
    shares = sum(float(card(raw, contact, ON).value) for contact in raw.get("contacts", ()))
    assert shares <= whole * (1 + 1e-9) + 1e-9


def test_the_last_contact_and_the_next_follow_up_stand_on_the_card() -> None:
    raw = given("sample")
    known = card(raw, next(each for each in raw["contacts"] if each["id"] == "priya-raman"), ON)
    assert (known.tie.last, known.tie.due) == (date(2026, 9, 9), date(2026, 11, 24))
    assert (known.given, known.received, known.outcomes) == (2, 4, 4)
