"""Inspecting a file: its kind, its layout and everything that importing it would do, without a workspace."""

import pytest

from netroi_core.errors import NotImportable
from netroi_core.importers.inspection import inspect_file
from tests.importers.import_files import lines
from tests.importers.statements.statements import CHASE_CARD

UNKNOWN_BANK = lines(
    "Day,Shop,Value",
    "2026-03-05,Blue Bottle Coffee,-12.50",
    "2026-03-06,Rent,-1250.00",
    "2026-03-07,Salary,900.00",
)
CONNECTIONS = lines("First Name,Last Name,URL,Connected On", "Ann,Lee,,08 Feb 2026", "Bob,Ng,,x")


def test_all_spending_of_a_statement_is_listed_whether_it_is_networking_or_not() -> None:
    inspection = inspect_file("card.csv", CHASE_CARD)
    assert (inspection["file"], inspection["kind"], inspection["layout"]) == ("card.csv", "expenses", "Chase card")
    assert inspection["lines"] == [
        {"date": "2026-07-14", "amount": 4.5, "description": "STARBUCKS 0123", "networking": True},
        {"date": "2026-07-15", "amount": 1250.0, "description": "RENT", "networking": False},
        {"date": "2026-07-16", "amount": 25.0, "description": "EB *EVENTBRITE", "networking": True},
    ]
    assert [activity["date"] for activity in inspection["records"]["activities"]] == ["2026-07-14", "2026-07-16"]
    assert {"line": 5, "reason": "It is money received or a refund."} in inspection["skipped"]


def test_the_columns_of_an_unknown_bank_are_guessed_and_named() -> None:
    inspection = inspect_file("bank.csv", UNKNOWN_BANK)
    guess = {"date": "Day", "description": "Shop", "amount": "Value", "spent": "negative"}
    assert guess.items() <= inspection["layout"].items()
    assert [line["amount"] for line in inspection["lines"]] == [12.5, 1250.0]


def test_other_files_have_records_and_rejected_lines_but_no_spending() -> None:
    inspection = inspect_file("Connections.csv", CONNECTIONS)
    assert (inspection["kind"], inspection["lines"]) == ("linkedin", [])
    assert [contact["name"] for contact in inspection["records"]["contacts"]] == ["Ann Lee"]
    assert [rejection["line"] for rejection in inspection["rejected"]] == [3]


def test_amounts_are_in_the_currency_that_the_file_names_and_foreign_if_another_is_chosen() -> None:
    statement = lines("Day,Shop,Value,Currency", "2026-03-05,Cafe,-12.50,EUR", "2026-03-06,Bakery,-3.50,EUR")
    assert inspect_file("bank.csv", statement, "expenses", "USD")["lines"] == []
    assert [line["amount"] for line in inspect_file("bank.csv", statement)["lines"]] == [12.5, 3.5]


def test_a_file_of_no_known_kind_is_refused_unless_its_kind_is_chosen() -> None:
    table = lines("Alpha,Beta", "one,two")
    with pytest.raises(NotImportable, match="a table with the columns Alpha and Beta"):
        inspect_file("table.csv", table)
    with pytest.raises(NotImportable, match="LinkedIn"):
        inspect_file("table.csv", table, "linkedin")


def test_what_was_odd_about_the_encoding_is_noted() -> None:
    statement = UNKNOWN_BANK.replace(b"Blue Bottle", "Zoë’s".encode()).replace(b"Rent", b"Rent \xff")
    inspection = inspect_file("bank.csv", statement)
    assert "One character couldn’t be read in line 3." in inspection["notes"]
    assert inspection["lines"][0]["description"] == "Zoë’s Coffee"
