"""Online and offline: hours by channel, and the outcomes whose steps were of each."""

from typing import Any

from hypothesis import given

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.relationships.channels import SideFigures, side_figures, side_sentence, side_table
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, make_document
from tests.ledger.test_measures import options
from tests.relationships.test_measures import talk
from tests.strategies import workspaces

EN = Words()
YEAR = tuple(span(Quarter(2026, 1), Quarter(2026, 4)))
FOREVER = tuple(span(Quarter(1899, 1), Quarter(2201, 4)))


def of(raw: Json, **chosen: Any) -> dict[str | None, SideFigures]:
    return {row.side: row for row in side_figures(Ledger(Workspace(raw)), YEAR, Options(**chosen))}


def outcome(*steps: Json, **more: Any) -> Json:
    won = {"date": "2026-08-01", "kind": "client", "status": "won", "value": {"likely": "300"}}
    return {**won, "touchpoints": list(steps), **more}


def step(day: str, **more: Any) -> Json:
    return {"date": day, "approach": "one_on_one", **more}


def hours(count: float, **more: Any) -> Json:
    return {"hours": {"attending": count}, **more}


def test_video_and_text_are_online_and_each_step_has_the_channel_of_its_day() -> None:
    raw = make_document(
        activities=[
            talk("2026-07-01", **hours(4, channel="in_person")),
            talk("2026-07-02", **hours(1, channel="video")),
            talk("2026-07-03", **hours(1, channel="text")),
            talk("2026-07-04", **hours(1, channel="phone")),
            talk("2026-07-05", **hours(3)),
        ],
        outcomes=[outcome(step("2026-07-02"), step("2026-07-03"), step("2026-07-01")), outcome(step("2026-07-04"))],
    )
    rows = of(raw)
    assert rows["in_person"] == SideFigures("in_person", 4, 0.4, 1, 100)
    assert rows["online"] == SideFigures("online", 2, 0.2, 1, 200)
    assert rows["phone"] == SideFigures("phone", 1, 0.1, 1, 300)
    assert rows[None] == SideFigures(None, 3, 0.3, 0, 0)
    assert side_sentence(list(rows.values()), EN) == (
        "50% of your hours were offline, 20% of your hours were online and 30% name no channel."
    )
    header, table = side_table(list(rows.values()), EN)
    assert table[2] == ("Online (video and text)", "2 h", "20%", "1", "$200")
    assert len(header) == 5


def test_of_several_on_a_day_that_with_the_contact_counts_and_else_the_only_channel_of_the_quarter() -> None:
    raw = make_document(
        contacts=[{"name": "Ada"}],
        activities=[
            talk("2026-07-01", "c1", **hours(1, channel="video")),
            talk("2026-07-01", **hours(1, channel="in_person")),
            talk("2026-02-01", **hours(1, channel="phone")),
        ],
        outcomes=[
            outcome(step("2026-07-01", contact="c1")),
            outcome(step("2026-07-01")),
            outcome(step("2026-03-03")),
        ],
    )
    rows = of(raw)
    assert (rows["online"].outcomes, rows["phone"].outcomes) == (1, 1)
    assert rows["in_person"].outcomes == 0
    assert rows[None] == SideFigures(None, 0, 0, 1, 300)


def test_lost_outcomes_and_steps_that_came_too_late_led_to_nothing() -> None:
    raw = make_document(
        activities=[talk("2026-07-01", **hours(1, channel="video"))],
        outcomes=[
            outcome(step("2026-07-01"), status="lost"),
            outcome(step("2026-07-01"), step("2026-12-01")),
        ],
    )
    assert of(raw)["online"] == SideFigures("online", 1, 1, 1, 300)


def test_without_any_channel_the_page_asks_for_one() -> None:
    assert of(make_document(activities=[talk("2026-07-01", **hours(1))])) == {}
    assert side_sentence([], EN).startswith("Add the channel of your activities (in person")


@given(workspaces(), options)
def test_the_sides_add_up_to_all_hours_and_to_the_value_that_steps_led_to(raw: Json, chosen: Options) -> None:
    for activity in raw.get("activities", ())[:2]:
        activity["channel"] = "video"
    ledger = Ledger(Workspace(raw))
    rows = side_figures(ledger, FOREVER, chosen)
    if rows:
        assert abs(sum(row.hours for row in rows) - float(ledger.activities["hours"].sum())) < 1e-6
        assert sum(row.value for row in rows) <= float(ledger.outcomes[chosen.basis].sum()) * (1 + 1e-9) + 1e-6
