"""The ledger's frames: days with their quarters, declared columns with and without records, every touch once."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.ledger.frames import day_and_quarter
from netroi_core.quarters import Quarter
from tests.careers import Json
from tests.relationships.test_measures import favour, of, person, talk

DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@given(st.lists(st.none() | DAYS), st.integers(1, 12))
def test_every_day_is_itself_and_in_its_quarter(days: list[date | None], fiscal_year_start: int) -> None:
    columns = day_and_quarter([day and day.isoformat() for day in days], fiscal_year_start)
    assert columns["day"].to_list() == days
    assert columns["quarter"].to_list() == [day and Quarter.containing(day, fiscal_year_start).ordinal for day in days]


def test_frames_of_people_have_the_same_columns_with_and_without_records() -> None:
    full = of(
        person(expertise=["Law"], follow_up="2026-12-01", cadence_days=30),
        activities=[talk("2026-08-01", "c1", "c1")],
        exchanges=[favour("given", contact="c1", between=["c1"])],
    )
    for name in ("contacts", "meetings", "exchanges", "touches"):
        assert getattr(full, name).schema == getattr(of(), name).schema
    assert full.contacts.select("follow_up", "cadence_days").row(0) == (date(2026, 12, 1), 30)
    assert full.meetings.height == 1
    assert sorted(full.touches["way"]) == ["activity", "exchange", "met"]


@pytest.mark.parametrize(
    ("exchange", "directions"),
    [
        (favour("given", contact="c1", between=["c1", "c2"]), {"c1": "given", "c2": "given"}),
        (favour("given", between=["c1", "c2"]), {"c1": "given", "c2": "given"}),
        (favour("received", contact="c1", between=["c2"]), {"c1": "received", "c2": None}),
        (favour("received"), {}),
    ],
)
def test_both_ends_of_an_introduction_are_in_touch_and_only_who_made_it_gave(
    exchange: Json, directions: dict[str, str | None]
) -> None:
    touches = of(person(None), person(None), exchanges=[exchange]).touches
    assert dict(touches.select("contact", "direction").iter_rows()) == directions
    assert touches.height == len(directions)


def test_what_wore_somebody_out_is_told_by_quarter_and_blank_is_nothing() -> None:
    quizzes = [
        {"quarter": "2026-Q2", "strain": " Too many evenings. "},
        {"quarter": "2026-Q3", "strain": "  "},
        {"quarter": "2026-Q4"},
    ]
    assert of(quizzes=quizzes).strains == {Quarter(2026, 2): "Too many evenings."}
