"""Currencies: what a cell names is known by its code or its sign, and one's own is never taken for another."""

import pytest

from netroi_core.importers.statements.currencies import currency_in, is_other


@pytest.mark.parametrize(
    ("text", "named"),
    [("4.50", ""), ("EUR 4.50", "EUR"), ("4,50 €", "€"), ("CA$4.50", "$"), ("Amount (GBP)", "GBP"), ("120 kr", "kr"),
     ("Bankrate", ""), ("ABC 4.50", ""), ("US$ 4.50", "$"), ("12 zł", "zł")],
)  # fmt: skip
def test_a_code_goes_before_a_sign_and_words_are_neither(text: str, named: str) -> None:
    assert currency_in(text) == named


@pytest.mark.parametrize(
    ("named", "own", "expected"),
    [("EUR", "EUR", False), ("eur", "EUR", False), ("EUR", "USD", True), ("€", "USD", True), ("$", "CAD", False),
     ("$", "EUR", True), ("kr", "SEK", False), ("¥", "CNY", False)],
)  # fmt: skip
def test_a_sign_of_several_currencies_is_taken_for_ones_own_if_it_may_be(named: str, own: str, expected: bool) -> None:
    assert is_other(named, own) is expected
