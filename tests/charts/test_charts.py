"""The charts of the results, for usual and unusual careers: what is drawn, said, and handed out."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from netroi_core.charts.chart import Chart
from netroi_core.charts.palette import APPROACH_COLORS, DARK, UNATTRIBUTED
from netroi_core.charts.plans import benefit_chart
from netroi_core.charts.returns import NOT_ENOUGH
from netroi_core.ledger.measures import MEASURES
from netroi_core.planning.outlook import Forecast
from netroi_core.views.results import PATHS
from netroi_core.wording.findings import STILL_OPEN, WON
from netroi_core.wording.wording import APPROACH_NAMES, NOT_AVAILABLE, NOT_RATED, Words
from tests.careers import (
    GOLDEN,
    HOSTILE,
    LIVES,
    answer_of,
    costly_activity,
    load_document,
    make_document,
    results_of,
    small_documents,
    won_outcome,
)
from tests.careers import charts_by_section as drawn
from tests.drawings import chart_errors, drawn_texts, moves_in_streamlit, texts_in

CAREERS = {name: load_document(name) for name in ("sample", *GOLDEN)} | small_documents()
WORDS = {"en_US": Words("en_US", "USD"), "de_DE": Words("de_DE", "EUR")}
TITLES = {measure.title: measure for measure in MEASURES}
COLORS = {APPROACH_NAMES[approach]: color for approach, color in APPROACH_COLORS.items()}

every_career = pytest.mark.parametrize("name", CAREERS)
every_locale = pytest.mark.parametrize("locale", WORDS)


def charts_of(raw: dict[str, Any], words: Words = WORDS["en_US"]) -> list[Chart]:
    odds = answer_of(raw, words=words).chart
    drawn_at = drawn(results_of(raw, words=words))
    others = [
        chart for name, together in drawn_at.items() if name != PATHS for chart in together
    ]  # they have their own
    return [odds, *others] if odds else others


@cache
def pictures(name: str, locale: str = "en_US") -> list[Chart]:
    return charts_of(CAREERS[name], WORDS[locale])


def picture(name: str, key: str, locale: str = "en_US") -> Chart:
    return next(chart for chart in pictures(name, locale) if chart.key == key)


def bars(name: str, locale: str = "en_US") -> list[Chart]:
    """The charts with a linear scale."""
    return [chart for chart in pictures(name, locale) if chart.key != "odds"]


def scale_of(chart: Chart) -> dict[str, Any]:
    return {param["name"]: param["value"] for param in chart.spec["params"]}


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key of a specification with its value, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from parts(inner)


@every_career
def test_every_specification_is_valid_vega_lite_and_refers_to_nothing_outside(name: str) -> None:
    for chart in pictures(name):
        spec = json.loads(json.dumps(chart.spec_on(DARK)))
        assert chart_errors(chart) == []
        assert not [key for key, value in parts(spec) if key in ("url", "href", "image") or value == "image"]
        assert "://" not in json.dumps({key: value for key, value in spec.items() if key != "$schema"})


def test_bars_are_level_with_their_labels_on_a_page() -> None:
    assert [chart.key for chart in pictures("sample") if moves_in_streamlit(chart)] == []


@pytest.mark.parametrize(("name", "locale"), [*((name, "en_US") for name in CAREERS), ("sample", "de_DE")])
def test_every_chart_is_drawn_with_its_finding_and_all_of_its_labels(name: str, locale: str) -> None:
    for chart in pictures(name, locale):
        svg = chart.svg()
        words = texts_in(svg)
        assert chart.title in words
        assert "".join(chart.subtitle.split()) in "".join("".join(words).split())
        labels = {label for label in chart.rows["label"] if label} if "label" in chart.rows else set()
        assert labels <= set(words)
        assert len(set(scale_of(chart)["labels"]) & set(words)) >= 2  # where it gets crowded, Vega leaves some out
        assert "<image" not in svg
        assert "nan" not in svg.lower().replace("finance", "")


@every_career
def test_bars_begin_at_zero_and_stay_inside_their_scale(name: str) -> None:
    for chart in bars(name):
        scale = scale_of(chart)
        assert scale["low"] <= 0 <= scale["high"]
        assert scale["low"] < scale["high"]
        ends = [column for column in ("start", "end") if column in chart.rows]
        for column in ends:
            assert chart.rows[column].drop_nulls().is_between(scale["low"], scale["high"]).all()
        for key, value in parts(chart.spec):
            if key == "scale" and isinstance(value, dict) and "domainMin" in value:
                assert value["zero"] is True
                assert value["domainMin"] == {"expr": "low"}


@every_career
@every_locale
def test_ticks_are_round_evenly_spaced_and_say_what_they_are(name: str, locale: str) -> None:
    words = WORDS[locale]
    for chart in bars(name, locale):
        ticks, labels = scale_of(chart)["ticks"], scale_of(chart)["labels"]
        assert 2 <= len(ticks) <= 6
        assert 0 in ticks
        steps = [after - before for before, after in pairwise(ticks)]
        assert steps == pytest.approx([steps[0]] * len(steps))
        assert str(f"{steps[0]:.6e}")[:4] in ("1.00", "2.00", "2.50", "5.00")
        assert len(set(labels)) == len(labels)
        assert all((words.symbol in label) == (chart.key != "hours") for label in labels)


@every_career
def test_an_approach_has_the_same_color_in_every_chart(name: str) -> None:
    for chart in pictures(name):
        if "color" in chart.rows:
            rows = chart.rows.filter(pl.col("part") == "won") if "part" in chart.rows else chart.rows
            rows = rows.filter(pl.col("color") != UNATTRIBUTED)
            assert dict(rows.select("approach", "color").iter_rows()) == COLORS
            continue
        ranged = [value for key, value in parts(chart.spec) if key == "scale" and value and "range" in value]
        assert ranged
        for scale in ranged:
            assert dict(zip(scale["domain"], scale["range"], strict=True)) == COLORS


@every_career
def test_the_csv_opens_back_to_the_exact_figures(name: str) -> None:
    result = results_of(CAREERS[name])
    rows = [*result.figures.approaches.values(), result.figures.total]
    for chart in pictures(name):
        header, *lines = csv.reader(io.StringIO(chart.csv().decode("utf-8-sig")))
        assert tuple(header) == chart.figures[0]
        for line, figures in zip(lines, chart.figures[1], strict=True):
            read = [float(cell) if cell else None for cell in line[1:]]
            assert [line[0], *read] == list(figures)
        if chart.key == "invested-gained":
            columns = dict(zip(header, zip(*chart.figures[1], strict=True), strict=True))
            value = [won + still_open for won, still_open in zip(columns[WON], columns[STILL_OPEN], strict=True)]
            assert value == pytest.approx([row.expected_value for row in rows])
            for title in {*header[1:]} - {WON, STILL_OPEN}:
                assert [*columns[title]] == [row.value(TITLES[title].key) for row in rows]


@every_career
def test_the_rows_survive_their_way_to_the_browser(name: str) -> None:
    for chart in pictures(name):
        assert pl.read_ipc_stream(chart.arrow).equals(chart.rows)


@every_career
@every_locale
def test_the_table_and_the_words_hold_what_the_picture_shows(name: str, locale: str) -> None:
    for chart in pictures(name, locale):
        header, rows = chart.table
        assert {len(row) for row in rows} == {len(header)} == {len(row) for row in chart.figures[1]}
        assert [row[0] for row in rows] == [exact[0] for exact in chart.figures[1]]
        assert chart.alt.endswith(".")
        assert "None" not in f"{chart.title} {chart.subtitle} {chart.alt} {rows}"
        for row, exact in zip(rows, chart.figures[1], strict=True):
            assert all(
                cell in (NOT_AVAILABLE, NOT_RATED) for cell, value in zip(row, exact, strict=True) if value is None
            )


def test_no_text_that_a_person_typed_gets_into_a_chart() -> None:
    venues = [{"name": HOSTILE, "approach": "group_events", "why": HOSTILE, "dues": {"amount": "100", "per": "year"}}]
    contacts = [{"name": HOSTILE, "notes": HOSTILE}]
    activities = [{**costly_activity("group_events", "9", day), "title": HOSTILE, "venue": "v1"}
                  for day in ("2026-07-01", "2026-10-01")]  # fmt: skip
    raw = make_document(venues=venues, contacts=contacts, activities=activities,
                  outcomes=[{**won_outcome("500", "group_events"), "title": HOSTILE}])  # fmt: skip
    charts = charts_of(raw)
    assert [chart.key for chart in charts] == ["odds", "invested-gained", "money", "hours"]
    for chart in charts:
        handed_out = [json.dumps(chart.spec), str(chart.rows.to_dicts()), str(chart.table), chart.csv().decode()]
        words = "".join([*handed_out, chart.svg(), chart.title, chart.subtitle, chart.alt])
        assert "evil" not in words
        assert "iframe" not in words


def test_without_cost_roi_is_not_available_in_picture_table_and_words() -> None:
    chart = picture("no cost", "invested-gained")
    assert chart.rows.filter(pl.col("part") == "head")["label"].to_list() == ["no cost on record"] * 3
    assert "no cost on record" in chart.alt
    column = chart.table[0].index("ROI")
    assert [row[column] for row in chart.table[1]] == ["n/a"] * 4
    assert [row[column] for row in chart.figures[1]] == [None] * 4


def test_what_nothing_is_known_of_has_no_odds_to_draw() -> None:
    keys = {name: [chart.key for chart in pictures(name)] for name in ("no cost", "no outcome", "no steps", "sample")}
    assert [name for name, drawn in keys.items() if "odds" in drawn] == ["sample"]


@every_career
@every_locale
def test_odds_are_drawn_as_intervals_around_what_is_likely_on_a_scale_that_holds_break_even(
    name: str, locale: str
) -> None:
    for chart in [chart for chart in pictures(name, locale) if chart.key == "odds"]:
        scale = scale_of(chart)
        assert 0 < scale["low"] < 1 < scale["high"]
        assert 2 <= len(scale["ticks"]) <= 6
        intervals = chart.rows.drop_nulls("middle")
        assert (intervals["low"] <= intervals["middle"]).all()
        assert (intervals["middle"] <= intervals["high"]).all()
        within = intervals["middle"].is_between(scale["low"], scale["high"])
        assert within.all() or scale["high"] > 1000  # the sum of all money against a cent
        assert chart.rows["approach"].to_list() == list(APPROACH_NAMES.values())
        assert set(chart.rows.filter(pl.col("middle").is_null())["label"]) <= {"not enough to tell"}


def test_the_odds_of_the_example_are_those_of_its_verdict() -> None:
    chart = picture("sample", "odds")
    answer = answer_of(CAREERS["sample"])
    verdict, recorded = answer.verdict_words.verdict, answer.advice_words.situation.recorded_returns
    assert chart.title.startswith("Estimate: one-on-one has the best return")
    assert chart.figures[1] == tuple(
        (
            *(APPROACH_NAMES[a], recorded[a], *(1 + p for p in roi)),
            *(100 * verdict.probability_best[a], 100 * verdict.probability_pays[a]),
        )
        for a, roi in verdict.roi.items()
    )


def test_what_happened_is_solid_and_what_is_estimated_is_outlined() -> None:
    chart = picture("sample", "odds")
    marks = [layer["mark"] for layer in chart.spec["layer"] if layer["mark"]["type"] in ("bar", "point")]
    marks = [mark for mark in marks if "triangle" not in mark.get("shape", "")]
    assert [(mark["type"], mark.get("filled", mark.get("fillOpacity", 1) > 0.5)) for mark in marks] == [
        ("bar", False),
        ("point", False),
        ("point", True),
    ]
    assert "Ring: estimate for the next $1" in chart.subtitle
    assert "Diamond: actual return so far" in chart.subtitle


@pytest.mark.parametrize("name", ["sample", "tokyo", "founder"])
def test_approaches_stand_in_their_order_whatever_is_known_of_them(name: str) -> None:
    svg = charts_of(load_document(name), WORDS["en_US"])[0].svg()
    heights = {
        text: float(height)
        for height, text in re.findall(r"translate\([\d.-]+,([\d.-]+)\)[^>]*>([^<]+)</text>", svg)
        if text in APPROACH_NAMES.values()
    }
    assert sorted(heights, key=heights.__getitem__) == [*APPROACH_NAMES.values()]


def test_what_led_to_nothing_has_neither_a_return_nor_an_estimate() -> None:
    chart = picture("nothing pays", "odds")
    recorded = dict(chart.rows.select("approach", "recorded").iter_rows())
    assert recorded == {"Group events": None, "One-on-one": pytest.approx(0.2), "Social media": None}
    estimated = dict(chart.rows.select("approach", "middle").iter_rows())
    assert [name for name, middle in estimated.items() if middle is not None] == ["One-on-one"]
    labels = dict(chart.rows.select("approach", "label").iter_rows())
    assert labels["Group events"] == labels["Social media"] == NOT_ENOUGH


@pytest.mark.parametrize("currency", ["JPY", "KWD", "USD"])
def test_a_return_has_two_digits_in_every_currency(currency: str) -> None:
    odds, invested = charts_of(load_document("sample"), Words("en_US", currency))[:2]
    sign = Words("en_US", currency).symbol
    for label in [*odds.rows["label"], *invested.rows.filter(pl.col("part") == "head")["label"].head(3)]:
        assert re.search(rf"{re.escape(sign)}\s?\d+\.\d\d\b", label), label
    assert all(re.search(r"\d\.\d\d$", tick) for tick in scale_of(odds)["labels"])


def test_what_went_in_and_what_came_out_stand_beneath_each_other() -> None:
    chart = picture("pop-quiz", "invested-gained")
    rows = chart.rows.filter(pl.col("approach") == "Group events").select("part", "start", "end", "label").rows()
    assert rows == [
        ("head", 0.0, 0.0, "returned $4.23 per $1"),
        ("money", 0.0, pytest.approx(116.5), ""),
        ("time", pytest.approx(116.5), pytest.approx(295.346154), "$295"),
        ("won", 0.0, pytest.approx(1250.0), "$1,250"),
    ]
    open_rows = chart.rows.filter(pl.col("part") == "open").select("approach", "start", "end", "label").rows()
    assert open_rows == [
        ("One-on-one", 1250.0, pytest.approx(2750.0), "$1,250 + $1,500 open"),
        ("Social media", 0.0, pytest.approx(1500.0), "$1,500 open"),
    ]
    assert chart.title == "$2,500 won from $168 and 17.75 hours worth $671, plus $3,000 expected from open outcomes"
    assert chart.subtitle.startswith("Upper bar: money spent (gray)")
    assert chart.subtitle.endswith("Lower bar: won (color), expected from open outcomes (outlined).")
    assert re.search(
        r"Social media: \S+ spent and \S+ of time, \$0 won, plus \$1,500 open, no money won yet", chart.alt
    )


@pytest.mark.parametrize("name", [*CAREERS, *LIVES])
def test_the_bars_add_up_to_the_amounts_in_the_title(name: str) -> None:
    raw = CAREERS.get(name) or load_document(name)
    for basis in ("expected", "won"):
        results = results_of(raw, basis=basis)
        sizes = results.invested_and_gained().rows.with_columns(size=pl.col("end") - pl.col("start"))
        sums = dict(sizes.group_by("part").agg(pl.col("size").sum()).iter_rows())
        findings = results.findings
        assert sums["won"] == pytest.approx(findings.won())
        assert sums.get("open", 0.0) == pytest.approx(findings.still_open(), abs=1e-6)
        assert sums["money"] + sums["time"] == pytest.approx(findings.figures.total.total_cost)


def test_value_without_an_activity_has_a_bar_of_its_own() -> None:
    chart = picture("no steps", "invested-gained")
    unlinked = chart.rows.filter(pl.col("approach") == "Not linked to an activity").select("part", "end", "label")
    assert unlinked.rows() == [("head", 0.0, ""), ("won", 900.0, "$900")]
    assert "$900 isn’t linked to any activity" in chart.alt
    assert "Not linked" not in str(picture("one approach", "invested-gained").rows.to_dicts())


def test_hours_that_nobody_split_are_shown_by_approach() -> None:
    whole = [{"date": "2026-07-01", "approach": approach, "hours": {"attending": hours}, "source": "quiz"}
             for approach, hours in (("group_events", 12), ("one_on_one", 24))]  # fmt: skip
    chart = charts_of(make_document(activities=whole))[-1]
    assert chart.title == "67% of the hours went to one-on-one"
    assert "You haven’t split them" in chart.subtitle
    assert "ttending" not in f"{chart.title} {chart.alt} {chart.rows['part'].to_list()}"
    # One split activity is enough to compare the parts; a total from the quiz is none of them.
    split = {**whole[0], "hours": {"attending": 3, "travelling": 2}}
    labels = dict(charts_of(make_document(activities=[*whole, split]))[-1].rows.select("part", "label").iter_rows())
    assert labels == {"Not split": "36 h", "Attending": "3 h", "Traveling": "2 h"}
    journal = {**whole[0], "source": "journal"}
    labels = dict(charts_of(make_document(activities=[journal, split]))[-1].rows.select("part", "label").iter_rows())
    assert labels == {"Attending": "15 h", "Traveling": "2 h"}


@pytest.mark.parametrize(("amounts", "labels"), [(("290", "84"), ["$290", "$84"]), (("60", "41"), ["$60", "$41"])])
def test_all_bars_of_a_chart_have_the_same_precision(amounts: tuple[str, ...], labels: list[str]) -> None:
    costs = [
        {"category": category, "amount": amount}
        for category, amount in zip(("event_fee", "coffee"), amounts, strict=True)
    ]
    chart = charts_of(make_document(activities=[{**costly_activity("one_on_one", "0"), "costs": costs}]))[1]
    assert [label for label in chart.rows["label"] if label] == labels


def test_a_longer_label_gets_more_room_beside_its_bar() -> None:
    def room(currency: str, factor: int) -> float:
        won = won_outcome(str(17_000 * factor), "one_on_one")
        still_open = {**won_outcome(str(9_000 * factor), "one_on_one"), "status": "open", "probability": 0.5}
        raw = make_document(activities=[costly_activity("one_on_one", "90")], outcomes=[won, still_open])
        chart = next(chart for chart in charts_of(raw, Words("en_US", currency)) if chart.key == "invested-gained")
        return float(scale_of(chart)["high"]) / max(chart.rows["end"])

    assert 1.24 < room("USD", 1) < room("USD", 1000) < 2.5


def test_without_open_leads_none_are_mentioned() -> None:
    chart = picture("one approach", "invested-gained")
    assert "open" not in f"{chart.title} {chart.subtitle} {chart.alt} {chart.rows['part'].to_list()}"
    assert chart.title == "$500 won from $100 and 1 hour"


def test_shares_are_stacked_from_the_largest_on_and_small_ones_share_the_last_bar() -> None:
    categories = ("breakfast", "coffee", "lunch", "drinks", "dinner", "fuel", "parking", "travel", "gift", "other")
    costs = [{"category": category, "amount": str(n * 10)} for n, category in enumerate(categories, 1)]
    chart = charts_of(make_document(activities=[{**costly_activity("one_on_one", "0"), "costs": costs}]))[1]
    assert chart.rows["part"].unique(maintain_order=True).to_list()[:2] == ["Other", "Gifts"]
    labels = chart.rows.filter(pl.col("label") != "").select("part", "amount", "label").rows()
    assert len(labels) == 9
    assert labels[-1] == ("2 smaller categories", 30.0, "$30")
    assert sum(amount for _, amount, _ in labels) == 550
    assert len(chart.table[1]) == 10
    assert "Breakfast: $10." in chart.alt


def test_an_interval_that_goes_beyond_the_axis_ends_in_an_arrow() -> None:
    usual = Forecast(10.0, 50.0, 100.0, 10.0, -40.0, 10.0, 60.0, 0.5)
    chart = benefit_chart([("Usual", {}, usual), ("Wild", {}, replace(usual, high=9000.0))], "", WORDS["en_US"])
    assert chart.rows.select("plan", "high", "beyond").rows() == [("Usual", 60.0, ""), ("Wild", 400.0, "high")]
    assert "triangle-right" in [layer["mark"].get("shape") for layer in chart.spec["layer"]]
    assert [text for text in drawn_texts(chart) if "9,000" in text]


def test_the_german_reader_finds_german_numbers_everywhere() -> None:
    chart = picture("pop-quiz", "invested-gained", "de_DE")
    assert "1.250\u00a0€ + 1.500\u00a0€ open" in chart.rows["label"].to_list()
    assert chart.table[1][0][1:4] == ("116,50\u00a0€", "178,85\u00a0€", "295,35\u00a0€")
    assert not [label for label in scale_of(chart)["labels"] if "$" in label]


def test_the_line_at_break_even_runs_through_no_label() -> None:
    usual = Forecast(10.0, 50.0, 100.0, -36.0, -54.0, -36.0, -14.0, 0.5)
    for chart in (picture("sample", "odds"), benefit_chart([("Usual", {}, usual)], "", WORDS["en_US"])):
        marks = [layer["mark"] for layer in chart.spec["layer"]]
        (line,) = (mark for mark in marks if mark["type"] == "tick")
        assert all(mark["type"] != "rule" for mark in marks)
        for label in (mark for mark in marks if mark["type"] == "text"):
            assert label["dy"] + label["fontSize"] / 2 < line["yOffset"] - line["size"] / 2
