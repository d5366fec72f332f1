"""An index of amounts: the largest is 100, and ratios are kept to a few digits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.report.index_points import (
    IndexWords,
    hours_percent,
    index_figures,
    round_points,
    round_verdict,
    to_points,
)
from netroi_core.verdict.verdict import Verdict
from netroi_core.wording.wording import Words
from tests.careers import load_document as workspace
from tests.careers import results_of, small_documents

amounts = st.floats(0.01, 1e8)


@pytest.mark.parametrize(
    ("number", "points"),
    [(0, 0), (1e-12, 0), (-1e-12, 0), (0.2, 1), (-0.2, -1), (0.5, 1), (1.5, 2), (99.4, 99), (999.4, 999),
     (1234, 1200), (-73951.37, -74000), (1e15 + 7, 1e15)],
)  # fmt: skip
def test_numbers_are_whole_and_large_ones_of_two_digits(number: float, points: float) -> None:
    assert round_points(number) == points


@given(amounts, amounts)
def test_points_keep_ratios_to_half_a_point_or_two_digits(amount: float, top: float) -> None:
    exact = amount / top * 100
    points = to_points(amount, top)
    assert to_points(top, top) == 100
    assert points == int(points) >= 1
    assert points == 1 or abs(points - exact) <= max(0.5, 0.05 * exact) * (1 + 1e-9)


@given(amounts, amounts, st.floats(0.001, 1000))
def test_points_do_not_depend_on_the_scale(amount: float, top: float, scale: float) -> None:
    assert abs(to_points(amount, top) - to_points(amount * scale, top * scale)) <= max(1, 0.1 * to_points(amount, top))


def test_zero_of_zero_is_zero_points() -> None:
    assert to_points(0, 0) == 0


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("two quarters", "Index: what one-on-one led to, won and expected = 100."),
        ("no outcome", "Index: what was invested in group events = 100."),
        ("no steps", "Index: what was invested in group events = 100."),
    ],
)
def test_the_largest_gain_is_100_or_else_the_largest_investment(name: str, index: str) -> None:
    figures, sentence = index_figures(results_of(small_documents()[name]).figures)
    assert sentence == index
    assert 100 in [row.value(key) for row in figures.approaches.values() for key in ("expected_value", "total_cost")]


def test_without_steps_and_costs_the_total_gain_is_100() -> None:
    figures = results_of(small_documents()["no steps"]).figures
    bare = replace(figures, approaches={name: replace(row, total_cost=0.0) for name, row in figures.approaches.items()})
    assert index_figures(bare)[1] == "Index: what is won and expected in all = 100."


def test_an_index_holds_only_figures_that_reveal_no_amount() -> None:
    exact = results_of(workspace("sample")).figures
    figures, _ = index_figures(exact)
    for row in (*figures.approaches.values(), figures.total):
        assert {key for key, value in vars(row).items() if value is not None} == {
            *("activities", "new_contacts", "meaningful_contacts", "total_cost", "expected_value", "roi_percent"),
        }
    *approaches, total = hours_percent(exact)
    assert sum(approaches) == pytest.approx(100)
    assert total == 100


def test_without_hours_there_are_no_shares_of_hours() -> None:
    figures = results_of(small_documents()["no cost"]).figures
    assert set(hours_percent(figures)) == {None}


def test_index_numbers_are_in_the_owners_format_without_a_unit() -> None:
    words = IndexWords.like(Words("de_DE", "EUR"))
    assert [words.money(number) for number in (None, 0.0, 2.486, 33, -33, 100, 1200)] == [
        "n/a", "0", "2,49", "33", "−33", "100", "1.200",
    ]  # fmt: skip
    assert (words.whole_money(1), words.exact_money(33), words.compact_money(0.5)) == ("1", "33", "0,5")
    assert [*map(words.money_format([33, 0.5]), [33, 0.5])] == ["33", "0,5"]
    assert not words.shows_amounts


def test_a_rounded_verdict_keeps_its_odds_and_has_returns_to_the_hundredth() -> None:
    verdict = Verdict("lean", "one_on_one", {"one_on_one": 0.81}, {"one_on_one": 0.92}, {"one_on_one": (-1, 0.123, 9)})
    rounded = round_verdict(verdict)
    assert rounded.roi == {"one_on_one": (-0.99, 0.12, 9)}
    assert replace(rounded, roi=verdict.roi) == verdict
