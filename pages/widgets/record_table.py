"""A list of records as a table to edit: every cell saves at once, rows can be deleted, and what is typed is kept."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

import polars as pl
import streamlit as st

from netroi_core.views import tables
from netroi_core.views.tables import Column
from netroi_core.wording.wording import pluralize
from netroi_core.workspace import edits
from netroi_core.workspace.document import Document
from netroi_core.workspace.fields import Record
from netroi_core.workspace.workspace import Workspace
from pages.shell import session

_TYPES: dict[str, Any] = {"day": pl.Date, "number": pl.Float64, "money": pl.Float64, "percent": pl.Float64,
                          "whole": pl.Int64, "yes": pl.Boolean}  # fmt: skip


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
        column_config={column.key: _config(column) for column in columns},
        disabled=[column.key for column in columns if column.kind == "read_only"],
        on_change=_apply,
        args=(table, name, columns, list(records)),
        height=min(600, 38 * (len(records) + 1) + 2),
        alt=f"{pluralize(len(records), 'record')}, one in each row; edit a cell, or mark rows to delete them",
    )


def _apply(table: str, name: str, columns: tuple[Column, ...], records: Sequence[Any]) -> None:
    changes = session.widget_value(session.form_key(table))
    if gone := [records[index].id for index in changes["deleted_rows"]]:
        session.delete_records(name, gone, pluralize(len(gone), "record"))
        return
    by_key = {column.key: column for column in columns}
    is_saved = [
        _save(name, records[int(index)], [(by_key[key], value) for key, value in entered.items()])
        for index, entered in changes["edited_rows"].items()
    ]
    if not all(is_saved):
        session.reset_form(table)  # or what was refused would be tried again with the next edit


def _save(name: str, record: Record, entered: Sequence[tuple[Column, Any]]) -> bool:
    """Save what was entered into the cells of a record, and return True if nothing of it was refused."""
    stored, is_refused = edits.as_row(record), False
    row = stored
    for column, value in entered:
        if column.kind != "read_only" and tables.cells(record, (column,))[column.key] != _typed(column, value):
            try:
                row = tables.with_entry(row, column, value)
            except ValueError as error:
                session.notify("error", f"{error} “{value}” was not saved.")
                is_refused = True
    row = tables.with_stated_probability(row, record, session.today())
    return (row == stored or _save_row(name, row, record)) and not is_refused


def _save_row(name: str, row: edits.RecordDict, record: Record) -> bool:
    after: list[Record] = []

    def edit(document: Document) -> Document:
        changed = edits.put_row(document, name, row, record)
        after[:] = filter(None, [edits.find(changed, type(record), record.id)])
        return changed

    return session.save(edit, "Saved the change.", lambda document: edits.put(document, record, after[0]))


def _typed(column: Column, value: Any) -> Any:
    return date.fromisoformat(value[:10]) if column.kind == "day" and value else value


def _config(column: Column) -> Any:
    config = st.column_config
    match column.kind:
        case "day":
            return config.DateColumn(column.title, required=column.is_required, min_value=date(1900, 1, 1))
        case "choice":
            options = list((column.names or {}).values())
            return config.SelectboxColumn(column.title, options=options, required=column.is_required)
        case "number" | "money" | "percent":
            return config.NumberColumn(column.title, required=column.is_required, min_value=0, max_value=column.highest)
        case "whole":
            return config.NumberColumn(column.title, min_value=column.lowest, max_value=column.highest, step=1)
        case "yes":
            return config.CheckboxColumn(column.title)
        case "list":
            return config.TextColumn(column.title, max_chars=3000)
    return config.TextColumn(column.title, required=column.is_required, max_chars=300)
