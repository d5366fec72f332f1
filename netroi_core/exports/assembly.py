"""Sheets as the document that they were made of; what is wrong in them is named by table, row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from netroi_core.errors import Invalid, Problem
from netroi_core.exports.cells import Cell, is_same, shown, stored
from netroi_core.exports.schema import EXACT, WORKSPACE, Table
from netroi_core.exports.sheets import Sheet
from netroi_core.workspace.document import MOST_PROBLEMS, Document, validate

Json = dict[str, Any]
Reference = tuple[Any, ...]

_MISSING: Final = object()


@dataclass(frozen=True)
class _Placed:
    """A record on its way into a document, and its path there."""

    record: Json
    path: str


@dataclass
class _Reading:
    """What was found so far: where each record came from, what is to be filled in at the end, what is wrong."""

    sheets: Mapping[str, Sheet]
    origins: dict[str, str] = field(default_factory=dict)
    rest: list[tuple[Json, Json]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))


def document(sheets: Mapping[str, Sheet]) -> Document:
    """The document that sheets hold, checked; Invalid, with table, row and column of every problem."""
    reading = _Reading(sheets)
    root = sheets.get(WORKSPACE.name)
    if root is None or len(root.rows) != 1:
        raise Invalid([Problem(WORKSPACE.name, "must be a table with one row; is this an export of NetROI?")])
    held: Json = {}
    values, rest = _values(reading, root, 0)
    for name, value in values.items():
        _put(held, name, value)
    reading.rest.append((held, rest))
    reading.origins[""] = _place(root, 0)
    for child in WORKSPACE.children:
        _read(reading, child, {(): _Placed(held, "")})
    for record, each in reading.rest:
        for path, value in each.items():
            _put(record, path, value)
    if not reading.problems:
        try:
            validate(held)
        except Invalid as invalid:
            reading.problems = [_located(problem, reading.origins) for problem in invalid.problems]
    if reading.problems:
        raise Invalid(reading.problems[:MOST_PROBLEMS])
    return held


def _read(reading: _Reading, table: Table, holders: Mapping[Reference, _Placed]) -> None:
    """Put the rows of a table into the records that hold them, then those of the tables below it."""
    placed: dict[Reference, _Placed] = {}
    if (sheet := reading.sheets.get(table.name)) is not None:
        placed = (_mapped if table.is_mapping else _listed)(reading, sheet, holders)
    for child in table.children:
        _read(reading, child, placed)


def _listed(reading: _Reading, sheet: Sheet, holders: Mapping[Reference, _Placed]) -> dict[Reference, _Placed]:
    """Records in lists, in the order of their numbers; those without one come last."""
    found: dict[Reference, list[tuple[float, int, Json, Json]]] = {}
    for place in range(len(sheet.rows)):
        values, rest = _values(reading, sheet, place)
        reference = _reference(reading, sheet, place, values, holders)
        number = values.pop("number", None) if sheet.table.keys else place
        order = float("inf") if number is None else number
        if reference is not None:
            found.setdefault(reference, []).append((order, place, values, rest))
    placed: dict[Reference, _Placed] = {}
    for reference, rows in found.items():
        holder, records = holders[reference], []
        base = f"{holder.path}.{sheet.table.path}".removeprefix(".")
        for index, (order, place, values, rest) in enumerate(sorted(rows, key=lambda row: row[:2])):
            record: Json = {}
            for name, value in values.items():
                _put(record, name, value)
            records.append(record)
            reading.rest.append((record, rest))
            path = f"{base}[{index}]"
            reading.origins[path] = _place(sheet, place)
            placed[(*reference, record.get("id", order))] = _Placed(record, path)
        _put(holder.record, sheet.table.path, records)
    return placed


def _mapped(reading: _Reading, sheet: Sheet, holders: Mapping[Reference, _Placed]) -> dict[Reference, _Placed]:
    """Records, or plain values, in mappings, by their keys."""
    table = sheet.table
    placed: dict[Reference, _Placed] = {}
    for place in range(len(sheet.rows)):
        values, rest = _values(reading, sheet, place)
        reference = _reference(reading, sheet, place, values, holders)
        keys = [values.pop(column.name, "") for column in table.keys]
        if reference is None:
            continue
        if (*reference, *keys) in placed:
            reading.wrong(_place(sheet, place), "is the same entry as in a row above; delete one of them")
        holder = holders[reference]
        held: Any = values if table.has_records else values.get(table.columns[0].name, rest.get(table.columns[0].name))
        node = _node(holder.record, table.path.split("."))
        for key in keys[:-1]:
            node = node.setdefault(key, {})
        node[keys[-1]] = held
        path = ".".join([holder.path, table.path, *keys]).removeprefix(".")
        reading.origins[path] = _place(sheet, place)
        placed[(*reference, *keys)] = _Placed(values, path)
        if table.has_records:
            reading.rest.append((values, rest))
    return placed


def _reference(
    reading: _Reading, sheet: Sheet, place: int, values: Json, holders: Mapping[Reference, _Placed]
) -> Reference | None:
    """The record that a row belongs to; None, and a problem, if there is none."""
    parents = sheet.table.parents
    reference = tuple(values.pop(column.name, None) for column in parents)
    if reference in holders:
        return reference
    name = parents[-1].name
    reading.wrong(f"{_place(sheet, place)}, column {name}", f"names no {name} that is in the file")
    return None


def _values(reading: _Reading, sheet: Sheet, place: int) -> tuple[Json, Json]:
    """What the columns of a row hold, and what else it says exactly.

    What is said exactly holds as long as the cell is as it was written; a cell that was changed since counts instead.
    """
    kinds = {column.name: column.kind for column in sheet.table.all_columns}
    cells: dict[str, Cell] = dict(zip((column.name for column in sheet.columns), sheet.rows[place], strict=True))
    exact = _exact(reading, sheet, place, cells)
    values: Json = {}
    for name, kind in kinds.items():
        cell, said = cells.get(name), exact.pop(name, _MISSING)
        if said is not _MISSING and is_same(cell, _shown(kind, said)):
            values[name] = said
        elif cell is not None:
            values[name] = stored(kind, cell)
    return values, exact


def _shown(kind: Any, said: Any) -> Cell:
    """The cell of a value; a file may say anything at all where NetROI wrote what was checked."""
    try:
        return shown(kind, said)
    except (TypeError, ValueError, ArithmeticError):
        return None


def _exact(reading: _Reading, sheet: Sheet, place: int, cells: Mapping[str, Cell]) -> Json:
    text = "".join(str(cell) for name, cell in cells.items() if name.split()[0] == EXACT and cell is not None)
    try:
        said = orjson.loads(text) if text else {}
    except orjson.JSONDecodeError:
        said = None
    if isinstance(said, dict):
        return said
    reading.wrong(f"{_place(sheet, place)}, column {EXACT}", "is not as NetROI wrote it; leave it as it is, or blank")
    return {}


def _put(record: Json, path: str, value: Any) -> None:
    """Put a value at its path, unless something is there already."""
    *steps, last = path.split(".")
    _node(record, steps).setdefault(last, value)


def _node(record: Json, steps: list[str]) -> Json:
    for step in steps:
        inner = record.setdefault(step, {})
        if not isinstance(inner, dict):
            return {}  # a list or value stands there: what is left over is for nobody
        record = inner
    return record


def _place(sheet: Sheet, place: int) -> str:
    return f"{sheet.table.name}, row {sheet.lines[place]}"


def _located(problem: Problem, origins: Mapping[str, str]) -> Problem:
    """A problem of the document by the table, row and column where it is in the file."""
    path = problem.path
    while path not in origins:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    column = problem.path[len(path) :].lstrip(".")
    return Problem(f"{origins[path]}, column {column}" if column else origins[path], problem.message)
