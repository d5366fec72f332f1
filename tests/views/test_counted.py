"""The note on how much of the recorded value counts."""

from typing import Any

import pytest

from netroi_core.report.index_points import IndexWords
from tests.careers import LIVES, load_document, make_document, results_of, won_outcome

WON = won_outcome("1000", "one_on_one")


@pytest.mark.parametrize(
    ("outcomes", "note"),
    [
        ([WON], ""),
        (
            [{**WON, "incrementality": 0.5}],
            "$500 of the $1,000 you recorded as won counts; the rest might have come anyway.",
        ),
        ([{**WON, "margin": 0.6}], "$600 of the $1,000 you recorded as won counts: your share."),
        (
            [{**WON, "margin": 0.6, "incrementality": 0.5}, WON],
            "$1,300 of the $2,000 you recorded as won counts: your share, minus what might have come anyway.",
        ),
        ([{**WON, "incrementality": 0.0}], "None of the $1,000 you recorded as won counts."),
        ([{**WON, "incrementality": 0.5, "status": "open", "probability": 0.5}], ""),
        ([{**WON, "value": None, "incrementality": 0.5}], ""),
    ],
)
def test_the_recorded_value_and_what_of_it_counts_are_told_apart(outcomes: list[Any], note: str) -> None:
    assert results_of(make_document(outcomes=outcomes)).counted == note


def test_a_reader_without_amounts_is_told_nothing() -> None:
    raw = make_document(outcomes=[{**WON, "margin": 0.6}])
    assert results_of(raw, words=IndexWords()).counted == ""


@pytest.mark.parametrize("name", ["sample", *LIVES])
@pytest.mark.parametrize("view", ["realised", "invested"])
def test_the_amount_that_counts_is_the_one_that_is_won(name: str, view: str) -> None:
    found = results_of(load_document(name), view=view)
    if found.counted:
        assert found.counted.startswith(f"{found.findings.words.money(found.findings.won())} of the ")
