"""Standings: the relationship measures quarter by quarter, and who or what made the difference."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.charts.history import over_quarters
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import history_words
from netroi_core.relationships import measures as relationship_measures
from netroi_core.relationships.history import change, standings
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, given, written
from tests.drawings import vega_lite_errors
from tests.relationships.test_measures import favour, person, talk
from tests.strategies import workspaces

EN = Words()
SPRING, SUMMER = Quarter(2026, 2), Quarter(2026, 3)
END = date(2026, 9, 30)


def named(name: str, day: str | None, **more: Json) -> Json:
    return {**person(day), "name": name, **more}


def network() -> Ledger:
    """Four people and two quarters.

    In spring an hour a week with Ada, and two favours for her; in summer 26 hours with Ben, who gave back, and 13 at
    events with Cy, who is new; Di, whom nobody has seen since January, goes quiet in July.
    """
    return Ledger.of(
        Workspace(written(
            contacts=[
                named("Ada", "2026-01-10", industry="Law"),
                named("Ben", "2026-01-10", industry="law "),
                named("Cy", "2026-08-01", industry="Retail"),
                named("Di", "2026-01-10"),
            ],
            activities=[
                talk("2026-06-30", "c1", hours={"attending": 13}, energy=1),
                talk("2026-09-30", "c2", hours={"attending": 26}, energy=2),
                {**talk("2026-08-01", "c3", hours={"attending": 13}), "approach": "group_events"},
            ],
            exchanges=[favour("given", "2026-05-01", "c1"), favour("given", "2026-05-02", "c1"),
                       favour("received", "2026-09-30", "c2")],
        ))
    )  # fmt: skip


def test_each_quarter_stands_as_its_records_up_to_its_end_say() -> None:
    spring, summer = standings(network(), (SPRING, SUMMER), END)
    assert (spring.engagement.in_touch_share, summer.engagement.in_touch_share) == (1 / 3, 2 / 4)
    assert spring.diversity["industry"].effective_number == pytest.approx(1)
    assert summer.diversity["industry"].effective_number == pytest.approx(3 / 2 ** (2 / 3))  # exp(H(2/3, 1/3))
    assert (spring.reciprocity.given, summer.reciprocity.received) == (2, 1)
    assert spring.load.hours_per_week == pytest.approx(1.0)  # 13 hours over 91 days
    assert summer.load.hours_per_week == pytest.approx(39 / 92 * 7)
    assert spring.capital == pytest.approx(1 + 2 * 0.5 ** (171 / 180))
    assert summer.capital == pytest.approx(0.5 ** (92 / 180) + 1 + 0.5 ** (60 / 180) + 0.5 ** (263 / 180))
    assert all(standing.is_over for standing in (spring, summer))


def test_a_difference_is_told_by_who_and_what_made_it() -> None:
    ledger = network()
    spring, summer = standings(ledger, (SPRING, SUMMER), END)
    found = change(ledger, spring, summer)
    assert dict(found.moves.select("name", "move").iter_rows()) == {
        "Cy": "joined",
        "Ada": "fading",
        "Ben": "kept",
        "Di": "went_quiet",
    }
    assert (found.newly_in_touch, found.not_since) == (("Ben", "Cy"), ("Ada",))
    assert found.new_categories == {"industry": ("Retail",), "background": (), "expertise": ()}
    assert found.favours.rows() == [("Ada", -2, 0), ("Ben", 0, 1)]
    assert found.hours["one_on_one"] == pytest.approx(26 / (92 / 7) - 1)
    assert dict(history_words.each(summer, spring, found, EN)) == {
        "Relationship capital": "2.9, after 2 in Q2 2026. Joined: Cy. No contact for 180 days now: Di. A short "
        "message is enough to pick it up again.",
        "In touch": "50% of your active people, after 33% in Q2 2026. Newly or again: Ben and Cy. Not any more: Ada.",
        "Variety": "As if spread evenly over 1.9 industries, after 1 (new: Retail).",
        "Give and take": "0 given, 1 received, after 2 and 0 in Q2 2026. Less given to Ada. More received from Ben.",
        "What it takes": "3 hours a week, after 1 in Q2 2026. Group events took 1 more. Mean energy 2, after 1.",
    }


def test_a_quarter_that_still_runs_is_told_as_far_as_it_came_and_not_called_less() -> None:
    ledger = network()
    spring, summer = standings(ledger, (SPRING, SUMMER), date(2026, 8, 31))
    assert not summer.is_over
    assert summer.load.energy is None  # the talk with Ben is yet to come
    said = dict(history_words.each(summer, spring, change(ledger, spring, summer), EN))
    assert said["In touch"].startswith("25% of your active people so far in Q3 2026, after 33%")
    assert said["In touch"].endswith("Newly or again: Cy. Not yet: Ada.")
    assert said["Give and take"] == "0 given, 0 received so far in Q3 2026, after 2 and 0 in Q2 2026."
    assert said["What it takes"] == "1 hours a week so far in Q3 2026, after 1 in Q2 2026."


def test_a_quarter_to_come_has_no_standing_and_the_first_one_nothing_before_it() -> None:
    (spring,) = standings(network(), (SPRING, SUMMER), date(2026, 6, 30))
    said = dict(history_words.each(spring, None, None, EN))
    assert said["Relationship capital"] == "2."
    assert said["What it takes"] == "1 hours a week. Mean energy 1."
    assert over_quarters([spring], EN).title == "Relationship capital stands at 2"


def test_nobody_on_record_is_said_in_plain_words() -> None:
    ledger = Ledger.of(Workspace(written(activities=[talk("2026-08-01")])))
    (summer,) = standings(ledger, (SUMMER,), END)
    said = dict(history_words.each(summer, None, None, EN))
    assert said["In touch"] == "No active person is on record yet."
    assert said["Variety"].startswith("Note industry, background or expertise")


@over(workspaces(), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_standings_agree_with_the_measures_and_changes_add_up(raw: Json, on: date) -> None:
    ledger = Ledger.of(Workspace(raw))
    found = standings(ledger, ledger.quarters, on)
    for standing in found:
        if standing.is_over:
            figures = relationship_measures.figures(ledger, (standing.quarter,), standing.on)
            assert standing.capital == pytest.approx(figures["capital"])
            assert standing.engagement.in_touch_share == figures["engagement"]["in_touch_share"]
            assert standing.reciprocity.given == figures["reciprocity"]["given"]
            assert standing.load.hours_per_week == pytest.approx(figures["load"]["hours_per_week"])
    for before, now in pairwise(found):
        changed = change(ledger, before, now)
        assert changed.moves["change"].sum() == pytest.approx(now.capital - before.capital, abs=1e-9)
        hours = (now.load.hours_per_week or 0) - (before.load.hours_per_week or 0)
        assert sum(changed.hours.values()) == pytest.approx(hours, abs=1e-6)
        history_words.each(now, before, changed, EN)


@over(workspaces())
def test_the_picture_is_valid_and_holds_every_quarter_whatever_the_records(raw: Json) -> None:
    ledger = Ledger.of(Workspace(raw))
    found = standings(ledger, ledger.quarters, date(2027, 12, 31))
    if found:
        chart = over_quarters(found, EN)
        assert len(chart.table[1]) == len(chart.figures[1]) == len(found)
        lines = chart.rows.drop_nulls("at")
        assert (lines["height"] - lines["place"]).is_between(0, 1).all()


def test_the_example_is_drawn_by_vega_lite_itself() -> None:
    ledger = Ledger.of(Workspace(given("sample")))
    found = standings(ledger, tuple(span(Quarter(2024, 4), SUMMER)), END)
    chart = over_quarters(found, EN)
    assert vega_lite_errors(chart) == []
    assert chart.title == "Relationship capital rose from 4.7 to 8.7 since Q4 2024"
    assert chart.table[1][-1][:3] == ("Q3 2026", "8.7", "0.62")
