"""Values: dates, amounts and currencies are parsed in all notations of exports, and refused where ambiguous."""

from datetime import date, time
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.reading.values import (
    LONGEST_VALUE,
    clean_text,
    detect_date_order,
    detect_decimal_mark,
    find_currency,
    is_foreign,
    one_line,
    parse_amount,
    parse_date,
    parse_time,
)
from tests.importers.import_files import sentence


@pytest.mark.parametrize(
    "text",
    [
        "08 Feb 2026", "8 February 2026",
        "2026-02-08", "2026/02/08", "02/08/2026", "8-Feb-26", "08.02.26", "08.02.2026",
        "2/8/26, 2:37 PM", "2026-02-08 14:03:22 UTC", "2026-02-08T14:03:22.000", "2026-02-08T14:03:22Z", "Feb 8, 2026",
        "Sun Feb 08 18:00:00 UTC 2026", "Sunday, February 8, 2026", "\u200e08 Feb 2026\u200f", "\ufeff2026-02-08",
        "20260208", "20260208120000", "08FEB2026", "08/fev/26", "08 févr. 2026", "8 Fevereiro 2026", "8. Februar 2026",
        "8 de febrero de 2026", "8 febbraio 2026", "08-feb.-2026", "8 februari 2026",
        "8. februar 2026", "8 lut 2026", "8 lutego 2026",
    ],
)  # fmt: skip
def test_a_date_is_parsed_in_every_notation_of_exports(text: str) -> None:
    assert parse_date(text) == date(2026, 2, 8)


@pytest.mark.parametrize(
    "text",
    [
        "", "08 jui 2026", "8 Helmikuu 2026", "2026-02-30", "13/13/2026", "0000-01-01", "1899-12-31", "2200-01-01",
        "2026020", "20261308", "tomorrow", "١٢/٠٢/٢٠٢٦", "8 ma 2026", "1e9", "2026-2026-02",
    ],
)  # fmt: skip
def test_an_uncertain_date_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"isn’t a date. Write it like 2026-07-14\.$"):
        parse_date(text)


def test_a_two_digit_year_up_to_69_is_of_this_century() -> None:
    assert [parse_date(f"1-Feb-{year}").year for year in ("00", "69", "70")] == [2000, 2069, 1970]


def test_the_order_of_day_and_month_is_detected_in_a_column() -> None:
    assert detect_date_order(["03/04/2026", "25/04/2026"]) == "day_first"
    assert detect_date_order(["03/04/2026", "04/25/2026"], "day_first") == "month_first"
    assert detect_date_order(["03/04/2026", "2026-12-31"]) == "month_first"
    assert detect_date_order(["03/04/2026"], "day_first") == "day_first"
    assert parse_date("03/04/2026", "day_first") == date(2026, 4, 3)


def test_a_column_with_both_orders_is_refused() -> None:
    with pytest.raises(ValueError, match="two orders"):
        detect_date_order(["25/12/2026", "12/25/2026"])


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-02-08 14:03:22 UTC", time(14, 3)), ("2/8/26, 2:37 PM", time(14, 37)), ("12:05 am", time(0, 5)),
        ("9:30", time(9, 30)), ("2026-02-08 00:00:00", None), ("25:00", None), ("10:75", None), ("2026-02-08", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_time_is_found_anywhere_in_a_cell_and_midnight_means_unknown(cell: str, expected: time | None) -> None:
    assert parse_time(cell) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-12.50", "-12.50"), ("(12.50)", "-12.50"), ("12.50-", "-12.50"), ("−12.50", "-12.50"), ("+5", "5"),
        ("1.250,00", "1250"), ("1,250.00", "1250"), ("1'250.00", "1250"), ("1\u202f250,00\u00a0€", "1250"),
        ("1,250", "1250"), ("1,5", "1.5"), (".5", "0.5"), ("12,34,567.00", "1234567"), ("1.85E+10", "18500000000"),
        ("-$5.00", "-5"), ("$-5.00", "-5"), ("US$5", "5"), ("EUR 12,10", "12.10"), ("12.5 USD", "12.5"),
        ("\u200e$5\u200f", "5"),
        ("-R$ 1.041,00", "-1041"), ("R$ -40,00", "-40"), ("Fr. 4.50", "4.5"), ("$.50", "0.5"), ("12,50 Kč", "12.5"),
        ("0", "0"), ("100000000000", "100000000000"),
    ],
)  # fmt: skip
def test_an_amount_is_parsed_with_its_sign_in_every_notation_of_exports(text: str, expected: str) -> None:
    assert parse_amount(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "NaN", "inf", "1e308", "1E+99", "1_000", "١٢", "1,2,3", "1.2.3,4.5", "100000000001", "9" * 5000,
        "12 apples",
        "--5", "0x10", "True", "1,25.00.1",
    ],
)  # fmt: skip
def test_an_uncertain_amount_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"isn’t an amount. Write it like 1234\.50\.$"):
        parse_amount(text)


def test_the_decimal_mark_is_detected_in_a_column() -> None:
    assert detect_decimal_mark(["1.250", "3,50"]) == ","
    assert detect_decimal_mark(["1,250", "3.5"]) == "."
    assert detect_decimal_mark(["1,250", "7"]) is None
    assert detect_decimal_mark(["-1250.000", "-89.000"]) == "."
    assert detect_decimal_mark(["1.250.000", "89.000"]) is None
    assert parse_amount("1.250", ",") == 1250
    assert parse_amount("1.250", ".") == Decimal("1.250")
    with pytest.raises(ValueError, match="two ways"):
        detect_decimal_mark(["3.50", "3,50"])


@pytest.mark.parametrize(
    ("text", "currency"),
    [("4.50", ""), ("EUR 4.50", "EUR"), ("4,50 €", "€"), ("CA$4.50", "CA$"), ("R$ -40,00", "R$"),
     ("Fr. 4.50", "Fr"), ("Amount (GBP)", "GBP"), ("120 kr", "kr"),
     ("Bankrate", ""), ("ABC 4.50", ""), ("US$ 4.50", "US$"), ("12 zł", "zł")],
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


@pytest.mark.parametrize("cell", ["x" * 100_000, "é" * 100_000, "a" + "\u0301\u0323" * 50_000])
def test_a_cell_that_is_longer_than_any_value_is_cut(cell: str) -> None:
    assert len(clean_text(cell)) <= LONGEST_VALUE


def test_invisible_characters_and_the_escape_of_a_formula_are_removed() -> None:
    assert clean_text("\ufeff \u202eAnn\u2069\x00 \x07Lee\ud800 ") == "Ann   Lee"
    assert clean_text("'=HYPERLINK(1)") == "=HYPERLINK(1)"
    assert clean_text("'+49 30") == "+49 30"
    assert clean_text("'tis") == "'tis"
    assert clean_text("e\u0301") == "é"


def test_one_line_has_no_line_breaks_and_a_limited_length() -> None:
    assert one_line("Ann\n\t Lee") == "Ann Lee"
    assert len(one_line("é́" * 900)) == 300


@given(st.text())
def test_any_text_is_parsed_or_refused_in_one_sentence(text: str) -> None:
    for parse in (parse_date, parse_amount):
        assert sentence(partial(parse, text))[:1] in ("", "“")
    assert clean_text(clean_text(text)) == clean_text(text)
