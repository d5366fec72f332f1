"""A document as sheets, one for each table that has rows, and back.

A problem with a sheet is reported with its table, row and column.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import Any, Final

import orjson

from netroi_core.errors import Invalid, Problem
from netroi_core.exports import schema
from netroi_core.exports.schema import EXACT, LONGEST_TEXT, TABLES, WORKSPACE, Cell, CellKind, TableColumn, TableSchema
from netroi_core.workspace.document import MOST_PROBLEMS, validate
from netroi_core.workspace.workspace import Document

Json = dict[str, Any]

# The line of the first row, below the header.
FIRST_LINE: Final = 2

# The parents and the key that name a record.
_Reference = tuple[Any, ...]
# Records on their way into a document, each with its path there.
_Holders = dict[_Reference, tuple[Json, str]]
# The index of a row, the reference to the record that holds it, the values of its columns, and its exact values.
_Row = tuple[int, _Reference, Json, Json]

_MISSING: Final = object()


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


def to_document(sheets: Mapping[str, Sheet]) -> Document:
    """Return the document of these sheets, validated; Invalid with table, row and column of every problem."""
    root = sheets.get(WORKSPACE.name)
    if root is None or len(root.rows) != 1:
        raise Invalid([Problem(WORKSPACE.name, "must be a table with one row; is this a NetROI export?")])
    restoring = _Restoring(sheets)
    values, exact = restoring.read_row(root, 0)
    document = restoring.add_record("", _nested(values), exact, _origin(root, 0))
    for child in WORKSPACE.children:
        restoring.add_table(child, {(): (document, "")})
    for record, rest in restoring.rest:
        for path, value in rest.items():
            _put(record, path, value)
    problems = restoring.problems or _validation_problems(document, restoring.origins)
    if problems:
        raise Invalid(problems[:MOST_PROBLEMS])
    return document


class _Restoring:
    """The state of a restore.

    Attributes:
        origins: Where the record at each path of the document stands in the file.
        rest: Records with the exact values that no column holds, to be added at the end.
    """

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.sheets = sheets
        self.origins: dict[str, str] = {}
        self.rest: list[tuple[Json, Json]] = []
        self.problems: list[Problem] = []

    def add_table(self, table: TableSchema, holders: _Holders) -> None:
        """Add the rows of a table to the records that hold them, then those of the tables below it."""
        placed: _Holders = {}
        if (sheet := self.sheets.get(table.name)) is not None:
            placed = (self._add_mapping if table.is_mapping else self._add_list)(sheet, holders)
        for child in table.children:
            self.add_table(child, placed)

    def add_record(self, path: str, record: Json, exact: Json, origin: str) -> Json:
        """Note the exact values of a record and where it stands in the file, and return it."""
        self.rest.append((record, exact))
        self.origins[path] = origin
        return record

    def _add_list(self, sheet: Sheet, holders: _Holders) -> _Holders:
        """Add records to lists in the order of their numbers; those without one come last."""
        lists: dict[_Reference, list[tuple[float, int, Json, Json]]] = {}
        for index, reference, values, exact in self._rows(sheet, holders):
            number = values.pop("number", None) if sheet.table.keys else index
            order = float("inf") if number is None else number
            lists.setdefault(reference, []).append((order, index, values, exact))
        placed: _Holders = {}
        for reference, rows in lists.items():
            holder, holder_path = holders[reference]
            records: list[Json] = []
            for order, index, values, exact in sorted(rows, key=lambda row: row[:2]):
                path = f"{holder_path}.{sheet.table.path}[{len(records)}]".removeprefix(".")
                records.append(self.add_record(path, _nested(values), exact, _origin(sheet, index)))
                placed[(*reference, records[-1].get("id", order))] = records[-1], path
            _put(holder, sheet.table.path, records)
        return placed

    def _add_mapping(self, sheet: Sheet, holders: _Holders) -> _Holders:
        """Add records or plain values to mappings by their keys."""
        table, placed = sheet.table, _Holders()
        for index, reference, values, exact in self._rows(sheet, holders):
            origin, keys = _origin(sheet, index), [values.pop(column.name, "") for column in table.keys]
            if (*reference, *keys) in placed:
                self._report(origin, "repeats an entry from a row above; delete one of them")
            (holder, holder_path), value_name = holders[reference], table.columns[0].name
            node = _node(holder, [*table.path.split("."), *keys[:-1]])
            node[keys[-1]] = values if table.has_records else values.get(value_name, exact.get(value_name))
            path = ".".join([holder_path, table.path, *keys]).removeprefix(".")
            record = self.add_record(path, values, exact if table.has_records else {}, origin)
            placed[(*reference, *keys)] = record, path
        return placed

    def _rows(self, sheet: Sheet, holders: _Holders) -> Iterator[_Row]:
        """Yield the rows of the holders; of one that belongs to no record, a problem is reported instead."""
        parents = sheet.table.parents
        for index in range(len(sheet.rows)):
            values, exact = self.read_row(sheet, index)
            reference = tuple(values.pop(column.name, None) for column in parents)
            if reference in holders:
                yield index, reference, values, exact
            else:
                name = parents[-1].name
                self._report(f"{_origin(sheet, index)}, column {name}", f"doesn’t match any {name} in the file")

    def read_row(self, sheet: Sheet, index: int) -> tuple[Json, Json]:
        """Return the values in the columns of a row, and the exact values that have no column.

        An exact value counts as long as its cell is as it was exported; a cell that was changed since wins.
        """
        cells: dict[str, Cell] = dict(zip((column.name for column in sheet.columns), sheet.rows[index], strict=True))
        exact = self._exact_values(sheet, index, cells)
        values: Json = {}
        for name, kind in sheet.table.all_columns:
            cell, value = cells.get(name), exact.pop(name, _MISSING)
            if value is not _MISSING and schema.is_unchanged(cell, _cell_of_untrusted(kind, value)):
                values[name] = value
            elif cell is not None:
                values[name] = schema.to_value(kind, cell)
        return values, exact

    def _exact_values(self, sheet: Sheet, index: int, cells: Mapping[str, Cell]) -> Json:
        text = "".join(str(cell) for name, cell in cells.items() if name.split()[0] == EXACT and cell is not None)
        try:
            values = orjson.loads(text) if text else {}
        except orjson.JSONDecodeError:
            values = None
        if isinstance(values, dict):
            return values
        origin = f"{_origin(sheet, index)}, column {EXACT}"
        self._report(origin, "was changed; leave it as NetROI wrote it, or leave it blank")
        return {}

    def _report(self, origin: str, message: str) -> None:
        self.problems.append(Problem(origin, message))


def _validation_problems(document: Document, origins: Mapping[str, str]) -> list[Problem]:
    try:
        validate(document)
    except Invalid as invalid:
        return [_located(problem, origins) for problem in invalid.problems]
    return []


def _cell_of_untrusted(kind: CellKind, value: Any) -> Cell:
    """Return the cell of an exact value, blank if a file that was tampered with has the wrong type there."""
    try:
        return schema.to_cell(kind, value)
    except (TypeError, ValueError, ArithmeticError):
        return None


def _nested(values: Json) -> Json:
    """Return a record from values by dotted paths."""
    record: Json = {}
    for path, value in values.items():
        _put(record, path, value)
    return record


def _put(record: Json, path: str, value: Any) -> None:
    """Put a value at its path, unless there is one already."""
    *steps, last = path.split(".")
    _node(record, steps).setdefault(last, value)


def _node(record: Json, steps: list[str]) -> Json:
    for step in steps:
        inner = record.setdefault(step, {})
        if not isinstance(inner, dict):
            return {}  # a list or value stands there: whatever is put here is dropped
        record = inner
    return record


def _origin(sheet: Sheet, index: int) -> str:
    return f"{sheet.table.name}, row {sheet.lines[index]}"


def _located(problem: Problem, origins: Mapping[str, str]) -> Problem:
    """Return a problem of the document by the table, row and column where it stands in the file."""
    path = problem.path
    while path not in origins:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    column = problem.path[len(path) :].lstrip(".")
    return Problem(f"{origins[path]}, column {column}" if column else origins[path], problem.message)
