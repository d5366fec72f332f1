"""The usual quarter: what counts in it, and what stopped or paused."""

from datetime import date

import pytest

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.planning.baseline import Baseline, planned_quarter, typical_quarter
from netroi_core.quarters import Quarter
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, make_document

MONTHS = ("2025-02", "2025-05", "2025-08", "2025-11", "2026-02", "2026-05", "2026-08", "2026-11")
TODAY = date(2026, 11, 29)


def baseline_of(events: tuple[int, ...], today: date = TODAY, **lists: list[Json]) -> Baseline:
    """Return the baseline of events with these hours in the latest quarters, the last one running, and of calls."""
    activities = [
        {"date": f"{month}-01", "approach": approach, "hours": {"attending": hours}, "evening": True}
        for number, month in zip(events, MONTHS[-len(events) :], strict=True)
        for approach, hours in (("group_events", number), ("one_on_one", 6))
        if hours
    ]
    ledger = Ledger(Workspace(make_document(activities=activities, **lists)))
    return typical_quarter(ledger, ledger.quarters, Options(), today)


@pytest.mark.parametrize(
    ("events", "stopped", "paused", "hours"),
    [
        pytest.param((8, 8, 8, 8, 0), None, None, 8, id="the running quarter says nothing"),
        pytest.param((8, 8, 8, 0, 0), Quarter(2026, 3), None, 0, id="none in the latest quarter"),
        pytest.param((8, 8, 0, 0, 0), Quarter(2026, 2), None, 0, id="none in the latest two"),
        pytest.param((8, 0, 0), Quarter(2026, 3), None, 0, id="one quarter, and none since"),
        pytest.param((8, 8, 8, 0, 8), None, None, 6, id="done again in the running quarter"),
        pytest.param((8, 8, 0, 8, 8, 8, 0, 0), None, Quarter(2026, 3), 6, id="a summer like the last one"),
        pytest.param((8, 8, 0, 8, 8, 0, 0, 0), Quarter(2026, 2), None, 0, id="longer than any break before"),
        pytest.param((8, 0, 0, 8, 8, 8, 0, 0), None, Quarter(2026, 3), 6, id="shorter than a break before"),
        pytest.param((8, 8, 8, 0, 0, 0, 0, 0), None, None, 0, id="a year ago is no news"),
        pytest.param((0, 0, 0), None, None, 0, id="never"),
    ],
)
def test_what_a_person_stopped_is_not_usual_and_a_season_is_no_end(
    events: tuple[int, ...], stopped: Quarter | None, paused: Quarter | None, hours: float
) -> None:
    baseline = baseline_of(events)
    assert baseline.stopped == ({"group_events": stopped} if stopped else {})
    assert baseline.paused == ({"group_events": paused} if paused else {})
    assert baseline.mix["group_events"].hours == hours
    assert baseline.mix["one_on_one"].hours == 6
    assert ("group_events" in baseline.evenings) == bool(hours)


@pytest.mark.parametrize(("until", "owed"), [(None, 40.0), ("2026-06-30", 0.0)])
def test_of_what_stopped_only_the_dues_that_go_on_are_usual(until: str | None, owed: float) -> None:
    dues = {"amount": "40", "per": "quarter", "from": "2026-01-01", "to": until}
    baseline = baseline_of((8, 8, 0, 0), venues=[{"name": "Club", "approach": "group_events", "dues": dues}])
    assert baseline.stopped == {"group_events": Quarter(2026, 3)}
    assert (baseline.mix["group_events"].hours, baseline.mix["group_events"].money) == (0, owed)
    assert baseline.mix_at({"group_events": 0.0})["group_events"].money == owed


@pytest.mark.parametrize("logged", [[], ["2026-07-01"], ["2026-07-01", "2026-09-30"]])
@pytest.mark.parametrize(
    ("day", "start", "planned"),
    [
        (date(2026, 7, 1), 1, Quarter(2026, 3)),
        (date(2026, 8, 15), 1, Quarter(2026, 3)),
        (date(2026, 8, 16), 1, Quarter(2026, 4)),
        (date(2026, 12, 31), 1, Quarter(2027, 1)),
        (date(2026, 4, 1), 4, Quarter(2027, 1)),
        (date(2026, 6, 1), 4, Quarter(2027, 2)),
    ],
)
def test_the_running_quarter_is_planned_in_its_first_half_whatever_is_logged_and_then_the_next(
    logged: list[str], day: date, start: int, planned: Quarter
) -> None:
    activities = [costly_activity("one_on_one", "12", when) for when in logged]
    raw = make_document(profile={"fiscal_year_start": start}, activities=activities)
    assert planned_quarter(Ledger(Workspace(raw)), day) == planned
