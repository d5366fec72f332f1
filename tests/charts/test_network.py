"""The charts of the network: their pictures, texts and files, with nothing typed in a specification."""

import csv
import io
import json
import re
from datetime import date
from functools import cache

import polars as pl
import pytest

from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import DARK
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.views.advice import Situation
from netroi_core.views.network import network
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import (
    GOLDEN,
    HOSTILE,
    Json,
    costly_activity,
    load_document,
    make_document,
    small_documents,
    won_outcome,
)
from tests.charts.test_charts import parts, scale_of
from tests.drawings import beyond_the_scale, chart_errors, drawn_texts
from tests.relationships.test_measures import favor, person, talk

CAREERS = {name: load_document(name) for name in ("sample", *GOLDEN)} | small_documents()
KEYS = ("give-take", "diversity", "people", "standings", "energy", "returned")

every_career = pytest.mark.parametrize("name", CAREERS)


def of(raw: Json) -> dict[str, Chart]:
    ledger = Ledger(Workspace(raw))
    view = network(Situation(ledger, ledger.quarters, Options(), date(2026, 10, 5)), Words())
    return {chart.key: chart for draw in view.charts.values() for chart in draw()}


@cache
def pictures(name: str) -> dict[str, Chart]:
    return of(CAREERS[name])


def test_the_example_has_all_six() -> None:
    assert tuple(pictures("sample")) == KEYS


@every_career
def test_every_specification_is_valid_and_drawn_with_its_finding_inside_its_scale(name: str) -> None:
    for chart in pictures(name).values():
        assert chart_errors(chart) == []
        assert not [
            key for key, value in parts(chart.spec_on(DARK)) if key in ("url", "href", "image") or value == "image"
        ]
        words = drawn_texts(chart)
        assert chart.title in words
        assert not [word for word in words if re.search(r"\bnan\b|undefined", word, re.IGNORECASE)]
        assert beyond_the_scale(chart, "given", "received", "count", "value") == []


@every_career
def test_tables_words_and_files_hold_what_the_picture_shows(name: str) -> None:
    for chart in pictures(name).values():
        header, rows = chart.table
        assert {len(row) for row in rows} == {len(header)} == {len(row) for row in chart.figures[1]}
        first, *lines = csv.reader(io.StringIO(chart.csv().decode("utf-8-sig")))
        assert tuple(first) == chart.figures[0]
        assert len(lines) == len(chart.figures[1])
        assert pl.read_ipc_stream(chart.arrow).equals(chart.rows)
        assert chart.alt.endswith(".")
        assert "None" not in f"{chart.title} {chart.subtitle} {chart.alt} {rows}"
        assert chart.png().startswith(b"\x89PNG")


def test_the_eight_with_most_favors_are_drawn_and_the_table_has_all_even_of_one_name() -> None:
    people = [{**person(), "name": "Ada"} for _ in range(11)]
    favors = [favor("given", contact=f"c{n}") for n in range(1, 12)] + [favor("received", contact="c11")]
    chart = of(make_document(contacts=people, exchanges=favors))["give-take"]
    assert chart.rows.select("name", "given", "received").row(0) == ("Ada (11)", -1, 1)
    assert chart.rows["row"].to_list() == list(range(8))
    assert chart.rows["got"].to_list() == ["1", *[""] * 7]
    assert chart.table[1][0] == ("Ada (11)", "1", "1", "0")
    assert len(chart.table[1]) == 11
    assert chart.subtitle.endswith("3 more people in the table.")
    assert chart.alt.startswith("Person by person, the most exchanged first: 1 given, 1 received; 1 given, 0 received")


def test_of_each_dimension_the_most_common_are_drawn_below_its_effective_number() -> None:
    people = [person(industry=name) for name in ("Law", "Law", "Steel", "Retail", "Media", "Food")]
    chart = of(make_document(contacts=people, activities=[talk("2026-09-01")]))["diversity"]
    assert chart.rows.select("part", "name", "label").rows() == [
        ("head", "Industries", "as varied as 5 equal groups"),
        ("category", "Law", "2"),
        ("category", "Steel", "1"),
        ("category", "Retail", "1"),
        ("category", "Media", "1"),
    ]
    assert chart.alt == "Industries: 5 in all, as varied as 5 equal groups, the largest has 2."
    assert chart.table[1][0] == ("Industries", "Law", "2", "33%")
    assert len(chart.table[1]) == 5


def test_where_many_have_nothing_in_common_none_is_drawn_as_the_most_common() -> None:
    people = [person(expertise=["a", "b", "c", "d", "e"])]
    chart = of(make_document(contacts=people, activities=[talk("2026-09-01")]))["diversity"]
    assert chart.rows["part"].to_list() == ["head"]
    assert len(chart.table[1]) == 5


def test_energy_is_a_mean_and_an_approach_without_it_has_none() -> None:
    talks = [talk("2026-09-01", hours={"attending": 2}, energy=-1), talk("2026-09-02", hours={"attending": 2})]
    chart = of(make_document(activities=talks))["energy"]
    assert chart.rows.select("value", "label").rows() == [
        (None, "not rated yet"),
        (-1.0, "−1"),
        (None, "not rated yet"),
    ]
    assert scale_of(chart)["low"] < -1
    assert chart.table[1][1] == ("One-on-one", "−1", "1", "n/a"), "one rating is no change"
    assert chart.table[1][0] == ("Group events", "not rated yet", "not rated yet", "n/a")


def test_what_a_person_typed_is_in_the_rows_alone_in_one_line_and_drawn_as_plain_text() -> None:
    name = f"<b>Eve</b>\r\n\tdatum.x {HOSTILE}"
    typed = {"name": name, "industry": name, "background": name, "expertise": [name]}
    raw = make_document(contacts=[{**person(), **typed}], exchanges=[favor("given", contact="c1")])
    charts = of(raw)
    for chart in charts.values():
        spec = json.dumps({key: value for key, value in chart.spec.items() if key != "$schema"})
        assert "Eve" not in spec + chart.title + chart.subtitle + chart.alt
        assert "evil" not in spec
        assert "<b>" not in chart.svg()
    for key in ("give-take", "diversity"):
        texts = drawn_texts(charts[key])
        assert any(text.startswith("<b>Eve</b> datum.x") and text.endswith("…") for text in texts)


def test_the_ticks_of_returns_below_one_are_ratios_of_two_digits() -> None:
    raw = make_document(activities=[costly_activity("one_on_one", "300")], outcomes=[won_outcome("100", "one_on_one")])
    ticks = [text for text in drawn_texts(of(raw)["returned"]) if text.startswith("$0.")]
    assert ticks
    assert all(re.fullmatch(r"\$0\.\d\d", text) for text in ticks)
