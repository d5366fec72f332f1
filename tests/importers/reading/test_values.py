"""Values: every form of days and amounts that exports write is read, and what is not sure is refused."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.reading.values import amount, clean, day, day_order, decimal_mark, line
from tests.importers.brought import sentence


@pytest.mark.parametrize(
    "text",
    [
        "08 Feb 2026", "8 February 2026",
        "2026-02-08", "2026/02/08", "02/08/2026", "8-Feb-26", "08.02.26", "08.02.2026",
        "2/8/26, 2:37 PM", "2026-02-08 14:03:22 UTC", "2026-02-08T14:03:22.000", "2026-02-08T14:03:22Z", "Feb 8, 2026",
        "Sun Feb 08 18:00:00 UTC 2026", "Sunday, February 8, 2026", "\u200e08 Feb 2026\u200f", "\ufeff2026-02-08",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_that_exports_write(text: str) -> None:
    assert day(text) == date(2026, 2, 8)


@pytest.mark.parametrize(
    "text",
    [
        "", "08 févr. 2026", "8 Fevereiro 2026", "2026-02-30", "13/13/2026", "0000-01-01", "1899-12-31", "2200-01-01",
        "20260208", "tomorrow", "١٢/٠٢/٢٠٢٦", "8 ma 2026", "1e9", "2026-2026-02",
    ],
)  # fmt: skip
def test_what_is_no_day_for_sure_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"can't be read as a day; write it like 2026-07-14\.$"):
        day(text)


def test_a_two_digit_year_is_of_this_century_until_69() -> None:
    assert [day(f"1-Feb-{year}").year for year in ("00", "69", "70")] == [2000, 2069, 1970]


def test_the_order_of_day_and_month_is_what_a_column_tells() -> None:
    assert day_order(["03/04/2026", "25/04/2026"]) == "day_first"
    assert day_order(["03/04/2026", "04/25/2026"], "day_first") == "month_first"
    assert day_order(["03/04/2026", "2026-12-31"]) == "month_first"
    assert day_order(["03/04/2026"], "day_first") == "day_first"
    assert day("03/04/2026", "day_first") == date(2026, 4, 3)


def test_a_column_with_both_orders_is_refused() -> None:
    with pytest.raises(ValueError, match="two orders"):
        day_order(["25/12/2026", "12/25/2026"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-12.50", "-12.50"), ("(12.50)", "-12.50"), ("12.50-", "-12.50"), ("−12.50", "-12.50"), ("+5", "5"),
        ("1.250,00", "1250"), ("1,250.00", "1250"), ("1'250.00", "1250"), ("1\u202f250,00\u00a0€", "1250"),
        ("1,250", "1250"), ("1,5", "1.5"), (".5", "0.5"), ("12,34,567.00", "1234567"), ("1.85E+10", "18500000000"),
        ("-$5.00", "-5"), ("$-5.00", "-5"), ("US$5", "5"), ("EUR 12,10", "12.10"), ("12.5 USD", "12.5"),
        ("\u200e$5\u200f", "5"),
        ("0", "0"), ("100000000000", "100000000000"),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_its_sign_in_every_form_that_exports_write(text: str, expected: str) -> None:
    assert amount(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "NaN", "inf", "1e308", "1E+99", "1_000", "١٢", "1,2,3", "1.2.3,4.5", "100000000001", "9" * 5000,
        "12 apples",
        "--5", "0x10", "True", "1,25.00.1",
    ],
)  # fmt: skip
def test_what_is_no_amount_for_sure_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"can't be read as an amount; write it like 1234\.50\.$"):
        amount(text)


def test_the_mark_before_the_cents_is_what_a_column_tells() -> None:
    assert decimal_mark(["1.250", "3,50"]) == ","
    assert decimal_mark(["1,250", "3.5"]) == "."
    assert decimal_mark(["1,250", "7"]) is None
    assert amount("1.250", ",") == 1250
    assert amount("1.250", ".") == Decimal("1.250")
    with pytest.raises(ValueError, match="two ways"):
        decimal_mark(["3.50", "3,50"])


def test_what_cannot_be_seen_and_the_guard_of_a_formula_are_gone() -> None:
    assert clean("\ufeff \u202eAnn\u2069\x00 \x07Lee\ud800 ") == "Ann   Lee"
    assert clean("'=HYPERLINK(1)") == "=HYPERLINK(1)"
    assert clean("'+49 30") == "+49 30"
    assert clean("'tis") == "'tis"
    assert clean("e\u0301") == "é"


def test_a_line_has_no_breaks_and_an_end() -> None:
    assert line("Ann\n\t Lee") == "Ann Lee"
    assert len(line("é́" * 900)) == 300


@given(st.text())
def test_any_text_is_a_value_or_a_sentence(text: str) -> None:
    for read in (day, amount):
        assert sentence(partial(read, text))[:1] in ("", "“")
    assert clean(clean(text)) == clean(text)
