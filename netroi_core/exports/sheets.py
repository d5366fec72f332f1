"""A document as sheets, one for each table that holds rows: typed cells, and back to the same document."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from netroi_core.exports.cells import LONGEST_TEXT, Cell, is_exact, shown
from netroi_core.exports.schema import EXACT, TABLES, WORKSPACE, Column, Table
from netroi_core.workspace.document import Document

Json = dict[str, Any]

FIRST_LINE: Final = 2
"""The line of the first row: the header stands above it."""


@dataclass(frozen=True)
class Sheet:
    """The rows of a table, a cell for each column; ``lines`` are where they stand in a file."""

    table: Table
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]


@dataclass
class _Row:
    """The values of a row by column, and what else its record holds: empty or null, where no column is."""

    values: Json
    rest: Json


def sheets(document: Document) -> dict[str, Sheet]:
    """The sheets of a document that was checked, by the name of their table; without those that have no row."""
    rows: dict[str, list[_Row]] = {name: [] for name in TABLES}
    _collect(WORKSPACE, document, (), (), rows)
    return {name: _sheet(TABLES[name], each) for name, each in rows.items() if each}


def _collect(
    table: Table, record: Any, parents: Sequence[Any], keys: Sequence[Any], rows: dict[str, list[_Row]]
) -> None:
    """Add the row of a record, then those of what it holds."""
    known = [column.name for column in (*table.parents, *table.keys)]
    row = _Row(dict(zip(known, [*parents, *keys], strict=True)), {})
    rows[table.name].append(row)
    if not table.has_records:
        row.values[table.columns[0].name] = record
        return
    inner = _split(table, record, row)
    reference = [*parents, *([record["id"]] if "id" in record and not table.is_mapping else keys)]
    for child in table.children:
        if child.path in inner:
            for child_keys, each in _held(child, inner[child.path], row):
                _collect(child, each, reference, child_keys, rows)


def _split(table: Table, record: Json, row: _Row) -> Json:
    """Put what a record holds into its row; what belongs to tables of their own is returned by its path."""
    columns, children = {column.name for column in table.columns}, {child.path for child in table.children}
    inner: Json = {}

    def split(held: Json, at: str) -> None:
        for key, value in held.items():
            path = f"{at}{key}"
            if path in columns:
                row.values[path] = value
            elif path in children and value:
                inner[path] = value
            elif isinstance(value, dict) and value:
                split(value, f"{path}.")
            else:
                row.rest[path] = value

    split(record, "")
    return inner


def _held(child: Table, value: Any, row: _Row) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The records of a list or mapping, each with its keys."""
    if not child.is_mapping:
        for number, each in enumerate(value, 1):
            yield (number,) if child.keys else (), each
    elif len(child.keys) == 1:
        for key, each in value.items():
            yield (key,), each
    else:
        for outer, held in value.items():
            if not held:
                row.rest[f"{child.path}.{outer}"] = held
            for key, each in held.items():
                yield (outer, key), each


def _sheet(table: Table, rows: Sequence[_Row]) -> Sheet:
    kinds = {column.name: column.kind for column in table.all_columns}
    exact = [_exact(row, kinds) for row in rows]
    pieces = max(len(each) for each in exact)
    columns = (*table.all_columns, *(Column(name, "text") for name in exact_names(pieces)))
    cells = tuple(
        (*(shown(kind, row.values.get(name)) for name, kind in kinds.items()), *said, *[None] * (pieces - len(said)))
        for row, said in zip(rows, exact, strict=True)
    )
    return Sheet(table, columns, cells, tuple(range(FIRST_LINE, FIRST_LINE + len(cells))))


def exact_names(count: int) -> list[str]:
    """The names of so many columns for what cells can't say: one as a rule, more where that is long."""
    return [EXACT if place == 1 else f"{EXACT} {place}" for place in range(1, count + 1)]


def _exact(row: _Row, kinds: Mapping[str, Any]) -> list[str]:
    """What the cells of a row can't say, as JSON in pieces that cells can hold."""
    unsaid = row.rest | {name: value for name, value in row.values.items() if not is_exact(kinds[name], value)}
    said = json.dumps(unsaid, separators=(",", ":")) if unsaid else ""
    return [said[start:end] for start, end in pairwise([*range(0, len(said), LONGEST_TEXT), len(said)])]
