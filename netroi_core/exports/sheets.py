"""A document as sheets, one for each table that has rows."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any, Final

from netroi_core.exports import schema
from netroi_core.exports.schema import EXACT, LONGEST_TEXT, TABLES, WORKSPACE, Cell, CellKind, TableColumn, TableSchema
from netroi_core.workspace.document import Document

Json = dict[str, Any]

# The line of the first row, below the header.
FIRST_LINE: Final = 2


@dataclass(frozen=True)
class Sheet:
    """The rows of a table, a cell for each column; ``lines`` are where they stand in a file."""

    table: TableSchema
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]


@dataclass
class _SheetRow:
    """The values of a row by column, and those of its record that have none: what is empty or null."""

    values: Json
    rest: Json = field(default_factory=dict)


def to_sheets(document: Document) -> dict[str, Sheet]:
    """Return the sheets of a validated document by table, without those that have no rows."""
    rows: dict[str, list[_SheetRow]] = {name: [] for name in TABLES}
    _add_record(WORKSPACE, document, (), (), rows)
    return {name: _sheet(TABLES[name], table_rows) for name, table_rows in rows.items() if table_rows}


def _add_record(
    table: TableSchema, record: Any, parents: Sequence[Any], keys: Sequence[Any], rows: dict[str, list[_SheetRow]]
) -> None:
    """Add the row of a record, then the rows of the lists and mappings in it."""
    names = [column.name for column in (*table.parents, *table.keys)]
    row = _SheetRow(dict(zip(names, [*parents, *keys], strict=True)))
    rows[table.name].append(row)
    if not table.has_records:
        row.values[table.columns[0].name] = record
        return
    inner = _fill_row(table, record, row)
    reference = [*parents, *([record["id"]] if "id" in record and not table.is_mapping else keys)]
    for child in table.children:
        if child.path in inner:
            for child_keys, child_record in _children(child, inner[child.path], row):
                _add_record(child, child_record, reference, child_keys, rows)


def _fill_row(table: TableSchema, record: Json, row: _SheetRow) -> Json:
    """Put the values of a record into its row; return the lists and mappings with tables of their own by path."""
    columns, children = {column.name for column in table.columns}, {child.path for child in table.children}
    inner: Json = {}

    def fill(values: Json, prefix: str) -> None:
        for key, value in values.items():
            path = f"{prefix}{key}"
            if path in columns:
                row.values[path] = value
            elif path in children and value:
                inner[path] = value
            elif isinstance(value, dict) and value:
                fill(value, f"{path}.")
            else:
                row.rest[path] = value

    fill(record, "")
    return inner


def _children(child: TableSchema, value: Any, row: _SheetRow) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield the records of a list or mapping with their keys."""
    if not child.is_mapping:
        for number, record in enumerate(value, 1):
            yield (number,) if child.keys else (), record
    elif len(child.keys) == 1:
        for key, record in value.items():
            yield (key,), record
    else:
        for outer, records in value.items():
            if not records:
                row.rest[f"{child.path}.{outer}"] = records
            for key, record in records.items():
                yield (outer, key), record


def _sheet(table: TableSchema, rows: Sequence[_SheetRow]) -> Sheet:
    kinds = {column.name: column.kind for column in table.all_columns}
    exact = [_exact_pieces(row, kinds) for row in rows]
    most = max(len(pieces) for pieces in exact)
    # Usually one column of exact values; more where their JSON is long.
    names = [EXACT, *(f"{EXACT} {number}" for number in range(2, most + 1))][:most]
    columns: tuple[TableColumn, ...] = (*table.all_columns, *(TableColumn(name, "text") for name in names))
    stored = ([schema.to_cell(kind, row.values.get(name)) for name, kind in kinds.items()] for row in rows)
    blanks = ([None] * (most - len(pieces)) for pieces in exact)
    cells = tuple(tuple(chain(*parts)) for parts in zip(stored, exact, blanks, strict=True))
    return Sheet(table, columns, cells, tuple(range(FIRST_LINE, FIRST_LINE + len(cells))))


def _exact_pieces(row: _SheetRow, kinds: Mapping[str, CellKind]) -> list[str]:
    """Return the values that the cells of a row can't hold, as JSON in pieces that fit into cells."""
    inexact = row.rest | {name: value for name, value in row.values.items() if not schema.is_exact(kinds[name], value)}
    text = json.dumps(inexact, separators=(",", ":")) if inexact else ""
    return [text[start:end] for start, end in pairwise([*range(0, len(text), LONGEST_TEXT), len(text)])]
