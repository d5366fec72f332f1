"""Mapping the columns of an unrecognized statement, with a preview of its first lines."""

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from netroi_core.errors import NotImportable
from netroi_core.importers.statements import mapping
from netroi_core.importers.statements.expenses import parse_statement
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.widgets.charts import show_table

_SIGNS: Final = {"negative": "With a minus", "positive": "Without a sign"}
_ORDERS: Final = {"month_first": "Month first (12/31)", "day_first": "Day first (31/12)"}
_DECIMAL_MARKS: Final = {".": "1,234.50", ",": "1.234,50"}
_MOST_SHOWN: Final = 6


def show_mapping(name: str, raw: bytes, state: dict[str, Any]) -> StatementLayout | None:
    """Show select boxes for the columns of a file and a preview; return the layout, None if it can't be read."""
    guesses = state.setdefault("guesses", {})
    try:
        if raw not in guesses:
            guesses[raw] = mapping.table_columns(raw), mapping.guess_layout(raw, session.profile().import_layouts)
    except NotImportable as error:
        st.error(
            f"**{escape_markdown(name)}**: {escape_markdown(str(error))} Nothing was changed.", icon=":material/error:"
        )
        return None
    columns, guess = guesses[raw]
    is_remembered = mapping.recall_layout(session.profile().import_layouts, columns) is not None
    # A layout that was confirmed once is folded away, but can still be corrected.
    title = (
        "is read as you said last time" if is_remembered else "is of no bank that NetROI knows. Is this how it is read?"
    )
    with st.expander(f"**{escape_markdown(name)}** {title}", expanded=not is_remembered, key=f"columns of {name}"):
        layout = _select_layout(name, raw, columns, guess)
        _show_preview(raw, layout, state)
    return layout


def _select_layout(name: str, raw: bytes, columns: tuple[str, ...], guess: StatementLayout) -> StatementLayout:
    """Show select boxes that start at the guess; return the layout that they say."""

    def select_column(label: str, first: str) -> str:
        index = columns.index(first) if first in columns else 0
        return str(st.selectbox(label, columns, index, key=f"{label} of {name}"))

    with st.grid("auto", min_column_width=170):
        day, description = select_column("Date", guess.date), select_column("Description", guess.description[0])
        amount = select_column("Amount", guess.amount)
        spent = st.selectbox("What you spent stands there", list(_SIGNS), list(_SIGNS).index(guess.spent),
                             format_func=_SIGNS.__getitem__, key=f"sign of {name}")  # fmt: skip
        layout = replace(guess, date=day, description=(description,), amount=amount, spent=spent)
        questions = mapping.open_questions(raw, layout)
        if questions.order:
            order = st.selectbox("Days are written", list(_ORDERS), list(_ORDERS).index(guess.order),
                                 format_func=_ORDERS.__getitem__, key=f"order of {name}")  # fmt: skip
            layout = replace(layout, order=order)
        if questions.decimal_mark:
            mark = st.selectbox("Amounts are written", list(_DECIMAL_MARKS),
                                list(_DECIMAL_MARKS).index(guess.decimal_mark or "."),
                                format_func=_DECIMAL_MARKS.__getitem__, key=f"mark of {name}")  # fmt: skip
            layout = replace(layout, decimal_mark=mark)
    return layout


def _show_preview(raw: bytes, layout: StatementLayout, state: dict[str, Any]) -> None:
    # Read once for all runs with the same layout: a large statement takes a noticeable time.
    if state.setdefault("previews", {}).get((raw, layout)) is None:
        state["previews"] = {(raw, layout): _first_lines(raw, layout)}
    lines = state["previews"][raw, layout]
    if isinstance(lines, str):
        st.error(escape_markdown(lines), icon=":material/error:")
    else:
        show_table((("Line", "Day", "What", "Spent"), lines), "The first lines as they will be read", ("Day", "What"))


def _first_lines(raw: bytes, layout: StatementLayout) -> tuple[tuple[str, ...], ...] | str:
    """Return the first lines as cells of a table, or the reason why the file can't be read."""
    words = session.words()
    try:
        lines, unused = parse_statement(raw, session.records(), layout)
    except NotImportable as error:
        return str(error)
    rows = [(line.source_line.number, words.day(line.day), line.description, words.exact_money(line.amount))
            for line in lines[:_MOST_SHOWN]]  # fmt: skip
    rows += [(line.source_line.number, "", line.reason, "") for line in unused[:_MOST_SHOWN]]
    return tuple((str(number), *cells) for number, *cells in sorted(rows)[:_MOST_SHOWN])
