"""Merchants: the purpose of a charge is guessed by words and by merchant category codes."""

import pytest

from netroi_core.importers.statements.lines import guess_purpose


@pytest.mark.parametrize(
    ("description", "category"),
    [("SQ *BLUE BOTTLE COFFEE", "coffee"), ("Café Müller", "coffee"), ("JOE'S BAR", "drinks"),
     ("CITY PARKING", "parking"), ("SHELL OIL 123", "fuel"), ("UBER TRIP", "travel"), ("UBER EATS", "other"),
     ("LINKEDIN PRE 123", "subscription"),
     ("BNI CHAPTER 7", "dues"), ("MARRIOTT", "lodging"), ("BARGELD", "other"), ("Flowers & more", "gift"),
     ("TST* JOES", None), ("TST*JOES", None), ("EB *FOUNDERS NIGHT", "event_fee")],
)  # fmt: skip
def test_the_category_is_guessed_by_the_words_of_the_merchant(description: str, category: str | None) -> None:
    assert guess_purpose(description).category == category


def test_codes_and_the_words_of_the_bank_count_where_the_merchant_is_unknown() -> None:
    assert guess_purpose("ACME 1", "Gas").category == "fuel"
    assert guess_purpose("ACME 1", "", "7523").category == "parking"
    assert guess_purpose("STARBUCKS", "Parking", "7523").category == "coffee"
