"""The timeline: all that happened with a contact, in order, and their share of outcomes."""

from datetime import date

import pytest
from hypothesis import given as over

from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.contacts import relationships
from netroi_core.relationships.timeline import Timeline, timeline
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, load_document, make_document
from tests.strategies import workspaces

ON = date(2026, 10, 5)
ANN, BO = {"name": "Ann"}, {"name": "Bo"}


def of(raw: Json, contact: str = "c1") -> Timeline:
    ledger = Ledger(Workspace(raw))
    return timeline(ledger, next(each for each in relationships(ledger, ON) if each.contact.id == contact))


def test_a_timeline_tells_newest_first_of_meeting_activities_favours_outcomes_and_stories() -> None:
    raw = make_document(
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
    assert [(entry.day.isoformat(), entry.kind, entry.text) for entry in of(raw).entries] == [
        ("2026-05-01", "story", "She said so."),
        ("2026-04-01", "outcome", "Shop (Client, lost)"),
        ("2026-03-02", "received", "You received a favour"),
        ("2026-03-01", "given", "You gave advice: On tax"),
        ("2026-02-02", "activity", "One-on-one"),
        ("2026-02-01", "activity", "Coffee"),
        ("2026-01-01", "met", "You met at Club"),
    ]


@pytest.mark.parametrize(
    ("met", "text"),
    [
        ({}, "You met"),
        ({"approach": "social_media"}, "You met on social media"),
        ({"approach": "one_on_one"}, "You met one-on-one"),
        ({"approach": "group_events"}, "You met at a group event"),
    ],
)
def test_a_timeline_says_how_one_met(met: Json, text: str) -> None:
    raw = make_document(contacts=[{**ANN, "met": {"date": "2026-01-01", **met}}])
    assert [entry.text for entry in of(raw).entries] == [text]


def introduction(direction: str, *between: str, contact: str | None = "c1") -> Json:
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
def test_an_introduction_is_in_the_timelines_of_all_whom_it_names(
    favour: Json, ann: tuple[str, int, int] | None, bo: tuple[str, int, int] | None
) -> None:
    raw = make_document(contacts=[ANN, BO], exchanges=[favour])
    for key, expected in (("c1", ann), ("c2", bo)):
        history = of(raw, key)
        assert [entry.text for entry in history.entries] == ([expected[0]] if expected else [])
        assert (history.given, history.received) == (expected[1:] if expected else (0, 0))


def test_the_share_of_an_outcome_is_the_part_of_its_touchpoints_up_to_its_day() -> None:
    def step(contact: str | None, day: str = "2026-01-01") -> Json:
        return {"date": day, "approach": "one_on_one", "contact": contact}

    raw = make_document(
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
    history = of(raw)
    assert (history.outcomes, history.value) == (2, 700)
    assert [(entry.share, entry.value) for entry in history.entries if entry.share] == [(100, 100), (600, 900)]
    assert len(history.entries) == 6
    assert of(raw, "c2").value == 300 + 900


@over(workspaces())
def test_all_shares_together_never_exceed_what_all_outcomes_are_worth(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    whole = ledger.outcomes["expected"].sum()
    shares = sum(timeline(ledger, relationship).value for relationship in relationships(ledger, ON))
    assert shares <= whole * (1 + 1e-9) + 1e-9


def test_the_sample_has_a_contact_with_favors_and_outcomes() -> None:
    history = of(load_document("sample"), "priya-raman")
    relationship = history.relationship
    assert (relationship.last_contact, relationship.follow_up_due) == (date(2026, 9, 9), date(2026, 11, 24))
    assert (history.given, history.received, history.outcomes) == (2, 4, 4)
