"""Currencies: found by code or sign, and the user's own is never taken for a foreign one."""

import pytest

from netroi_core.importers.statements.currencies import find_currency, is_foreign


@pytest.mark.parametrize(
    ("text", "currency"),
    [("4.50", ""), ("EUR 4.50", "EUR"), ("4,50 €", "€"), ("CA$4.50", "$"), ("Amount (GBP)", "GBP"), ("120 kr", "kr"),
     ("Bankrate", ""), ("ABC 4.50", ""), ("US$ 4.50", "$"), ("12 zł", "zł")],
)  # fmt: skip
def test_a_code_goes_before_a_sign_and_words_are_neither(text: str, currency: str) -> None:
    assert find_currency(text) == currency


@pytest.mark.parametrize(
    ("currency", "own", "expected"),
    [("EUR", "EUR", False), ("eur", "EUR", False), ("EUR", "USD", True), ("€", "USD", True), ("$", "CAD", False),
     ("$", "EUR", True), ("kr", "SEK", False), ("¥", "CNY", False)],
)  # fmt: skip
def test_a_sign_of_several_currencies_may_be_the_user_s_own(currency: str, own: str, expected: bool) -> None:
    assert is_foreign(currency, own) is expected
