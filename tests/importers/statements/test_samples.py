"""Samples: made-up statements in the layouts of 140 banks and in the formats of banks are read without any help.

In each, 12.50 is spent on 5 March 2026 and 1,250.00 on 18 March, unless `OTHERS` says otherwise; what comes in isn't
spent. The name of a file ends in its currency.
"""

from pathlib import Path
from typing import Final

import pytest

from netroi_core.importers.kinds import recognize_kind
from netroi_core.importers.reading.files import decode_text
from netroi_core.importers.statements.expenses import describe_charges, parse_statement
from netroi_core.wording.wording import Words
from tests.importers.import_files import keeps_to_the_rules, workspace
from tests.importers.reading.test_workbooks import workbook

SAMPLES: Final = {path.name: path for path in sorted((Path(__file__).parent / "samples").iterdir())}
COFFEE: Final = ("2026-03-05", "12.50")
OTHERS: Final = {
    "cr-dr-suffix": [("2026-01-22", "40.00"), ("2026-01-24", "41.00")],
    "brl-sign": [("2026-01-22", "40.00"), ("2026-01-23", "1041.00")],
    "one-bad-byte": [("2026-01-22", "40.00"), ("2026-01-23", "41.00")],
    "pipe": [("2026-01-22", "40.00"), ("2026-01-23", "41.00")],
    "flag-d-k": [("2026-01-01", "13.44")],
    "camt": [COFFEE],
    "mt940": [COFFEE],
    "ofx": [COFFEE],
}


def expected_charges(name: str) -> list[tuple[str, str]]:
    return OTHERS.get(name.split(".")[0], [COFFEE, ("2026-03-18", "1250.00")])


def spending(raw: bytes, currency: str) -> list[tuple[str, str]]:
    charges, _ = parse_statement(raw, workspace(profile={"currency": currency}))
    return sorted((f"{line.day}", f"{line.amount:.2f}") for line in charges)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_statement_is_recognized_and_read_without_any_help(name: str) -> None:
    raw = SAMPLES[name].read_bytes()
    assert recognize_kind(raw) == "expenses"
    assert spending(raw, name.split(".")[1]) == expected_charges(name)


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".csv")][::6])
def test_the_same_table_in_a_workbook_or_another_encoding_is_read_the_same(name: str) -> None:
    text = decode_text(SAMPLES[name].read_bytes())
    for variant in (text.encode("utf-16"), text.encode("utf-8-sig"), text.replace("\n", "\r\n").encode()):
        assert spending(variant, name.split(".")[1]) == expected_charges(name)


def test_a_statement_in_a_workbook_is_read_like_its_table() -> None:
    raw = workbook([
        ("My bank", None, None), ("Date", "Details", "Sum"), ("2026-03-05", "Cafe", -12.5),
        ("2026-03-18", "Chamber", -1250), ("2026-03-19", "Pay", 2000.1),
    ])  # fmt: skip
    assert recognize_kind(raw) == "expenses"
    assert spending(raw, "USD") == expected_charges("")


@pytest.mark.parametrize("name", list(SAMPLES)[::9])
def test_a_statement_imported_twice_adds_nothing_the_second_time(name: str) -> None:
    before = workspace(profile={"currency": name.split(".")[1]})
    assert keeps_to_the_rules("expenses", SAMPLES[name].read_bytes(), name, before)


def test_one_sentence_says_what_was_understood() -> None:
    sentences = {}
    for name, currency in (("dkb-2023.EUR.csv", "EUR"), ("bbva.EUR.csv", "USD"), ("camt.EUR.xml", "EUR")):
        reader = workspace(profile={"currency": currency})
        charges, left_out = parse_statement(SAMPLES[name].read_bytes(), reader)
        sentences[name] = describe_charges(charges, left_out, Words.of(reader.profile))
    assert sentences == {
        "dkb-2023.EUR.csv": "2 purchases, €1,262.50; 1 payment or refund and 1 pending line left out.",
        "bbva.EUR.csv": "No purchases; 1 payment or refund and 2 lines in other currencies left out.",
        "camt.EUR.xml": "1 purchase, €12.50.",
    }
