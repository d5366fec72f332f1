"""The columns of a statement of no bank that is known: which hold what, with its first lines as they will be read."""

from dataclasses import replace
from typing import Any, Final

import streamlit as st

from netroi_core.errors import NotImportable
from netroi_core.importers.statements import lines, mapping
from netroi_core.importers.statements.layouts import StatementLayout
from netroi_core.wording.wording import escape_markdown
from pages.shell import session
from pages.widgets.charts import show_table

_SPENT: Final = {"negative": "With a minus", "positive": "Without a sign"}
_ORDERS: Final = {"month_first": "Month first (12/31)", "day_first": "Day first (31/12)"}
_MARKS: Final = {".": "1,234.50", ",": "1.234,50"}
_SHOWN: Final = 6


def layout(name: str, raw: bytes, visit: dict[str, Any]) -> StatementLayout | None:
    """How a file is read, as the person says; None as long as it can't be. The page shows its first lines so."""
    looked_at = visit.setdefault("guesses", {})
    try:
        if raw not in looked_at:
            looked_at[raw] = mapping.table_columns(raw), mapping.guess_layout(raw, session.profile().import_layouts)
    except NotImportable as error:
        st.error(
            f"**{escape_markdown(name)}**: {escape_markdown(str(error))} Nothing was changed.", icon=":material/error:"
        )
        return None
    named, guess = looked_at[raw]
    is_known = mapping.recall_layout(session.profile().import_layouts, named) is not None
    title = "is read as you said last time" if is_known else "is of no bank that NetROI knows. Is this how it is read?"
    with st.expander(f"**{escape_markdown(name)}** {title}", expanded=not is_known, key=f"columns of {name}"):
        chosen = _asked(name, raw, named, guess)
        _preview(raw, chosen, visit)
    return chosen


def _asked(name: str, raw: bytes, named: tuple[str, ...], guess: StatementLayout) -> StatementLayout:
    """The layout as chosen in select boxes that show the guess first."""

    def column(label: str, first: str) -> str:
        return str(st.selectbox(label, named, named.index(first) if first in named else 0, key=f"{label} of {name}"))

    with st.grid("auto", min_column_width=170):
        on, said = column("Date", guess.date), column("Description", guess.description[0])
        paid = column("Amount", guess.amount)
        spent = st.selectbox("What you spent stands there", list(_SPENT), list(_SPENT).index(guess.spent),
                             format_func=_SPENT.__getitem__, key=f"sign of {name}")  # fmt: skip
        chosen = replace(guess, date=on, description=(said,), amount=paid, spent=spent)
        left = mapping.open_questions(raw, chosen)
        if left.order:
            order = st.selectbox("Days are written", list(_ORDERS), list(_ORDERS).index(guess.order),
                                 format_func=_ORDERS.__getitem__, key=f"order of {name}")  # fmt: skip
            chosen = replace(chosen, order=order)
        if left.decimal_mark:
            mark = st.selectbox("Amounts are written", list(_MARKS), list(_MARKS).index(guess.decimal_mark or "."),
                                format_func=_MARKS.__getitem__, key=f"mark of {name}")  # fmt: skip
            chosen = replace(chosen, decimal_mark=mark)
    return chosen


def _preview(raw: bytes, chosen: StatementLayout, visit: dict[str, Any]) -> None:
    """The first lines as they will be read; once for all runs that ask for the same."""
    if visit.setdefault("mapped", {}).get((raw, chosen)) is None:
        visit["mapped"] = {(raw, chosen): _lines(raw, chosen)}
    shown = visit["mapped"][raw, chosen]
    if isinstance(shown, str):
        st.error(escape_markdown(shown), icon=":material/error:")
    else:
        show_table((("Line", "Day", "What", "Spent"), shown), "The first lines as they will be read", ("Day", "What"))


def _lines(raw: bytes, chosen: StatementLayout) -> tuple[tuple[str, ...], ...] | str:
    words = session.words()
    try:
        found = lines.parse_statement(raw, session.records(), chosen)
    except NotImportable as error:
        return str(error)
    rows = [(each.source_line.number, words.day(each.day), each.description, words.exact_money(each.amount))
            for each in found.lines[:_SHOWN]]  # fmt: skip
    rows += [(each.source_line.number, "", each.reason, "") for each in (*found.skipped, *found.rejected)[:_SHOWN]]
    return tuple((str(line), *rest) for line, *rest in sorted(rows)[:_SHOWN])
