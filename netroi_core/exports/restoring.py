"""Restore a document from its sheets; a problem is reported with its table, row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from netroi_core.errors import Invalid, Problem
from netroi_core.exports.cells import Cell, CellKind, is_unchanged, to_cell, to_value
from netroi_core.exports.schema import EXACT, WORKSPACE, TableSchema
from netroi_core.exports.sheets import Json, Sheet
from netroi_core.workspace.document import MOST_PROBLEMS, Document, validate

# The parents and the key that name a record.
Reference = tuple[Any, ...]

_MISSING: Final = object()


@dataclass(frozen=True)
class _PlacedRecord:
    """A record on its way into a document, with its path there."""

    record: Json
    path: str


_Holders = Mapping[Reference, _PlacedRecord]


@dataclass
class _Restoring:
    """The state of a restore.

    Attributes:
        origins: Where the record at each path of the document stands in the file.
        rest: Records with the exact values that no column holds, to be added at the end.
    """

    sheets: Mapping[str, Sheet]
    origins: dict[str, str] = field(default_factory=dict)
    rest: list[tuple[Json, Json]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, origin: str, message: str) -> None:
        self.problems.append(Problem(origin, message))


def to_document(sheets: Mapping[str, Sheet]) -> Document:
    """Return the document of these sheets, validated.

    Raises:
        Invalid: With table, row and column of every problem.
    """
    restoring = _Restoring(sheets)
    root = sheets.get(WORKSPACE.name)
    if root is None or len(root.rows) != 1:
        raise Invalid([Problem(WORKSPACE.name, "must be a table with one row; is this an export of NetROI?")])
    values, rest = _read_row(restoring, root, 0)
    document = _nested(values)
    restoring.rest.append((document, rest))
    restoring.origins[""] = _origin(root, 0)
    for child in WORKSPACE.children:
        _add_table(restoring, child, {(): _PlacedRecord(document, "")})
    for record, exact in restoring.rest:
        for path, value in exact.items():
            _put(record, path, value)
    problems = restoring.problems or _validation_problems(document, restoring.origins)
    if problems:
        raise Invalid(problems[:MOST_PROBLEMS])
    return document


def _validation_problems(document: Document, origins: Mapping[str, str]) -> list[Problem]:
    try:
        validate(document)
    except Invalid as invalid:
        return [_located(problem, origins) for problem in invalid.problems]
    return []


def _add_table(restoring: _Restoring, table: TableSchema, holders: _Holders) -> None:
    """Add the rows of a table to the records that hold them, then those of the tables below it."""
    placed: dict[Reference, _PlacedRecord] = {}
    if (sheet := restoring.sheets.get(table.name)) is not None:
        placed = (_add_mapping if table.is_mapping else _add_list)(restoring, sheet, holders)
    for child in table.children:
        _add_table(restoring, child, placed)


def _add_list(restoring: _Restoring, sheet: Sheet, holders: _Holders) -> dict[Reference, _PlacedRecord]:
    """Add records to lists in the order of their numbers; those without one come last."""
    lists: dict[Reference, list[tuple[float, int, Json, Json]]] = {}
    for index in range(len(sheet.rows)):
        values, rest = _read_row(restoring, sheet, index)
        reference = _pop_reference(restoring, sheet, index, values, holders)
        number = values.pop("number", None) if sheet.table.keys else index
        order = float("inf") if number is None else number
        if reference is not None:
            lists.setdefault(reference, []).append((order, index, values, rest))
    placed: dict[Reference, _PlacedRecord] = {}
    for reference, rows in lists.items():
        holder, records = holders[reference], []
        base = f"{holder.path}.{sheet.table.path}".removeprefix(".")
        for position, (order, index, values, rest) in enumerate(sorted(rows, key=lambda row: row[:2])):
            record = _nested(values)
            records.append(record)
            restoring.rest.append((record, rest))
            path = f"{base}[{position}]"
            restoring.origins[path] = _origin(sheet, index)
            placed[(*reference, record.get("id", order))] = _PlacedRecord(record, path)
        _put(holder.record, sheet.table.path, records)
    return placed


def _add_mapping(restoring: _Restoring, sheet: Sheet, holders: _Holders) -> dict[Reference, _PlacedRecord]:
    """Add records or plain values to mappings by their keys."""
    table = sheet.table
    placed: dict[Reference, _PlacedRecord] = {}
    for index in range(len(sheet.rows)):
        values, rest = _read_row(restoring, sheet, index)
        reference = _pop_reference(restoring, sheet, index, values, holders)
        keys = [values.pop(column.name, "") for column in table.keys]
        if reference is None:
            continue
        if (*reference, *keys) in placed:
            restoring.report(_origin(sheet, index), "is the same entry as in a row above; delete one of them")
        holder, value_name = holders[reference], table.columns[0].name
        node = _node(holder.record, [*table.path.split("."), *keys[:-1]])
        node[keys[-1]] = values if table.has_records else values.get(value_name, rest.get(value_name))
        path = ".".join([holder.path, table.path, *keys]).removeprefix(".")
        restoring.origins[path] = _origin(sheet, index)
        placed[(*reference, *keys)] = _PlacedRecord(values, path)
        if table.has_records:
            restoring.rest.append((values, rest))
    return placed


def _pop_reference(
    restoring: _Restoring, sheet: Sheet, index: int, values: Json, holders: _Holders
) -> Reference | None:
    """Take the reference to the parent record out of a row's values; None, and a problem, if there is none such."""
    parents = sheet.table.parents
    reference = tuple(values.pop(column.name, None) for column in parents)
    if reference in holders:
        return reference
    name = parents[-1].name
    restoring.report(f"{_origin(sheet, index)}, column {name}", f"names no {name} that is in the file")
    return None


def _read_row(restoring: _Restoring, sheet: Sheet, index: int) -> tuple[Json, Json]:
    """Return the values in the columns of a row, and the exact values that have no column.

    An exact value counts as long as its cell is as it was exported; a cell that was changed since wins.
    """
    kinds = {column.name: column.kind for column in sheet.table.all_columns}
    cells: dict[str, Cell] = dict(zip((column.name for column in sheet.columns), sheet.rows[index], strict=True))
    exact = _exact_values(restoring, sheet, index, cells)
    values: Json = {}
    for name, kind in kinds.items():
        cell, value = cells.get(name), exact.pop(name, _MISSING)
        if value is not _MISSING and is_unchanged(cell, _cell_of_untrusted(kind, value)):
            values[name] = value
        elif cell is not None:
            values[name] = to_value(kind, cell)
    return values, exact


def _cell_of_untrusted(kind: CellKind, value: Any) -> Cell:
    """Return the cell of an exact value, blank if a file that was tampered with has the wrong type there."""
    try:
        return to_cell(kind, value)
    except (TypeError, ValueError, ArithmeticError):
        return None


def _exact_values(restoring: _Restoring, sheet: Sheet, index: int, cells: Mapping[str, Cell]) -> Json:
    text = "".join(str(cell) for name, cell in cells.items() if name.split()[0] == EXACT and cell is not None)
    try:
        values = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        values = None
    if isinstance(values, dict):
        return values
    origin = f"{_origin(sheet, index)}, column {EXACT}"
    restoring.report(origin, "is not as NetROI wrote it; leave it as it is, or blank")
    return {}


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
