"""Mapping: a statement of no bank that is known is guessed, corrected, and known again by its header."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.errors import NotImportable
from netroi_core.importers.statements import expenses
from netroi_core.importers.statements import lines as statements
from netroi_core.importers.statements.layouts import mapped
from netroi_core.importers.statements.mapping import (
    MOST_LAYOUTS,
    columns,
    guessed,
    is_statement,
    left_open,
    remembering,
)
from tests.importers.brought import lines, workspace
from tests.importers.statements.statements import STATEMENTS

EMPTY = workspace()
GERMAN = lines("Konto;Datum;Text;Umsatz;Saldo", "1;04.03.2026;Cafe;-4,50;10,00", "1;05.03.2026;Gehalt;900,00;910,00")
ENGLISH = lines("Date,Details,Paid out,Paid in,Balance", "04/03/2026,Cafe,4.50,,10.00", "05/03/2026,Pay,,900.00,910.00")
SPLIT = lines("Posted;Payee;Debit;Credit;Currency", "2026-03-04;Cafe;4.50;;EUR", "2026-03-05;Bistro;7.00;;USD")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (GERMAN, mapped("Datum", "Text", "Umsatz", "negative")),
        (ENGLISH, mapped("Date", "Details", "Paid out", "positive")),
        (SPLIT, mapped("Posted", "Payee", "Debit", "positive", currency="Currency")),
    ],
    ids=["German", "English", "in several currencies"],
)
def test_the_first_guess_is_by_names_and_by_how_cells_look(raw: bytes, expected: object) -> None:
    assert is_statement(raw)
    assert guessed(raw, EMPTY) == expected


def test_what_the_cells_leave_open_is_asked() -> None:
    told = left_open(ENGLISH, guessed(ENGLISH, EMPTY))
    assert (told.order, told.decimal_mark) == (True, False)
    assert not left_open(GERMAN, guessed(GERMAN, EMPTY)).order
    whole = lines("Date,What,Amount", "31/03/2026,Cafe,1.234")
    told = left_open(whole, mapped("Date", "What", "Amount", "positive"))
    assert (told.order, told.decimal_mark) == (False, True)


def test_the_order_and_the_mark_that_a_person_chooses_are_those_read_by() -> None:
    layout = replace(guessed(ENGLISH, EMPTY), order="day_first")
    assert [each.day.month for each in statements.statement(ENGLISH, EMPTY, layout).lines] == [3]
    whole = lines("Date,What,Amount", "31/03/2026,Cafe,1.234")
    for mark, amount in ((".", "1.234"), (",", "1234")):
        layout = mapped("Date", "What", "Amount", "positive", decimal_mark=mark)  # type: ignore[arg-type]
        assert str(statements.statement(whole, EMPTY, layout).lines[0].amount) == amount


def test_what_was_said_of_a_header_holds_whenever_it_comes_again() -> None:
    said = mapped("Datum", "Konto", "Saldo", "positive", "day_first", ",")
    kept = remembering((), GERMAN, said)
    known = workspace(profile={"import_layouts": [each.model_dump(mode="json") for each in kept]})
    assert guessed(GERMAN, known) == said
    assert guessed(ENGLISH, known) == guessed(ENGLISH, EMPTY)
    assert "Umsatz" not in str(kept)
    again = remembering(kept, GERMAN, guessed(GERMAN, EMPTY))
    assert [each.amount for each in again] == ["Umsatz"]


def test_of_too_many_headers_the_oldest_is_forgotten() -> None:
    kept = ()
    for place in range(MOST_LAYOUTS + 1):
        kept = remembering(
            kept, lines(f"Date,What {place},Amount"), mapped("Date", f"What {place}", "Amount", "positive")
        )
    assert [each.description for each in kept][:1] == ["What 1"]
    assert len(kept) == MOST_LAYOUTS


def test_charges_in_another_currency_are_rejected_whatever_tells_it() -> None:
    found = expenses.read(SPLIT, "x", EMPTY, layout=guessed(SPLIT, EMPTY))
    assert [each.reason for each in found.rejected] == ["It is in EUR, your workspace counts in USD; log it by hand."]
    for header, cell in (("Amount", "€4.50"), ("Amount (EUR)", "4.5"), ("Amount", "4.50 EUR")):
        raw = lines(f"Date,What,{header}", f"2026-03-04,Cafe,{cell}")
        read = expenses.read(raw, "x", EMPTY, layout=guessed(raw, EMPTY))
        assert (read.items, len(read.rejected)) == ((), 1)


def test_where_nothing_tells_the_currency_the_preview_says_what_it_is_taken_for() -> None:
    assert any(
        "taken as USD" in note for note in expenses.read(GERMAN, "x", EMPTY, layout=guessed(GERMAN, EMPTY)).notes
    )
    told = lines("Date,What,Amount", "2026-03-04,Cafe,$4.50")
    assert not any("taken as" in note for note in expenses.read(told, "x", EMPTY, layout=guessed(told, EMPTY)).notes)


@pytest.mark.parametrize("raw", [b"a,b\n1,2\n", lines("a,b,c", "x,y,z"), b"x"])
def test_what_has_no_days_or_no_amounts_is_no_statement(raw: bytes) -> None:
    assert not is_statement(raw)


@given(st.sampled_from([GERMAN, ENGLISH, SPLIT, *(raw for raw, _ in STATEMENTS.values())]), st.data())
def test_any_table_is_guessed_and_read_or_refused_in_one_sentence(raw: bytes, data: Any) -> None:
    at = data.draw(st.integers(0, len(raw)))
    torn = raw[:at] + data.draw(st.binary(max_size=4)) + raw[at + data.draw(st.integers(0, 8)) :]
    try:
        named = columns(torn)
        layout = guessed(torn, EMPTY)
        left_open(torn, layout)
        statements.statement(torn, EMPTY, layout)
    except NotImportable as error:
        said = str(error)
    else:
        said = "Read."
        assert {layout.date, layout.amount, layout.description[0]} <= set(named)
    assert "\n" not in said
    assert said.endswith((".", "?"))
