"""Touchpoints: the times with each contact, to suggest as the path to an outcome."""

from datetime import date
from typing import Any

from netroi_core.quiz.touchpoints import touchpoints_by_contact
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.workspace import Workspace
from tests.careers import make_document

DAY = date(2026, 9, 30)


def met(day: str, approach: str = "social_media", **keys: Any) -> dict[str, Any]:
    return {"name": "Ada", "met": {"date": day, "approach": approach, **keys}}


def with_ada(day: str, approach: str, **keys: Any) -> dict[str, Any]:
    return {"date": day, "approach": approach, "people": ["c1"], **keys}


def test_a_path_begins_with_the_meeting_and_has_the_first_time_of_each_approach() -> None:
    raw = make_document(
        contacts=[met("2026-07-06")],
        activities=[
            with_ada("2026-09-02", "one_on_one"),
            with_ada("2026-07-31", "social_media"),
            with_ada("2026-07-14", "one_on_one"),
            with_ada("2026-08-20", "group_events"),
        ],
    )
    steps = [
        (str(touchpoint.date), touchpoint.approach, touchpoint.contact)
        for touchpoint in touchpoints_by_contact(Workspace(raw), DAY)["c1"]
    ]
    assert steps == [
        ("2026-07-06", "social_media", "c1"),
        ("2026-07-14", "one_on_one", "c1"),
        ("2026-08-20", "group_events", "c1"),
    ]


def test_later_activities_are_left_out() -> None:
    raw = make_document(contacts=[met("2026-07-06")], activities=[with_ada("2026-10-01", "one_on_one")])
    assert [touchpoint.approach for touchpoint in touchpoints_by_contact(Workspace(raw), DAY)["c1"]] == ["social_media"]


def test_the_latest_in_touch_come_first_and_those_never_met_by_an_approach_are_left_out() -> None:
    raw = make_document(
        contacts=[met("2020-01-01"), met("2026-07-06"), {"name": "Bo"}, {"name": "Cy", "met": {"date": "2026-01-01"}}],
        activities=[with_ada("2026-08-01", "one_on_one")],
    )
    assert list(touchpoints_by_contact(Workspace(raw), DAY)) == ["c1", "c2"]


def test_touchpoints_fit_an_outcome_and_have_the_venue_if_there_is_one() -> None:
    lists = {
        "venues": [{"name": "Chamber", "approach": "group_events"}],
        "contacts": [met("2026-07-06", "group_events", venue="v1")],
        "activities": [with_ada("2026-08-01", "one_on_one", venue=None)],
    }
    steps = touchpoints_by_contact(Workspace(make_document(**lists)), DAY)["c1"]
    won = {"date": "2026-09-30", "kind": "client", "status": "won", "touchpoints": [as_row(step) for step in steps]}
    assert make_document(**lists, outcomes=[won])["outcomes"][0]["touchpoints"] == [
        {"date": "2026-07-06", "approach": "group_events", "venue": "v1", "contact": "c1"},
        {"date": "2026-08-01", "approach": "one_on_one", "contact": "c1"},
    ]
