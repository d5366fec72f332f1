"""A chart by itself: its scale, its text colors and its files."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import altair as alt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.charts.chart import Chart, rows_frame
from netroi_core.charts.palette import DARK, LIGHT
from netroi_core.charts.parts import end_labels, linear_x, rows, to_spec, with_linear_scale, with_log_scale
from netroi_core.wording.wording import Words

BASE = rows(alt.Y("name:N", title=None), linear_x("end"))
TEMPLATE = to_spec(BASE.mark_bar(), end_labels(BASE, "datum.end > 0"))
amounts = st.one_of(
    st.just(0.0),
    st.floats(1e-9, 1e13),
    st.floats(-1e13, -1e-9),
    st.integers(-9, 13).map(lambda power: 10.0**power),
    st.integers(-9, 13).map(lambda power: -(10.0**power)),
)


def a_chart(*ends: float, names: tuple[str, ...] = ("first", "second")) -> Chart:
    data = tuple((name, end, f"{end:g}") for name, end in zip(names, ends, strict=True))
    return Chart(
        "key", "What it found", "What is shown.", "In words.",
        with_linear_scale(TEMPLATE, ends, Words().compact_money, 100),
        rows_frame(data, ("name", "end", "label")),
        (("", "End"), tuple((name, end) for name, end, _ in data)),
        lambda: (("", "End"), tuple((name, label) for name, _, label in data)),
    )  # fmt: skip


def params(*ends: float) -> dict[str, Any]:
    return {param["name"]: param["value"] for param in with_linear_scale(TEMPLATE, ends, str, 100)["params"]}


@given(st.lists(amounts, max_size=6))
def test_every_scale_holds_zero_and_all_bars_with_two_to_six_round_ticks(ends: list[float]) -> None:
    scale = params(*ends)
    low, high, ticks = scale["low"], scale["high"], scale["ticks"]
    assert low <= min(0.0, *ends, 0.0) <= max(0.0, *ends, 0.0) <= high
    assert low < high
    assert 2 <= len(ticks) <= 6
    assert 0 in ticks
    assert ticks == sorted(ticks)
    assert low <= ticks[0] <= ticks[-1] <= high
    step = Decimal(f"{ticks[1] - ticks[0]:.9e}").normalize()
    assert step.as_tuple().digits in ((1,), (2,), (2, 5), (5,))


@given(st.floats(0.008, 0.5), st.floats(2, 1200))
def test_a_scale_of_ratios_has_two_to_six_ticks_about_as_many_times_the_one_before(low: float, high: float) -> None:
    spec = with_log_scale(TEMPLATE, low, high, str, 100)
    scale = {param["name"]: param["value"] for param in spec["params"]}
    ticks = scale["ticks"]
    assert (scale["low"], scale["high"]) == (low, high)
    assert 2 <= len(ticks) <= 6
    assert 1 in ticks
    assert low <= ticks[0] <= ticks[-1] <= high
    assert all(2 <= after / before <= 10.001 for before, after in pairwise(ticks))


def test_labels_beside_the_longest_bars_have_room_on_both_sides() -> None:
    scale = params(-100.0, 300.0)
    assert (scale["low"], scale["high"]) == pytest.approx((-196, 396))
    assert scale["ticks"] == [-100, 0, 100, 200, 300]


def test_where_no_bar_goes_there_is_no_room_left() -> None:
    assert params(5.0, 10.0)["low"] == 0
    assert params(-5.0, -10.0)["high"] == 0


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (Words("en_US", "USD"), ["$0", "$1K", "$2K", "$3K", "$4K"]),
        (Words("de_DE", "EUR"), ["0\u00a0€", "1.000\u00a0€", "2.000\u00a0€", "3.000\u00a0€", "4.000\u00a0€"]),
    ],
)
def test_ticks_are_labelled_as_their_reader_writes(words: Words, labels: list[str]) -> None:
    spec = with_linear_scale(TEMPLATE, [4000.0], words.compact_money, 100)
    assert next(param["value"] for param in spec["params"] if param["name"] == "labels") == labels


def test_a_template_serves_many_charts_and_is_not_changed_by_any() -> None:
    before = repr(TEMPLATE)
    small, wide = a_chart(1, 2), a_chart(-5, 3)
    small.svg(), wide.spec_on(DARK)
    assert repr(TEMPLATE) == before
    assert small.spec["params"] != wide.spec["params"]


def test_labels_are_in_the_ink_of_the_ground_that_they_are_drawn_on() -> None:
    chart = a_chart(1, 2)
    for ground in (LIGHT, DARK):
        config = chart.spec_on(ground)["config"]
        inks = [config[part][f"{text}Color"] for part in ("axis", "legend") for text in ("label", "title")]
        assert {config["text"]["color"], *inks} == {ground.ink}


def test_a_picture_to_take_away_has_its_finding_its_subtitle_and_its_labels_on_paper() -> None:
    svg = a_chart(1, 2).svg()
    words = {"".join(text.itertext()) for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert {"What it found", "What is shown.", "first", "second", "1", "2"} <= words
    assert LIGHT.paper in svg
    assert a_chart(1, 2).png().startswith(b"\x89PNG")


def test_the_csv_opens_in_a_spreadsheet_with_full_precision_and_empty_cells_for_what_is_not_known() -> None:
    chart = a_chart(0.1 + 0.2, 1e11 / 3, names=("Zoë, “x”", "second"))
    raw = chart.csv()
    assert raw.startswith("\ufeff".encode())
    header, first, second = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert header == ["", "End"]
    assert first == ["Zoë, “x”", "0.30000000000000004"]
    assert float(second[1]) == 1e11 / 3


def test_no_text_in_the_csv_is_a_formula_and_negative_numbers_stay_numbers() -> None:
    lines = a_chart(-0.5, 2, names=('=HYPERLINK("https://evil.example")', "+49")).csv().decode("utf-8-sig")
    _, first, second = csv.reader(io.StringIO(lines))
    assert first == ['\'=HYPERLINK("https://evil.example")', "-0.5"]
    assert second == ["'+49", "2"]


def test_the_table_is_made_when_it_is_asked_for_and_once() -> None:
    calls = []
    chart = a_chart(1, 2)
    lazy = replace(chart, format_table=lambda: calls.append(1) or (("",), ()))
    assert calls == []
    assert lazy.table is lazy.table
    assert calls == [1]


def test_a_picture_to_be_set_into_a_page_is_bare_in_its_ink_and_letters_and_as_wide_as_asked() -> None:
    svg = a_chart(1, 2).embedded_svg(390, "Source Sans Pro", "currentColor")
    root = ElementTree.fromstring(svg)
    end_labels = list(root.iter("{http://www.w3.org/2000/svg}text"))
    assert {"".join(text.itertext()) for text in end_labels} == {"first", "second", "1", "2", "$0", "$1", "$2"}
    assert {text.get("font-family") for text in end_labels} == {"Source Sans Pro"}
    assert {text.get("fill") for text in end_labels} == {"currentColor"}
    assert root.get("width") == "390"
    assert "aria-label" not in svg
    assert LIGHT.paper not in svg
