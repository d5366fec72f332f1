"""Prefill: the records of a quarter as answers, and their sources."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.quarters import Quarter
from netroi_core.quiz import prefill
from netroi_core.quiz.answers import ANSWER_TYPES, is_effort
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.importers.brought import AT
from tests.strategies import workspaces

Q3 = Quarter(2026, 3)
COFFEE = {"costs": [{"category": "coffee", "amount": "4.50"}]}
HOURS, COSTS = "one_on_one.hours.attending", "one_on_one.costs.coffee"


def stored(key: str, source: str = "import", **keys: Any) -> Json:
    """A workspace with one activity under this id."""
    activity = {"id": key, "date": "2026-07-14", "approach": "one_on_one", "source": source, "hours": {"attending": 1}}
    return make_document() | {"activities": [{**activity, **keys}]}


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
def test_time_may_have_one_source_and_costs_another(raw: Json, hours: set[str], costs: set[str] | None) -> None:
    sources = prefill.effort_sources(Workspace(raw), Q3)
    assert (sources.get(HOURS), sources.get(COSTS)) == (hours, costs)
    assert set(sources) == set(prefill.recorded_effort(Workspace(raw), Q3))


def test_the_quiz_and_other_quarters_are_no_source() -> None:
    assert prefill.effort_sources(Workspace(stored("quiz-2026-Q3-one_on_one", "quiz")), Q3) == {}
    assert prefill.effort_sources(Workspace(stored("calendar-1", "calendar")), Quarter(2026, 2)) == {}


def test_imported_activities_are_those_of_the_quarter_that_imports_added_or_changed() -> None:
    activities = [stored(key, "journal")["activities"][0] for key in ("a1", "time-1", "a3")]
    accepted = {
        "id": "i1",
        "kind": "time",
        "at": AT,
        "added": {"activities": {"time-1": "0"}},
        "updated": {"activities": {"a3": {}}, "contacts": {"a1": {}}},
    }
    raw = make_document() | {"activities": activities, "imports": [accepted]}
    assert [activity.id for activity in prefill.imported_activities(Workspace(raw), Q3)] == ["time-1", "a3"]
    assert (
        prefill.imported_activities(Workspace(raw), Quarter(2026, 4))
        == prefill.imported_activities(Workspace({**raw, "imports": []}), Q3)
        == []
    )


def test_contacts_met_in_the_quarter_are_counted_by_approach() -> None:
    days = [
        ("2026-07-01", "social_media"), ("2026-09-30", "social_media"), ("2026-08-01", "group_events"),
        ("2026-10-01", "social_media"), ("2026-08-02", None),
    ]  # fmt: skip
    contacts = [
        {"name": "X", "met": {"date": day, **({"approach": approach} if approach else {})}} for day, approach in days
    ]
    raw = make_document(contacts=[*contacts, {"name": "Y"}])
    assert prefill.contacts_met(Workspace(raw), Q3) == {"social_media.new_contacts": 2, "group_events.new_contacts": 1}


def test_recorded_favors_are_counted_by_kind_without_those_written_by_the_quiz() -> None:
    rows = [
        {"id": "linkedin-1", "date": "2026-07-14", "direction": "given", "kind": "endorsement"},
        {"id": "e2", "date": "2026-09-30", "direction": "given", "kind": "endorsement"},
        {"id": "e3", "date": "2026-07-14", "direction": "received"},
        {"id": "e4", "date": "2026-10-01", "direction": "received", "kind": "advice"},
        {"id": "quiz-2026-Q3-given-advice-1", "date": "2026-09-30", "direction": "given", "kind": "advice"},
    ]
    favors = prefill.recorded_favors(Workspace(make_document() | {"exchanges": rows}), Q3)
    assert favors == {"given.endorsement": 2, "received.other": 1}


@given(workspaces(), st.sampled_from([Quarter(2025, n) for n in (1, 2, 3, 4)]))
def test_previous_effort_is_that_of_the_quarter_before_and_fits_the_answers(raw: Json, quarter: Quarter) -> None:
    assert prefill.previous_effort(Workspace(raw), quarter.shifted(1)) == prefill.total_effort(Workspace(raw), quarter)
    assert all(amount > 0 and is_effort(key) for key, amount in prefill.total_effort(Workspace(raw), quarter).items())
    assert prefill.total_effort(Workspace(raw), quarter).keys() <= ANSWER_TYPES.keys()


def test_recorded_effort_leaves_out_what_a_quiz_wrote() -> None:
    meeting = {"date": "2026-07-14", "approach": "one_on_one", "hours": {"attending": 0.1}, "meaningful": 1,
               "costs": [{"category": "coffee", "amount": "5.10", "reimbursed": "1"}, {"amount": "2"}]}  # fmt: skip
    raw = make_document() | {
        "activities": [
            meeting | {"id": "a"},
            meeting | {"id": "b", "source": "calendar", "costs": []},
            meeting | {"id": "c", "source": "quiz"},
            meeting | {"id": "d", "date": "2026-10-01"},
        ]
    }
    assert prefill.recorded_effort(Workspace(raw), Q3) == {
        "one_on_one.hours.attending": Decimal("0.2"),
        "one_on_one.meaningful": 2,
        "one_on_one.costs.coffee": Decimal("5.10"),
        "one_on_one.reimbursed": 1,
        "one_on_one.costs.other": 2,
    }
    assert prefill.total_effort(Workspace(raw), Q3)["one_on_one.meaningful"] == 3
