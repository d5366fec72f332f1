"""Records to edit: a list as a table where every cell saves at once, or one record as a form."""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from hashlib import blake2b
from itertools import groupby
from typing import Any, Final

import polars as pl
import streamlit as st

from netroi_core.views import tables
from netroi_core.views.tables import Column
from netroi_core.wording.wording import Words, pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.document import record_problems
from netroi_core.workspace.edits import Removal
from netroi_core.workspace.fields import LONGEST_LINE, LONGEST_TEXT, Record
from netroi_core.workspace.records import Activity
from netroi_core.workspace.workspace import Document, Workspace, parse_records
from pages.shell import session

_TYPES: dict[str, Any] = {"day": pl.Date, "number": pl.Float64, "money": pl.Float64, "percent": pl.Float64,
                          "whole": pl.Int64, "yes": pl.Boolean}  # fmt: skip

# They may have several lines, which a field of one line would join.
_LONG_TEXTS: Final = frozenset({"notes", "text"})
_MOST_ROWS: Final = 16
_ROW_HEIGHT: Final = 35  # pixels, of the header as well


def table_height(rows: int) -> int:
    """Return the height of a table to edit, in pixels: more rows than fit into a window are scrolled to."""
    return _ROW_HEIGHT * (min(rows, _MOST_ROWS) + 1) + 3


def show_record_table(workspace: Workspace, name: str, records: Sequence[Any]) -> None:
    """Show records of a workspace's list, in this order."""
    columns = tables.columns(workspace, name)
    frame = pl.DataFrame(
        [tables.cells(record, columns) for record in records],
        schema={column.key: _TYPES.get(column.kind, pl.String) for column in columns},
        orient="row",
    )
    # Edits are kept by position: other rows make another table of it.
    fingerprint = blake2b(repr([record.id for record in records]).encode(), digest_size=8).hexdigest()
    table = f"table {name} {fingerprint}"
    st.data_editor(
        frame,
        key=session.form_key(table),
        hide_index=True,
        placeholder="",
        num_rows="delete",
        column_config={column.key: _config(column, Words.of(workspace.profile)) for column in columns},
        disabled=[column.key for column in columns if column.kind == "read_only"],
        on_change=_apply,
        args=(table, name, columns, list(records)),
        height=table_height(len(records)),
        alt=f"{pluralize(len(records), 'record')}, one in each row; edit a cell, or mark rows to delete them",
    )


def _apply(table: str, name: str, columns: tuple[Column, ...], records: Sequence[Any]) -> None:
    changes = session.widget_value(session.form_key(table))
    if deleted := [records[index] for index in changes["deleted_rows"]]:
        session.delete_records(name, [record.id for record in deleted], _described(name, deleted))
        return
    edited = [_RowEdit(records[int(index)], columns, entered) for index, entered in changes["edited_rows"].items()]
    if not _save_accepted(name, edited):
        session.reset_form(table)  # or what was refused would be tried again with the next edit


class _RowEdit:
    """The cells entered for a record: the row with them, and a sentence for each value that was refused."""

    def __init__(self, record: Any, columns: Sequence[Column], entered: Mapping[str, Any]) -> None:
        self.record = record
        self.columns: list[Column] = []
        self.refusals: list[str] = []
        row, by_key = edits.as_row(record), {column.key: column for column in columns}
        for key, value in entered.items():
            column = by_key[key]
            if column.kind == "read_only" or tables.cells(record, (column,))[column.key] == _typed(column, value):
                continue
            try:
                _check_day(record, column, value)
                row = tables.with_entry(row, column, value)
                self.columns.append(column)
            except ValueError as error:
                # Of a box that was emptied, there is nothing to repeat.
                self.refusals.append(f"{error} “{value}” was not saved." if value is not None else str(error))
        self.row = tables.with_stated_probability(row, record, session.today())


def _check_day(record: Any, column: Column, value: Any) -> None:
    if isinstance(record, Activity) and column.key == "date" and value and _typed(column, value) > session.today():
        raise ValueError("An activity can’t be in the future.")


def show_record_form(workspace: Workspace, name: str, record: Record) -> bool:
    """Show a field for each column of a record, those without a value folded away; return True once it is saved."""
    all_columns = tables.columns(workspace, name, has_all_costs=True)
    columns = tuple(column for column in all_columns if column.kind != "read_only")
    key = f"record {record.id}"
    first = f"{key} {columns[0].key}"
    displayed, words = session.form_snapshot(first, record), Words.of(workspace.profile)
    cells = tables.cells(displayed, columns)
    with st.form(key, border=False, enter_to_submit=False):
        _show_fields(columns, cells, key, words)
        if not st.form_submit_button("Save", type="primary", icon=":material/check:", key=f"{key} save"):
            return False
    session.drop_snapshot(first)
    is_saved = _save_accepted(name, [_RowEdit(displayed, columns, _entered(columns, cells, key))])
    if not is_saved:
        st.rerun()  # to show why
    return is_saved


def _show_fields(columns: Sequence[Column], cells: Mapping[str, Any], key: str, words: Words) -> None:
    blank = [column for column in columns if cells[column.key] is None and not column.is_required]
    _show_group([column for column in columns if column not in blank], cells, key, words)
    if blank:
        with st.expander("More details (optional)"):
            _show_group(blank, cells, key, words)


def _show_group(columns: Sequence[Column], cells: Mapping[str, Any], key: str, words: Words) -> None:
    """Show fields side by side where there is room; texts and names have a line of their own."""
    for is_long, group in groupby(columns, lambda column: column.kind in ("text", "list") or bool(column.list_name)):
        with nullcontext() if is_long else st.grid("auto", min_column_width=160):
            for column in group:
                _show_field(column, cells[column.key], f"{key} {column.key}", words)


def _entered(columns: Sequence[Column], cells: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Return what the fields of a record hold; where the record has nothing, an empty box is no answer."""
    values = {column.key: session.widget_value(f"{key} {column.key}") for column in columns}
    return {
        field: None if value == "" or (value is False and cells[field] is None) else value
        for field, value in values.items()
    }


def _show_field(column: Column, value: Any, key: str, words: Words) -> None:
    match column.kind:
        case "choice":
            _show_choice(column, value, key)
        case "day":
            st.date_input(column.title, value, min_value=session.EARLIEST_DAY, format=words.date_pattern, key=key)
        case "yes":
            st.checkbox(column.title, bool(value), key=key)
        case "number" | "money" | "percent" | "whole":
            _show_number(column, value, key)
        case _ if column.key in _LONG_TEXTS:
            st.text_area(column.title, value or "", max_chars=LONGEST_TEXT, key=key)
        case _:
            st.text_input(column.title, value or "", max_chars=3000, autocomplete="off", key=key)


def _show_choice(column: Column, value: Any, key: str) -> None:
    options = list((column.names or {}).values())
    st.selectbox(column.title, options, index=None if value is None else options.index(value), key=key,
                 placeholder="Not specified", help=column.help or None)  # fmt: skip


def _show_number(column: Column, value: float | None, key: str) -> None:
    # Streamlit requires value, bounds and step to have one type.
    number, number_format = (int, "%d") if column.kind == "whole" else (float, "%g")
    highest, shown = (None if limit is None else number(limit) for limit in (column.highest, value))
    st.number_input(column.title, number(column.lowest), highest, shown, number(1), key=key, format=number_format,
                    help=column.help or None)  # fmt: skip


def _save_accepted(name: str, edited: Sequence[_RowEdit]) -> bool:
    """Save what can be saved in one act, and say of the rest why not; return True if all of it is saved."""
    refusals = [sentence for row in edited for sentence in row.refusals]
    for sentence in refusals:
        session.notify("error", sentence)
    return _save(name, [row for row in edited if row.row != edits.as_row(row.record)]) and not refusals


def _save(name: str, edited: Sequence[_RowEdit]) -> bool:
    """Save rows in one act, and return True if they are saved."""
    if not edited:
        return True
    changed: list[tuple[Record, Record]] = []

    def edit(document: Document) -> Document:
        changed.clear()
        for row in edited:
            document = edits.put_row(document, name, row.row, row.record)
            # A row that breaks the format is for the store to refuse.
            if not record_problems(name, row.row):
                changed.append((row.record, parse_records(type(row.record), (row.row,))[0]))
        return document

    columns = {column.title for row in edited for column in row.columns}
    subject = _described(name, [row.record for row in edited])
    return session.save(
        edit,
        f"Changed “{columns.pop()}” of {subject}." if len(columns) == 1 else f"Changed {subject}.",
        lambda document: edits.undo(document, Removal((), tuple(changed))),
    )


def _described(name: str, records: Sequence[Any]) -> str:
    """Return one record by its name, several by their number."""
    return tables.record_name(records[0]) if len(records) == 1 else pluralize(len(records), *tables.RECORD_NOUNS[name])


def _typed(column: Column, value: Any) -> Any:
    return date.fromisoformat(str(value)[:10]) if column.kind == "day" and value else value


def _config(column: Column, words: Words) -> Any:
    config = st.column_config
    common: dict[str, Any] = {"label": column.title, "help": column.help or None, "required": column.is_required}
    match column.kind:
        case "day":
            return config.DateColumn(**common, min_value=session.EARLIEST_DAY, format=words.date_pattern)
        case "choice":
            return config.SelectboxColumn(**common, options=list((column.names or {}).values()))
        case "number" | "money" | "percent" | "whole":
            # Localized: by the browser's language, like the editor of the cell, which knows no other.
            return config.NumberColumn(
                **common,
                min_value=column.lowest,
                max_value=column.highest,
                step=1 if column.kind == "whole" else None,
                format="localized",
            )
        case "yes":
            return config.CheckboxColumn(**common)
    return config.TextColumn(**common, max_chars=3000 if column.kind == "list" else LONGEST_LINE)
