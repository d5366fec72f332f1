"""Effort: what a quarter took, as the quiz asks for it, and where that is known from."""

from decimal import Decimal
from typing import Any

import pytest

from netroi_core.quarters import Quarter
from netroi_core.quiz import prefill
from tests.careers import Json, written

Q3 = Quarter(2026, 3)
COFFEE = {"costs": [{"category": "coffee", "amount": "4.50"}]}
HOURS, COSTS = "one_on_one.hours.attending", "one_on_one.costs.coffee"


def stored(key: str, source: str = "import", **more: Any) -> Json:
    """A workspace with one activity under this id."""
    activity = {"id": key, "date": "2026-07-14", "approach": "one_on_one", "source": source, "hours": {"attending": 1}}
    return written() | {"activities": [{**activity, **more}]}


@pytest.mark.parametrize(
    ("raw", "hours", "costs"),
    [
        (stored("a1", "journal", **COFFEE), {"journal"}, {"journal"}),
        (stored("calendar-1", "calendar"), {"calendar"}, None),
        (stored("a7", "calendar"), {"calendar"}, None),
        (stored("calendar-1", "calendar", keys=["expense-9"], **COFFEE), {"calendar"}, {"expense"}),
        (stored("calendar-1", "calendar", **COFFEE), {"calendar"}, {"journal"}),
        (stored("a1", "journal", keys=["expense-9"], **COFFEE), {"journal"}, {"journal", "expense"}),
        (stored("linkedin-1", **COFFEE), {"linkedin"}, {"linkedin"}),
        (stored("linkedin-1", keys=["calendar-2", "expense-9"], **COFFEE), {"linkedin", "calendar"}, {"expense"}),
    ],
)
def test_time_is_known_from_one_source_and_costs_from_another(
    raw: Json, hours: set[str], costs: set[str] | None
) -> None:
    found = prefill.sources(raw, Q3)
    assert (found.get(HOURS), found.get(COSTS)) == (hours, costs)
    assert set(found) == set(prefill.journalled(raw, Q3))


def test_what_a_quiz_wrote_and_what_lies_in_another_quarter_is_known_from_nowhere() -> None:
    assert prefill.sources(stored("quiz-2026-Q3-one_on_one", "quiz"), Q3) == {}
    assert prefill.sources(stored("calendar-1", "calendar"), Quarter(2026, 2)) == {}


def test_brought_is_what_files_told_of_a_quarter_alone() -> None:
    three = [stored(key, "journal")["activities"][0] for key in ("a1", "time-1", "a3")]
    did = {"added": {"activities": {"time-1": "0"}}, "updated": {"activities": {"a3": {}}, "contacts": {"a1": {}}}}
    raw = written() | {"activities": three, "imports": [did]}
    assert [each["id"] for each in prefill.brought(raw, Q3)] == ["time-1", "a3"]
    assert prefill.brought(raw, Quarter(2026, 4)) == prefill.brought({**raw, "imports": []}, Q3) == []


def test_who_was_met_in_the_quarter_is_counted_by_approach_as_a_hint() -> None:
    days = [
        ("2026-07-01", "social_media"), ("2026-09-30", "social_media"), ("2026-08-01", "group_events"),
        ("2026-10-01", "social_media"), ("2026-08-02", None),
    ]  # fmt: skip
    people = [{"name": "X", "met": {"date": day, **({"approach": way} if way else {})}} for day, way in days]
    raw = written(contacts=[*people, {"name": "Y"}])
    assert prefill.met(raw, Q3) == {"social_media.new_contacts": 2, "group_events.new_contacts": 1}


def test_help_on_record_is_counted_by_kind_without_what_the_quiz_itself_wrote() -> None:
    rows = [
        {"id": "linkedin-1", "date": "2026-07-14", "direction": "given", "kind": "endorsement"},
        {"id": "e2", "date": "2026-09-30", "direction": "given", "kind": "endorsement"},
        {"id": "e3", "date": "2026-07-14", "direction": "received"},
        {"id": "e4", "date": "2026-10-01", "direction": "received", "kind": "advice"},
        {"id": "quiz-2026-Q3-given-advice-1", "date": "2026-09-30", "direction": "given", "kind": "advice"},
    ]
    found = prefill.exchanged(written() | {"exchanges": rows}, Q3)
    assert found == {"given.endorsement": Decimal(2), "received.other": Decimal(1)}
