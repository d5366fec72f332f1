"""The ledger's frames: the same values, with the same defaults, as the records; each touch once."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.ledger import Ledger, day_and_quarter
from netroi_core.quarters import Quarter
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Workspace
from tests import strategies
from tests.careers import Json
from tests.careers import load_document as workspace
from tests.relationships.test_measures import favor, of, person, talk

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))
COLUMNS = {
    "activities": (
        *("day", "approach", "venue", "alternative", "new_contacts", "meaningful_contacts", "energy", "evening"),
        *("source", "attending", "preparing", "travelling", "following_up"),
    ),
    "expenses": ("quarter", "approach", "venue", "category", "all", "mine"),
    "outcomes": (*("day", "kind", "status", "probability", "margin", "incrementality", "likely", "low", "high"),),
    "touchpoints": ("outcome", "quarter", "approach", "venue", "credit", "days_before"),
    "contacts": (
        *("id", "name", "industry", "background", "expertise", "closeness", "relevance", "status", "follow_up"),
        *("cadence_days", "met", "approach", "venue"),
    ),
    "meetings": ("activity", "contact", "day", "approach", "venue"),
    "exchanges": ("day", "direction", "kind", "contact", "between"),
}


def assert_like_the_records(workspace: Workspace) -> None:
    ledger, outcomes = Ledger(workspace), workspace.outcomes
    expected: dict[str, list[tuple[Any, ...]]] = {
        "activities": [
            (
                *(activity.date, activity.approach, activity.venue, activity.alternative),
                *(activity.new_contacts, activity.meaningful, activity.energy, activity.evening, activity.source),
                *(activity.hours.attending, activity.hours.preparing),
                *(activity.hours.travelling, activity.hours.following_up),
            )
            for activity in workspace.activities
        ],
        "expenses": [
            (
                *(quarter(workspace, activity.date), activity.approach, activity.venue, cost.category),
                *(float(cost.amount), float(cost.amount) - float(cost.reimbursed)),
            )
            for activity in workspace.activities
            for cost in activity.costs
        ],
        "outcomes": [
            (
                *(outcome.date, outcome.kind, outcome.status, outcome.probability or 0.0),
                *(outcome.margin, outcome.incrementality, *points(outcome)),
            )
            for outcome in outcomes
        ],
        "touchpoints": [
            (
                *(outcomes.index(outcome), quarter(workspace, step.date), step.approach, step.venue),
                *(step.credit, (outcome.date - step.date).days),
            )
            for outcome in outcomes
            for step in sorted(outcome.touchpoints, key=lambda step: step.date)
            if step.date <= outcome.date
        ],
        "contacts": [
            (
                *(contact.id, contact.name, contact.industry, contact.background, list(contact.expertise)),
                *(contact.closeness, contact.relevance, contact.status, contact.follow_up, contact.cadence_days),
                *((contact.met.date, contact.met.approach, contact.met.venue) if contact.met else (None, None, None)),
            )
            for contact in workspace.contacts
        ],
        "meetings": [
            (position, person, activity.date, activity.approach, activity.venue)
            for position, activity in enumerate(workspace.activities)
            for person in dict.fromkeys(activity.people)
        ],
        "exchanges": [
            (exchange.date, exchange.direction, exchange.kind, exchange.contact, list(exchange.between))
            for exchange in workspace.exchanges
        ],
    }
    for name, rows in expected.items():
        frame: pl.DataFrame = getattr(ledger, name)
        assert frame.select(COLUMNS[name]).rows() == rows, name


def quarter(workspace: Workspace, day: date) -> int:
    return Quarter.containing(day, workspace.profile.fiscal_year_start).ordinal


def points(outcome: Outcome) -> tuple[float | None, ...]:
    value = outcome.value
    if value is None or outcome.kind == "funding":
        return None, None, None
    likely = float(value.likely)
    low, high = (likely if end is None else float(end) for end in (value.low, value.high))
    return likely, low, high


@given(strategies.workspaces())
def test_every_frame_holds_what_the_records_hold(document: Json) -> None:
    assert_like_the_records(Workspace(document))


@pytest.mark.parametrize("name", ["sample", "pop-quiz", "messy-1", "messy-2", "messy-3"])
def test_the_frames_of_given_workspaces_hold_what_the_records_hold(name: str) -> None:
    assert_like_the_records(Workspace(workspace(name)))


def test_the_quarters_reach_from_the_first_dated_record_to_the_last() -> None:
    document = {"exchanges": [{"date": "2026-02-01"}], "stories": [{"date": "2025-08-01"}], "goals": [{}]}
    assert Ledger(Workspace(document)).quarters == (Quarter(2025, 3), Quarter(2025, 4), Quarter(2026, 1))


@given(st.lists(st.none() | DAYS), st.integers(1, 12))
def test_every_day_is_itself_and_in_its_quarter(days: list[date | None], fiscal_year_start: int) -> None:
    columns = day_and_quarter([day and day.isoformat() for day in days], fiscal_year_start)
    assert columns["day"].to_list() == days
    assert columns["quarter"].to_list() == [day and Quarter.containing(day, fiscal_year_start).ordinal for day in days]


def test_frames_of_people_have_the_same_columns_with_and_without_records() -> None:
    full = of(
        person(expertise=["Law"], follow_up="2026-12-01", cadence_days=30),
        activities=[talk("2026-08-01", "c1", "c1")],
        exchanges=[favor("given", contact="c1", between=["c1"])],
    )
    for name in ("contacts", "meetings", "exchanges", "touches"):
        assert getattr(full, name).schema == getattr(of(), name).schema
    assert full.contacts.select("follow_up", "cadence_days").row(0) == (date(2026, 12, 1), 30)
    assert full.meetings.height == 1
    assert sorted(full.touches["way"]) == ["activity", "exchange", "met"]


@pytest.mark.parametrize(
    ("exchange", "directions"),
    [
        (favor("given", contact="c1", between=["c1", "c2"]), {"c1": "given", "c2": "given"}),
        (favor("given", between=["c1", "c2"]), {"c1": "given", "c2": "given"}),
        (favor("received", contact="c1", between=["c2"]), {"c1": "received", "c2": None}),
        (favor("received"), {}),
    ],
)
def test_both_ends_of_an_introduction_are_in_touch_and_only_who_made_it_gave(
    exchange: Json, directions: dict[str, str | None]
) -> None:
    touches = of(person(None), person(None), exchanges=[exchange]).touches
    assert dict(touches.select("contact", "direction").iter_rows()) == directions
    assert touches.height == len(directions)


@pytest.mark.parametrize(("later", "is_told"), [({}, True), ({"submitted": "2026-10-02T10:00:00Z"}, False)])
@pytest.mark.parametrize("blank", ["", "  "])
def test_what_wore_somebody_out_counts_until_the_next_quiz_is_submitted(later: Json, is_told: bool, blank: str) -> None:
    noted = {"quarter": "2026-Q2", "submitted": "2026-07-02T10:00:00Z", "strain": "Too many evenings"}
    latest = of(quizzes=[noted, {"quarter": "2026-Q3", "strain": blank, **later}]).strain
    assert (latest is not None) is is_told
