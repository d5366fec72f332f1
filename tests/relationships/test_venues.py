"""Returns of venues: a worked example by hand, and invariants over any records."""

import pytest
from hypothesis import given

from netroi_core.ledger import measures
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.relationships.venues import VenueReturn, unassigned, venue_returns
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.ledger.test_measures import options
from tests.strategies import workspaces

YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))
FOREVER = tuple(span(Quarter(1899, 1), Quarter(2201, 4)))


def club(**more: Json) -> Json:
    return {"name": "Club", "approach": "group_events", **more}


def test_dues_time_contacts_and_credited_value_are_those_of_the_venue() -> None:
    step = {"date": "2026-02-01", "approach": "group_events"}
    raw = make_document(
        profile={"compensation": [{"base": "104000"}]},  # 50 an hour
        venues=[
            club(why="Owners", audience="clients", role="Treasurer", dues={"amount": "100", "per": "quarter"}),
            club(),
        ],
        activities=[
            {"date": "2026-02-01", "approach": "group_events", "venue": "v1", "hours": {"attending": 3},
             "costs": [{"amount": "30", "reimbursed": "10"}], "new_contacts": 4, "meaningful": 2},
            {"date": "2027-02-01", "approach": "group_events", "venue": "v1", "hours": {"attending": 99}},
            {"date": "2026-02-01", "approach": "group_events", "hours": {"attending": 99}},
        ],
        outcomes=[
            {"date": "2026-08-01", "kind": "client", "status": "won", "value": {"likely": "900"},
             "touchpoints": [{**step, "venue": "v1"}, step, {**step, "venue": "v2"}]},
            {"date": "2027-08-01", "kind": "client", "status": "won", "value": {"likely": "7000"},
             "touchpoints": [{**step, "venue": "v1"}]},
        ],
    )  # fmt: skip
    ledger = Ledger(Workspace(raw))
    one, other = venue_returns(ledger, YEAR, Options())
    assert one == VenueReturn(
        ledger.workspace.venues[0], quarters=4, hours=3.0,
        actual_cost=420.0, opportunity_cost=150.0, new_contacts=4, meaningful_contacts=2, value=300.0,
    )  # fmt: skip
    assert one.total_cost == 570
    assert (other.quarters, other.value, other.is_used) == (0, 300, True)
    assert not venue_returns(ledger, YEAR[:1], Options(attribution="first"))[1].is_used
    assert venue_returns(ledger, YEAR, Options(view="invested"))[0].value == 7300
    assert venue_returns(ledger, YEAR, Options(attribution="first"))[0].value == 900
    assert venue_returns(ledger, YEAR, Options(costs="all"))[0].actual_cost == 430


@given(workspaces(), options)
def test_what_is_unassigned_is_a_part_of_what_each_approach_took(raw: Json, chosen: Options) -> None:
    ledger = Ledger(Workspace(raw))
    figures = measures.figures(measures.cells(ledger, FOREVER, chosen)).approaches
    for approach, row in unassigned(ledger, FOREVER, chosen).items():
        assert row.venues == sum(venue.approach == approach for venue in ledger.workspace.venues) > 0
        assert row.hours <= (figures[approach].hours or 0) + 1e-6
        assert row.money <= figures[approach].actual_cost + 1e-6
        assert row.hours + row.money > 0


@given(workspaces(), options)
def test_the_returns_of_venues_never_add_up_to_more_than_all_of_networking(raw: Json, chosen: Options) -> None:
    ledger = Ledger(Workspace(raw))
    total = measures.figures(measures.cells(ledger, FOREVER, chosen)).total
    rows = venue_returns(ledger, FOREVER, chosen)
    for key in ("hours", "actual_cost", "opportunity_cost", "new_contacts", "meaningful_contacts"):
        assert sum(getattr(row, key) for row in rows) <= (total.value(key) or 0) + 1e-6
    assert sum(row.value for row in rows) <= total.expected_value * (1 + 1e-9) + 1e-6


@given(workspaces())
def test_where_everything_happens_at_one_venue_its_return_is_that_of_all_networking(raw: Json) -> None:
    for record in (*raw.get("activities", ()), *(s for o in raw.get("outcomes", ()) for s in o.get("touchpoints", ()))):
        record["venue"] = "club"
    ledger = Ledger(Workspace({**raw, "venues": [{"id": "club", **club()}]}))
    (row,) = venue_returns(ledger, FOREVER, Options())
    cells = measures.cells(ledger, FOREVER, Options())
    total = measures.figures(cells).total
    assert row.total_cost == pytest.approx(total.total_cost)
    assert row.value == pytest.approx(total.expected_value - measures.figures(cells).unattributed_value)
