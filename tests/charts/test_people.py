"""The chart of people: everybody by name at their closeness and relevance, with nothing typed in the specification."""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from netroi_core.charts.chart import Chart
from netroi_core.charts.people import history_chart, people_chart
from netroi_core.ledger.ledger import Ledger
from netroi_core.relationships.history import quarterly_measures
from netroi_core.wording.wording import Words
from netroi_core.workspace.records import Contact
from netroi_core.workspace.workspace import Workspace
from tests.careers import HOSTILE, load_document, make_document
from tests.drawings import chart_errors, drawn_texts


def person(closeness: int | None, relevance: int | None, **more: Any) -> dict[str, Any]:
    return {"name": "Ada Lovelace", "closeness": closeness, "relevance": relevance, **more}


def picture(*people: dict[str, Any]) -> Chart:
    return people_chart(Workspace(make_document(contacts=people)).contacts)


@cache
def example() -> tuple[tuple[Contact, ...], Chart]:
    """The active contacts of the example, with their chart."""
    contacts = tuple(contact for contact in Workspace(load_document("sample")).contacts if contact.status != "pruned")
    return tuple(contact for contact in contacts if contact.closeness and contact.relevance), people_chart(contacts)


def rows(chart: Chart, part: str = "person") -> list[dict[str, Any]]:
    return chart.rows.filter(part=part).to_dicts()


def test_the_example_is_drawn_with_every_name_and_its_table_holds_the_same_people() -> None:
    people, chart = example()
    assert chart_errors(chart) == []
    texts = drawn_texts(chart)
    assert len(people) == 29
    assert all(any(text.startswith(contact.name[:10]) for text in texts) for contact in people)
    assert sorted(row[0] for row in chart.figures[1]) == sorted(contact.name for contact in people)
    assert chart.png().startswith(b"\x89PNG")


def test_nobody_is_drawn_over_anybody_and_everybody_stands_in_their_level() -> None:
    _, chart = example()
    drawn = rows(chart)
    assert len({(row["closeness"], row["line"]) for row in drawn}) == len(drawn)
    tops = {int(row["name"]): row["line"] for row in rows(chart, "level")}
    relevance = {row[0]: row[2] for row in chart.figures[1]}
    for row in drawn:
        level = relevance[row["name"]]
        assert tops[level] <= row["line"] < tops.get(level - 1, chart.spec["height"])


def test_those_not_rated_are_counted_in_the_subtitle() -> None:
    assert "2 contacts aren’t rated yet." in picture(person(3, 3), person(3, None), person(None, 3)).subtitle
    assert "rated yet" not in picture(person(3, 3)).subtitle


def test_color_tells_how_somebody_was_met_and_a_hollow_dot_who_is_dormant() -> None:
    chart = picture(
        person(3, 3, met={"date": "2026-01-01", "approach": "social_media"}),
        person(3, 3, met={"date": "2026-01-01"}, status="dormant"),
        person(3, 3),
    )
    assert [(row["approach"], row["status"]) for row in rows(chart)] == [
        ("Social media", "Active"),
        ("Not known", "Active"),
        ("Not known", "Dormant"),
    ]


def test_the_legend_names_only_how_somebody_was_met() -> None:
    chart = picture(person(3, 3, met={"date": "2026-01-01", "approach": "social_media"}))
    assert "Social media" in drawn_texts(chart)
    assert not {"Not known", "Group events"} & set(drawn_texts(chart))


def test_both_axes_are_named() -> None:
    assert {"Closeness", "Relevance"} <= set(drawn_texts(picture(person(3, 3))))


def test_a_crowd_in_one_place_is_counted_where_its_names_have_no_room_and_the_table_has_all() -> None:
    chart = picture(*(person(4, 4, name=f"Person {n:03}") for n in range(300)))
    assert len(rows(chart)) == 7
    assert [row["name"] for row in rows(chart, "more")] == ["and 293 more"]
    assert len(chart.figures[1]) == 300
    assert chart.spec["height"] < 400


@pytest.mark.parametrize(
    ("people", "title"),
    [
        ([person(5, 5)], "1 contact is close and relevant"),
        (
            [person(5, 4), person(4, 5), person(3, 4)],
            "2 contacts are close and relevant, 1 is relevant but not close yet",
        ),
        ([person(1, 4)], "1 contact is relevant to you, but not close yet"),
        ([person(1, 4)] * 2, "2 contacts are relevant to you, but none of them is close yet"),
        ([person(5, 3)], "None of your contacts is very relevant to your goals yet"),
    ],
)
def test_the_title_says_who_is_close_and_whom_to_come_closer_to(people: list[dict[str, Any]], title: str) -> None:
    assert picture(*people).title == title


def test_the_words_for_those_who_cannot_see_it_count_every_place() -> None:
    chart = picture(person(5, 4), person(5, 4), person(1, 5))
    assert chart.alt == "relevance 5, closeness 1: 1 person; relevance 4, closeness 5: 2 people."


def test_a_name_is_in_the_rows_alone_in_one_line_and_drawn_as_plain_text() -> None:
    name = f"<b>Eve</b>\r\n\tdatum.x {HOSTILE}"
    chart = picture(person(5, 5, name=name), person(1, 1, name="Ada"))
    spec = json.dumps({key: value for key, value in chart.spec.items() if key != "$schema"})
    assert "Eve" not in spec + chart.title + chart.subtitle + chart.alt
    assert "evil" not in spec
    assert rows(chart)[0]["name"] == " ".join(name.split())
    assert "<b>" not in chart.svg()
    assert any(text.startswith("<b>Eve</b>") for text in drawn_texts(chart))


def test_what_nobody_rated_is_called_so_in_every_quarter() -> None:
    activities = [
        {"date": day, "approach": "one_on_one", "hours": {"attending": 2}} for day in ("2026-05-02", "2026-08-02")
    ]
    activities[1]["energy"] = 1
    ledger = Ledger(
        Workspace(make_document(contacts=[{"name": "Ann", "met": {"date": "2026-05-02"}}], activities=activities))
    )
    chart = history_chart(quarterly_measures(ledger, ledger.quarters, date(2026, 9, 30)), Words())
    header, lines = chart.table
    strength, energy = header.index("Strength"), header.index("Energy")
    assert [(line[strength], line[energy]) for line in lines] == [
        ("not rated yet", "not rated yet"),
        ("not rated yet", "1"),
    ]
    assert "Energy, −2 to 2: Q2 2026 not rated yet, Q3 2026 1" in chart.alt
    assert lines[0][header.index("Balance")] == "n/a", "there is nothing to rate"
