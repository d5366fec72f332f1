"""Acquaintance: the steps with somebody that led to something, as records tell them."""

from datetime import date
from typing import Any

from netroi_core.quiz.touchpoints import paths
from tests.careers import written

DAY = date(2026, 9, 30)


def met(day: str, approach: str = "social_media", **more: Any) -> dict[str, Any]:
    return {"name": "Ada", "met": {"date": day, "approach": approach, **more}}


def with_ada(day: str, approach: str, **more: Any) -> dict[str, Any]:
    return {"date": day, "approach": approach, "people": ["c1"], **more}


def test_a_path_begins_where_one_met_and_takes_each_approach_once_by_its_first_time() -> None:
    raw = written(
        contacts=[met("2026-07-06")],
        activities=[
            with_ada("2026-09-02", "one_on_one"),
            with_ada("2026-07-31", "social_media"),
            with_ada("2026-07-14", "one_on_one"),
            with_ada("2026-08-20", "group_events"),
        ],
    )
    steps = [(step["date"], step["approach"], step["contact"]) for step in paths(raw, DAY)["c1"]]
    assert steps == [
        ("2026-07-06", "social_media", "c1"),
        ("2026-07-14", "one_on_one", "c1"),
        ("2026-08-20", "group_events", "c1"),
    ]


def test_what_came_after_the_day_is_no_step() -> None:
    raw = written(contacts=[met("2026-07-06")], activities=[with_ada("2026-10-01", "one_on_one")])
    assert [step["approach"] for step in paths(raw, DAY)["c1"]] == ["social_media"]


def test_who_was_in_touch_last_comes_first_and_who_never_was_is_left_out() -> None:
    raw = written(
        contacts=[met("2020-01-01"), met("2026-07-06"), {"name": "Bo"}, {"name": "Cy", "met": {"date": "2026-01-01"}}],
        activities=[with_ada("2026-08-01", "one_on_one")],
    )
    assert list(paths(raw, DAY)) == ["c1", "c2"]


def test_steps_are_touchpoints_as_an_outcome_holds_them_with_the_place_where_it_is_known() -> None:
    known = {
        "venues": [{"name": "Chamber", "approach": "group_events"}],
        "contacts": [met("2026-07-06", "group_events", venue="v1")],
        "activities": [with_ada("2026-08-01", "one_on_one", venue=None)],
    }
    steps = paths(written(**known), DAY)["c1"]
    won = {"date": "2026-09-30", "kind": "client", "status": "won", "touchpoints": steps}
    assert written(**known, outcomes=[won])["outcomes"][0]["touchpoints"] == [
        {"date": "2026-07-06", "approach": "group_events", "venue": "v1", "contact": "c1"},
        {"date": "2026-08-01", "approach": "one_on_one", "contact": "c1"},
    ]
