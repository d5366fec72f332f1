"""Columns of a document's rows: the same values, with the same defaults, as the records."""

from typing import Any

import pytest
from hypothesis import given

from netroi_core.workspace import columns
from netroi_core.workspace.workspace import Workspace
from tests import strategies
from tests.careers import Json
from tests.careers import load_document as workspace


def assert_like_the_records(workspace: Workspace) -> None:
    activities, outcomes, contacts = workspace.activities, workspace.outcomes, workspace.contacts
    steps = [(outcome, step) for outcome in outcomes for step in outcome.touchpoints]
    expected: dict[str, list[tuple[Any, ...]]] = {
        "activity_columns": [
            (
                *(activity.date.isoformat(), activity.approach, activity.venue, activity.alternative),
                *(activity.new_contacts, activity.meaningful, activity.energy, activity.evening, activity.source),
                *(activity.hours.attending, activity.hours.preparing),
                *(activity.hours.travelling, activity.hours.following_up),
            )
            for activity in activities
        ],
        "cost_columns": [
            (
                *(activity.date.isoformat(), activity.approach, activity.venue, cost.category),
                *(float(cost.amount), float(cost.reimbursed)),
            )
            for activity in activities
            for cost in activity.costs
        ],
        "outcome_columns": [
            (
                *(outcome.date.isoformat(), outcome.kind, outcome.status, outcome.probability),
                *(outcome.margin, outcome.incrementality, *points(outcome.value)),
            )
            for outcome in outcomes
        ],
        "touchpoint_columns": [
            (
                *(outcomes.index(outcome), outcome.date.isoformat(), step.date.isoformat()),
                *(step.approach, step.venue, step.credit),
            )
            for outcome, step in steps
        ],
        "contact_columns": [
            (
                *(contact.id, contact.name, contact.industry, contact.background, contact.expertise),
                *(contact.closeness, contact.relevance, contact.status),
                contact.follow_up and contact.follow_up.isoformat(),
                contact.cadence_days,
                *(
                    (contact.met.date.isoformat(), contact.met.approach, contact.met.venue)
                    if contact.met
                    else (None, None, None)
                ),
            )
            for contact in contacts
        ],
        "attendance_columns": [
            (position, person, activity.date.isoformat(), activity.approach, activity.venue)
            for position, activity in enumerate(activities)
            for person in dict.fromkeys(activity.people)
        ],
        "exchange_columns": [
            (exchange.date.isoformat(), exchange.direction, exchange.kind, exchange.contact, exchange.between)
            for exchange in workspace.exchanges
        ],
    }
    for name, rows in expected.items():
        table = getattr(columns, name)(workspace)
        plain = [
            tuple(tuple(cell) if isinstance(cell, list) else cell for cell in row)
            for row in zip(*table.values(), strict=True)
        ]
        assert plain == rows, name


def points(value: Any) -> tuple[float | None, ...]:
    if value is None:
        return None, None, None
    likely = float(value.likely)
    low, high = (likely if end is None else float(end) for end in (value.low, value.high))
    return likely, low, high


@given(strategies.workspaces())
def test_every_column_holds_what_the_records_hold(document: Json) -> None:
    assert_like_the_records(Workspace(document))


@pytest.mark.parametrize("name", ["sample", "pop-quiz", "messy-1", "messy-2", "messy-3"])
def test_the_columns_of_given_workspaces_hold_what_the_records_hold(name: str) -> None:
    assert_like_the_records(Workspace(workspace(name)))


def test_dates_are_those_of_all_lists_in_turn() -> None:
    document = {"exchanges": [{"date": "2026-02-01"}], "stories": [{"date": "2026-01-01"}]}
    assert columns.dates(Workspace(document), "exchanges", "stories", "goals") == ["2026-02-01", "2026-01-01"]
