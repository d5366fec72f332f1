"""Mapping: the columns of an unknown bank's statement are guessed, corrected, and remembered by its header."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netroi_core.importers.proposal import Proposal
from netroi_core.importers.rules import MOST_LAYOUTS
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.importers.statements.mapping import (
    direction_words,
    open_questions,
    propose_layout,
    remember_layout,
    sign_of_spending,
)
from netroi_core.importers.statements.rows import BLANK
from netroi_core.workspace.profile import ImportLayout
from tests.importers.import_files import lines, read_as, sentence, workspace
from tests.importers.statements.statements import STATEMENTS, custom_layout

EMPTY = workspace()
GERMAN = lines("Konto;Datum;Text;Umsatz;Saldo", "1;04.03.2026;Cafe;-4,50;10,00", "1;05.03.2026;Gehalt;900,00;910,00")
ENGLISH = lines("Date,Details,Paid out,Paid in,Balance", "04/03/2026,Cafe,4.50,,10.00", "05/03/2026,Pay,,900.00,910.00")
SPLIT = lines("Posted;Payee;Debit;Credit;Currency", "2026-03-04;Cafe;4.50;;EUR", "2026-03-05;Bistro;7.00;;USD")
WHOLE = lines("Date,What,Amount", "31/03/2026,Cafe,1.234")


def layout_of(raw: bytes, layouts: tuple[ImportLayout, ...] = ()) -> StatementLayout:
    return propose_layout(raw, layouts).layout


def columns_of(raw: bytes) -> tuple[str, ...]:
    return propose_layout(raw).columns


def read_as_guessed(raw: bytes) -> Proposal:
    return read_as("expenses", raw, "x", EMPTY, layout=layout_of(raw))


def test_the_layout_is_guessed_by_column_names_and_by_the_look_of_the_cells() -> None:
    assert layout_of(GERMAN) == custom_layout("Datum", "Text", "Umsatz", "negative", order="day_first")
    pair = custom_layout("Date", "Details", "Paid out", "positive", credit="Paid in")
    assert layout_of(ENGLISH) == pair
    assert layout_of(SPLIT) == custom_layout(
        "Posted", "Payee", "Debit", "positive", order="day_first", credit="Credit", currency="Currency"
    )


def test_the_user_is_asked_only_for_notations_that_the_cells_leave_open() -> None:
    assert open_questions(ENGLISH, layout_of(ENGLISH)) == {"order"}
    assert "order" not in open_questions(GERMAN, layout_of(GERMAN))
    assert open_questions(WHOLE, custom_layout("Date", "What", "Amount", "positive")) == {"decimal_mark"}


def test_a_statement_is_read_with_the_notations_that_the_user_chooses() -> None:
    layout = replace(layout_of(ENGLISH), order="day_first")
    assert [line.day.month for line in parse_statement(ENGLISH, EMPTY, layout)[0]] == [3]
    for mark, amount in ((".", "1.234"), (",", "1234")):
        layout = custom_layout("Date", "What", "Amount", "positive", decimal_mark=mark)
        assert str(parse_statement(WHOLE, EMPTY, layout)[0][0].amount) == amount


def test_a_corrected_layout_is_used_whenever_its_header_comes_again() -> None:
    corrected = custom_layout(
        "Datum", "Konto", "Saldo", "positive", order="day_first", decimal_mark=",", currency_code="CHF"
    )
    layouts = remember_layout((), columns_of(GERMAN), corrected)
    assert layout_of(GERMAN, layouts) == corrected
    assert layout_of(ENGLISH, layouts) == layout_of(ENGLISH)
    assert "Umsatz" not in str(layouts)
    layouts = remember_layout(layouts, columns_of(GERMAN), layout_of(GERMAN))
    assert [layout.amount for layout in layouts] == ["Umsatz"]


def test_everything_that_a_layout_can_say_is_remembered() -> None:
    full = replace(
        layout_of(GERMAN), credit="Saldo", direction="Text", spent_word="Aus", balance="Konto",
        currency="Text", state="Konto", has_header=True,
    )  # fmt: skip
    layouts = remember_layout((), columns_of(GERMAN), full)
    assert propose_layout(GERMAN, layouts).is_remembered
    assert not propose_layout(ENGLISH, layouts).is_remembered
    assert layout_of(GERMAN, layouts) == full


def test_the_person_s_word_on_the_first_row_counts() -> None:
    assert propose_layout(GERMAN).has_header
    assert propose_layout(GERMAN, has_header=False).columns == tuple(f"Column {number}" for number in range(1, 6))
    headless = GERMAN.split(b"\n", 1)[1]
    assert not propose_layout(headless).has_header
    assert columns_of(headless)[1] == "Column 2"
    assert propose_layout(headless, has_header=True).columns[2] == "Cafe"


def test_the_words_of_a_column_and_the_usual_sign_are_offered() -> None:
    raw = lines("Date,Details,Sum,Mark", "2026-03-04,Cafe,-4.50,X", "2026-03-05,Pay,-9,", "2026-03-06,Cafe,5,X")
    layout = custom_layout("Date", "Details", "Sum", "positive")
    assert direction_words(raw, layout, "Mark") == ("X", BLANK)
    assert sign_of_spending(raw, layout) == "negative"


@pytest.mark.parametrize(("word", "spent"), [("X", ["4.50", "5"]), (BLANK, ["9"])])
def test_a_word_that_the_user_names_marks_money_spent(word: str, spent: list[str]) -> None:
    raw = lines("Date,Details,Sum,Mark", "2026-03-04,Cafe,4.50,X", "2026-03-05,Pay,9,", "2026-03-06,Cafe,5,X")
    layout = custom_layout("Date", "Details", "Sum", "positive", direction="Mark", spent_word=word)
    assert [str(line.amount) for line in parse_statement(raw, EMPTY, layout)[0]] == spent


def test_a_currency_fixed_by_hand_goes_before_the_sign_in_the_cells() -> None:
    raw = lines("Date,Details,Sum", "2026-03-04,Cafe,£4.50")
    layout = custom_layout("Date", "Details", "Sum", "positive", currency_code="USD")
    assert len(parse_statement(raw, EMPTY, layout)[0]) == 1


def test_the_oldest_of_too_many_layouts_is_forgotten() -> None:
    layouts: tuple[ImportLayout, ...] = ()
    for number in range(MOST_LAYOUTS + 1):
        columns = ("Date", f"What {number}", "Amount")
        layouts = remember_layout(layouts, columns, custom_layout("Date", f"What {number}", "Amount", "positive"))
    assert layouts[0].description == "What 1"
    assert len(layouts) == MOST_LAYOUTS


def test_charges_in_another_currency_are_rejected_wherever_it_is_named() -> None:
    reasons = [line.reason for line in read_as_guessed(SPLIT).rejected]
    assert reasons == ["It is in EUR, and your workspace uses USD. Log it by hand."]
    for header, cell in (("Amount", "€4.50"), ("Amount (EUR)", "4.5"), ("Amount", "4.50 EUR")):
        proposal = read_as_guessed(lines(f"Date,What,{header}", f"2026-03-04,Cafe,{cell}"))
        assert (proposal.items, len(proposal.rejected)) == ((), 1)


def test_a_note_names_the_assumed_currency_where_nothing_tells_it() -> None:
    assert any("your currency, USD" in note for note in read_as_guessed(GERMAN).notes)
    in_dollars = lines("Date,What,Amount", "2026-03-04,Cafe,$4.50")
    assert not any("taken as" in note for note in read_as_guessed(in_dollars).notes)


@given(st.sampled_from([GERMAN, ENGLISH, SPLIT, *(raw for raw, _ in STATEMENTS.values())]), st.data())
def test_any_table_is_guessed_and_read_or_refused_in_one_sentence(raw: bytes, data: Any) -> None:
    at = data.draw(st.integers(0, len(raw)))
    torn = raw[:at] + data.draw(st.binary(max_size=4)) + raw[at + data.draw(st.integers(0, 8)) :]
    refusal = sentence(lambda: parse_statement(torn, EMPTY, layout_of(torn)))
    if refusal:
        assert "\n" not in refusal
        assert refusal.endswith((".", "?"))
    else:
        layout = layout_of(torn)
        open_questions(torn, layout)
        assert {layout.date, layout.amount, layout.description[0]} <= set(columns_of(torn))
