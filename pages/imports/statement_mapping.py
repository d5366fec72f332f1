"""How a statement is read: its columns with a guess to correct, the first lines, and in one sentence what they say."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from netroi_core.errors import NetROIError
from netroi_core.importers.batch import ImportFile
from netroi_core.importers.statements import mapping
from netroi_core.importers.statements.expenses import describe_charges, parse_statement
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.importers.statements.mapping import LayoutChoice
from netroi_core.importers.statements.statement_files import layout_name
from netroi_core.wording.wording import escape_markdown
from pages.imports.editable_tables import read_once
from pages.shell import session
from pages.widgets.charts import show_table

_MINUS, _BARE, _WORD, _SPLIT, _BALANCE = "negative", "positive", "word", "split", "balance"
_SIGNS: Final = {
    _MINUS: "With a minus sign",
    _BARE: "Without a sign",
    _WORD: "By a word in another column",
    _SPLIT: "Money received has its own column",
    _BALANCE: "By the change of the balance",
}
_ORDERS: Final = {"month_first": "Month first (12/31)", "day_first": "Day first (31/12)"}
_DECIMAL_MARKS: Final = {".": "1,234.50", ",": "1.234,50"}
_MOST_SHOWN: Final = 6
# On a phone, the amounts are seen without scrolling.
_WIDTHS: Final = {"Line": 50, "Date": 120, "Spent": 110, "Description": 400}


def show_statement(name: str, raw: bytes, place: DeltaGenerator) -> ImportFile | None:
    """Show how a statement is read, and in a place what it says; return None as long as a question is open."""
    if known_name := read_once(raw, layout_name, raw):
        if reading := _read(raw, None):
            place.markdown(escape_markdown(f"{known_name}: {reading[0]}"))
        return ImportFile(name, raw, "expenses")
    choice = _propose(raw, None)
    is_certain = not choice.questions
    # A layout that was confirmed once is folded away, but can still be corrected.
    is_open = not (choice.is_remembered or is_certain)
    with st.expander(_title(choice.is_remembered, is_certain), expanded=is_open, key=f"columns of {name}"):
        layout = _select_layout(name, raw, choice)
        if layout is None:
            place.markdown("It isn’t clear how to read this file. Fill in the blank fields below.")
            return None
        reading = _read(raw, layout)
        if reading:
            show_table(
                (tuple(_WIDTHS), reading[1]),
                "The first lines, as they will be read",
                ("Date", "Description"),
                _WIDTHS,
            )
    if reading:
        place.markdown(escape_markdown(reading[0]))
    # Only what was corrected, or had to be, is worth remembering.
    return ImportFile(name, raw, "expenses", None if is_certain and layout == choice.guess else layout)


def _propose(raw: bytes, has_header: bool | None) -> LayoutChoice:
    layouts = session.profile().import_layouts
    return read_once((raw, layouts, has_header), mapping.propose_layout, raw, layouts, has_header)


def _title(is_remembered: bool, is_certain: bool) -> str:
    if is_remembered:
        return "Read with the columns you chose last time"
    if is_certain:
        return "Read by its columns"
    return "NetROI doesn’t recognize this bank. Check how its columns are read."


def _select_layout(name: str, raw: bytes, detected: LayoutChoice) -> StatementLayout | None:
    """Show select boxes that start at the guess, and blank where it is unsure; return the layout that they say."""
    has_header = st.checkbox("The first row has the names of the columns", detected.has_header, key=f"header of {name}")
    with st.grid("auto", min_column_width=170):
        choice = _propose(raw, has_header)
        guess, columns = choice.layout, {column: column for column in choice.columns}
        layout = replace(
            guess,
            date=_select(name, "Date", columns, guess.date),
            description=(_select(name, "Description", columns, guess.description[0]),),
            amount=_select(name, "Amount", columns, guess.amount),
        )
        is_sign_open = "sign" in choice.questions and not detected.is_remembered
        signed = _select_sign(name, raw, columns, layout, None if is_sign_open else _sign(layout))
        layout = _select_currency(name, columns, signed or layout)
        states = {"": "Nowhere", **columns}
        layout = replace(layout, state=_select(name, "Where are pending lines marked?", states, guess.state))
        noted = _select_notations(name, raw, layout, detected.is_remembered)
        return noted if signed else None


def _select(name: str, label: str, options: Mapping[Any, str], first: Any) -> Any:
    """Return the option that is chosen; None if ``first`` is None and nothing is chosen yet."""
    index = None if first is None else list(options).index(first) if first in options else 0
    return st.selectbox(
        label, list(options), index, format_func=options.__getitem__, placeholder="Choose", key=f"{label} of {name}"
    )


def _select_sign(
    name: str, raw: bytes, columns: Mapping[str, str], layout: StatementLayout, first: str | None
) -> StatementLayout | None:
    """Return the layout with what marks money spent, as the person says; None until they do."""
    sign = _select(name, "How is money spent marked?", _SIGNS, first)
    if sign is None:
        return None
    credit, direction, word, balance = "", "", "", ""
    if sign == _SPLIT:
        credit = _select(name, "Money received", columns, layout.credit)
    elif sign == _WORD:
        direction = _select(name, "The column with the word", columns, layout.direction)
        words = read_once((raw, layout, direction), mapping.direction_words, raw, layout, direction)
        options = {"": "The usual ones, such as Debit", **{word: word for word in words}}
        word = _select(name, "The word for money spent", options, layout.spent_word)
    elif sign == _BALANCE:
        balance = _select(name, "Balance", columns, layout.balance)
    layout = replace(layout, credit=credit, direction=direction, spent_word=word, balance=balance)
    if sign in (_MINUS, _BARE):
        return replace(layout, spent=sign)
    return replace(layout, spent=read_once((raw, layout), mapping.sign_of_spending, raw, layout))


def _sign(layout: StatementLayout) -> str:
    marks = ((_SPLIT, layout.credit), (_WORD, layout.direction), (_BALANCE, layout.balance))
    return next((mark for mark, column in marks if column), layout.spent)


def _select_currency(name: str, columns: Mapping[str, str], layout: StatementLayout) -> StatementLayout:
    own = session.profile().currency
    options = {("", layout.currency_code): "As the file says", ("", own): f"All in {own}"}
    options |= {(column, ""): f"In the column {title}" for column, title in columns.items()}
    column, code = _select(name, "Currency", options, (layout.currency, layout.currency_code))
    return replace(layout, currency=column, currency_code=code)


def _select_notations(name: str, raw: bytes, layout: StatementLayout, is_remembered: bool) -> StatementLayout | None:
    """Return the layout with the notations that its cells leave open, as the person says; None until they do."""
    questions = read_once((raw, layout), mapping.open_questions, raw, layout)
    order, mark = layout.order, layout.decimal_mark
    if "order" in questions:
        order = _select(name, "How are dates written?", _ORDERS, order if is_remembered else None)
    if "decimal_mark" in questions:
        mark = _select(name, "How are amounts written?", _DECIMAL_MARKS, mark if is_remembered else None)
    is_open = order is None or ("decimal_mark" in questions and mark is None)
    return None if is_open else replace(layout, order=order, decimal_mark=mark)


def _read(raw: bytes, layout: StatementLayout | None) -> tuple[str, tuple[tuple[str, ...], ...]] | None:
    """Return what was understood as a sentence, with the first lines as cells; None if the file can't be read.

    The reason is shown once all files are read together.
    """
    words = session.words()
    try:
        charges, left_out = read_once((raw, layout), parse_statement, raw, session.records(), layout)
    except NetROIError:
        return None
    shown = charges[:_MOST_SHOWN]
    money = words.money_format(line.amount for line in shown)
    rows = [(line.source_line.number, words.day(line.day), money(line.amount), line.description) for line in shown]
    rows += [(line.source_line.number, "", "", line.reason) for line in left_out[:_MOST_SHOWN]]
    lines = tuple((str(number), *cells) for number, *cells in sorted(rows)[:_MOST_SHOWN])
    return describe_charges(charges, left_out, words), lines
