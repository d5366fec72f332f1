"""History: the relationship measures quarter by quarter, and who or what made the difference."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from netroi_core.charts.people import history_chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.quarters import Quarter, span
from netroi_core.relationships import measures
from netroi_core.relationships.history import measure_sentences, quarter_change, quarterly_measures
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, load_document, make_document
from tests.drawings import chart_errors
from tests.relationships.test_measures import favor, person, talk
from tests.strategies import workspaces

EN = Words()
SPRING, SUMMER = Quarter(2026, 2), Quarter(2026, 3)
END = date(2026, 9, 30)


def named(name: str, day: str | None, **more: Json) -> Json:
    return {**person(day), "name": name, **more}


def network() -> Ledger:
    """Four people and two quarters.

    In spring an hour a week with Ada, and two favors for her; in summer 26 hours with Ben, who gave back, and 13 at
    events with Cy, who is new; Di, whom nobody has seen since January, goes quiet in July.
    """
    return Ledger(
        Workspace(make_document(
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
            exchanges=[favor("given", "2026-05-01", "c1"), favor("given", "2026-05-02", "c1"),
                       favor("received", "2026-09-30", "c2")],
        ))
    )  # fmt: skip


def test_each_quarter_is_measured_by_its_records_up_to_its_end() -> None:
    spring, summer = quarterly_measures(network(), (SPRING, SUMMER), END)
    assert (spring.engagement.in_touch_share, summer.engagement.in_touch_share) == (1 / 3, 2 / 4)
    assert spring.diversity["industry"].effective_number == pytest.approx(1)
    assert summer.diversity["industry"].effective_number == pytest.approx(3 / 2 ** (2 / 3))  # exp(H(2/3, 1/3))
    assert (spring.reciprocity.given, summer.reciprocity.received) == (2, 1)
    assert spring.load.hours_per_week == pytest.approx(1.0)  # 13 hours over 91 days
    assert summer.load.hours_per_week == pytest.approx(39 / 92 * 7)
    assert spring.capital == pytest.approx(1 + 2 * 0.5 ** (171 / 180))
    assert summer.capital == pytest.approx(0.5 ** (92 / 180) + 1 + 0.5 ** (60 / 180) + 0.5 ** (263 / 180))
    assert spring.is_over
    assert summer.is_over


def test_a_change_names_who_and_what_made_it() -> None:
    ledger = network()
    spring, summer = quarterly_measures(ledger, (SPRING, SUMMER), END)
    change = quarter_change(ledger, spring, summer)
    assert dict(change.capital.select("name", "move").iter_rows()) == {
        "Cy": "joined",
        "Ada": "fading",
        "Ben": "kept",
        "Di": "went_quiet",
    }
    assert (change.newly_in_touch, change.no_longer_in_touch) == (("Ben", "Cy"), ("Ada",))
    assert change.new_categories == {"industry": ("Retail",), "background": (), "expertise": ()}
    assert change.favors.rows() == [("Ada", -2, 0), ("Ben", 0, 1)]
    assert change.hours["one_on_one"] == pytest.approx(26 / (92 / 7) - 1)
    assert dict(measure_sentences(summer, change, EN)) == {
        "Relationship strength": "2.9, compared with 2 in Q2 2026. New: Cy. No contact for 180 days now: Di. A short "
        "message is enough to get back in touch.",
        "In touch": "50% of your active contacts, compared with 33% in Q2 2026. In touch again or for the first time: "
        "Ben and Cy. No longer in touch: Ada.",
        "Variety": "As varied as 2 equal groups by industry, compared with 1 (new: Retail).",
        "Favors": "0 given, 1 received, compared with 2 and 0 in Q2 2026. Less given to Ada. More received from Ben.",
        "Hours and energy": "3 hours a week, compared with 1 in Q2 2026. 1 more on group events. "
        "Average energy 2, compared with 1.",
    }


def test_a_running_quarter_counts_as_far_as_it_came_and_is_never_called_less() -> None:
    ledger = network()
    spring, summer = quarterly_measures(ledger, (SPRING, SUMMER), date(2026, 8, 31))
    assert not summer.is_over
    assert summer.load.energy is None  # the talk with Ben is yet to come
    said = dict(measure_sentences(summer, quarter_change(ledger, spring, summer), EN))
    assert said["In touch"].startswith("25% of your active contacts so far in Q3 2026, compared with 33%")
    assert said["In touch"].endswith("In touch again or for the first time: Cy. Not yet in touch: Ada.")
    assert said["Favors"] == "0 given, 0 received so far in Q3 2026, compared with 2 and 0 in Q2 2026."
    assert said["Hours and energy"] == "1.5 hours a week so far in Q3 2026, compared with 1 in Q2 2026."


def test_where_nobody_is_rated_strength_is_no_zero() -> None:
    contacts = [{"id": f"c{number}", "name": name} for number, name in enumerate(("Ada", "Ben"), 1)]
    ledger = Ledger(
        Workspace(make_document(contacts=contacts, activities=[talk("2026-06-30", "c1"), talk("2026-08-01")]))
    )
    spring, summer = quarterly_measures(ledger, (SPRING, SUMMER), END)
    chart = history_chart([spring, summer], EN)
    assert chart.title == "Relationship strength: not rated yet"
    assert "trength" not in chart.alt
    said = dict(measure_sentences(summer, quarter_change(ledger, spring, summer), EN))
    assert said["Relationship strength"] == "Not rated yet."


def test_a_future_quarter_is_not_measured_and_the_first_one_has_nothing_before_it() -> None:
    (spring,) = quarterly_measures(network(), (SPRING, SUMMER), date(2026, 6, 30))
    said = dict(measure_sentences(spring, None, EN))
    assert said["Relationship strength"] == "2."
    assert said["Hours and energy"] == "1 hour a week. Average energy 1."
    assert history_chart([spring], EN).title == "Relationship strength is 2"


def test_nobody_on_record_is_said_in_plain_words() -> None:
    ledger = Ledger(Workspace(make_document(activities=[talk("2026-08-01")])))
    (summer,) = quarterly_measures(ledger, (SUMMER,), END)
    said = dict(measure_sentences(summer, None, EN))
    assert said["In touch"] == "You have no active contacts yet."
    assert said["Variety"].startswith("Add your contacts’ industry, background or expertise")


@over(workspaces(), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_the_history_agrees_with_the_measures_and_changes_add_up(raw: Json, on: date) -> None:
    ledger = Ledger(Workspace(raw))
    history = quarterly_measures(ledger, ledger.quarters, on)
    for row in history:
        if row.is_over:
            figures = measures.figures(ledger, (row.quarter,), row.on)
            assert row.capital == pytest.approx(figures.capital)
            assert row.engagement == figures.engagement
            assert row.reciprocity == figures.reciprocity
            assert row.load.hours_per_week == pytest.approx(figures.load.hours_per_week)
    for before, now in pairwise(history):
        change = quarter_change(ledger, before, now)
        assert change.capital["change"].sum() == pytest.approx(now.capital - before.capital, abs=1e-9)
        hours = (now.load.hours_per_week or 0) - (before.load.hours_per_week or 0)
        assert sum(change.hours.values()) == pytest.approx(hours, abs=1e-6)
        measure_sentences(now, change, EN)


@over(workspaces())
def test_the_picture_is_valid_and_holds_every_quarter_whatever_the_records(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    history = quarterly_measures(ledger, ledger.quarters, date(2027, 12, 31))
    if any(row.has_records for row in history):
        chart = history_chart(history, EN)
        assert len(chart.table[1]) == len(chart.figures[1]) == len(history)
        lines = chart.rows.drop_nulls("at")
        assert (lines["height"] - lines["row"]).is_between(0, 1).all()


def test_the_example_is_drawn_by_vega_lite_itself() -> None:
    ledger = Ledger(Workspace(load_document("sample")))
    chart = history_chart(quarterly_measures(ledger, tuple(span(Quarter(2024, 4), SUMMER)), END), EN)
    assert chart_errors(chart) == []
    assert chart.title == "Relationship strength rose from 4.7 to 8.7 since Q4 2024"
    assert chart.table[1][-1][:3] == ("Q3 2026", "8.7", "0.62")


def test_a_quarter_without_records_is_a_gap_and_no_zero() -> None:
    winter, fall = Quarter(2026, 1), Quarter(2026, 4)
    ledger = Ledger(
        Workspace(make_document(
            contacts=[named("Ada", "2026-02-10")],
            activities=[talk("2026-02-20", "c1", hours={"attending": 13}),
                        talk("2026-08-20", "c1", hours={"attending": 26})],
        ))
    )  # fmt: skip
    before, first, empty, last, after = quarterly_measures(
        ledger, (winter.shifted(-1), winter, SPRING, SUMMER, fall), date(2026, 12, 31)
    )
    assert [row.has_records for row in (before, first, empty, last, after)] == [False, True, False, True, False]
    assert (before.known_capital, empty.known_capital) == (None, pytest.approx(empty.capital))
    chart = history_chart((before, first, empty, last, after), EN)
    columns = dict(zip(chart.figures[0], zip(*chart.figures[1], strict=True), strict=True))
    for title in ("In touch, share", "Given", "Received", "Hours a week"):
        assert [value is None for value in columns[title]] == [True, False, True, False, True]
    assert chart.title.endswith("since Q1 2026")
    told = dict(measure_sentences(after, None, EN))
    assert told["Contact, favors and hours"] == "Nothing is on record for Q4 2026."
    assert "Hours and energy" not in told
