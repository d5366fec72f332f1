"""The exported tables, derived from the record models, and their cells: a new key of the format has its column at once.

A list of records is a table with a column for each key. Objects inside a record are columns with dotted names
(``hours.attending``); a list or mapping inside it is a table of its own, whose rows name the record they belong to.

A cell is blank, or text, a number, a day or a flag. Where a cell doesn't lead back to the same value (null, an amount
written "12", a text with a carriage return), its row holds the exact value as JSON beside the cells.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from types import UnionType
from typing import Annotated, Any, Final, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import JsonValue

from netroi_core.workspace.document import WorkspaceDocument
from netroi_core.workspace.fields import Record

CellKind = Literal["text", "list", "any", "money", "number", "whole", "day", "flag"]
Cell = str | Decimal | float | int | bool | date | None

# Characters of a cell: a spreadsheet holds 32,767, and counts some of them twice.
LONGEST_TEXT: Final = 16_000
# The significant digits that a spreadsheet keeps of a number.
DIGITS: Final = 15

_SEPARATOR: Final = "|"
_LARGEST_MONEY: Final = Decimal(10) ** 20
_LARGEST_NUMBER: Final = 9.9e307
_LARGEST_WHOLE: Final = 10**DIGITS
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("\r\n?")
_ROUNDED: Final = Context(prec=DIGITS)
_TOLERANCE: Final = 10.0 ** (1 - DIGITS)

# The column of the values that the cells of a row can't hold.
EXACT: Final = "exact"
# The end of the name of a computed column, and as files from before wrote it; reading skips both.
COMPUTED_SUFFIX: Final = " (calculated)"
FORMER_SUFFIX: Final = " (figured)"

_KINDS: Final[Mapping[Any, CellKind]] = {
    str: "text",
    Decimal: "money",
    float: "number",
    int: "whole",
    date: "day",
    bool: "flag",
    JsonValue: "any",
}
_SINGULARS: Final = {"activities": "activity", "outcomes": "outcome", "quizzes": "quiz", "imports": "import"}
_KEYS: Final = {
    "answers": ("question",),
    "realised": ("outcome",),
    "invested": ("outcome",),
    **dict.fromkeys(("added", "updated"), ("list", "id")),
}


class TableColumn(NamedTuple):
    """A column of a table and the kind of its cells."""

    name: str
    kind: CellKind


@dataclass(frozen=True)
class TableSchema:
    """The table of one list or mapping of records.

    Attributes:
        path: Where it stands within the record that its rows belong to.
        parents: The columns that name that record.
        keys: The columns that name a row: its number in a list, or its keys in a mapping.
        children: The tables of lists and mappings within its records.
        has_records: False for a mapping of plain values.
    """

    name: str
    path: str
    parents: tuple[TableColumn, ...]
    keys: tuple[TableColumn, ...]
    columns: Sequence[TableColumn]
    children: Sequence["TableSchema"]
    is_mapping: bool = False
    has_records: bool = True

    @property
    def all_columns(self) -> tuple[TableColumn, ...]:
        """Every column but ``exact``."""
        return (*self.parents, *self.keys, *self.columns)

    def tree(self) -> Iterator["TableSchema"]:
        """Yield this table and all below it, each after its parent."""
        yield self
        for child in self.children:
            yield from child.tree()


def _unwrapped(annotation: Any) -> tuple[Any, ...]:
    """Return the types that an annotation allows, without their constraints and without None."""
    if get_origin(annotation) is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if annotation is not JsonValue and get_origin(annotation) in (Union, UnionType):
        return tuple(kind for part in get_args(annotation) if part is not type(None) for kind in _unwrapped(part))
    return (annotation,)


def _kind(annotation: Any) -> CellKind | None:
    """Return the kind of the cells of a plain value; None for records and their lists and mappings."""
    if get_origin(annotation) is tuple:
        return "list" if _kind(_unwrapped(get_args(annotation)[0])[0]) == "text" else None
    return "text" if get_origin(annotation) is Literal else _KINDS.get(annotation)


def _fields(models: tuple[type[Record], ...]) -> dict[str, Any]:
    """Return the annotations of the fields of all these models, by their names in a document."""
    return {field.alias or name: field.annotation for model in models for name, field in model.model_fields.items()}


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Record)


def _columns_and_tables(
    name: str, references: tuple[TableColumn, ...], models: Any, prefix: str = ""
) -> tuple[list[TableColumn], list[TableSchema]]:
    """Return the columns of a record's table and the tables below it."""
    columns, tables = [], []
    for field, annotation in _fields(models).items():
        allowed, path = _unwrapped(annotation), f"{prefix}{field}"
        if (kind := _kind(allowed[0])) is not None:
            columns.append(TableColumn(path, kind))
        elif _is_record(allowed[0]):
            inner_columns, inner_tables = _columns_and_tables(name, references, allowed, f"{path}.")
            columns += inner_columns
            tables += inner_tables
        else:
            tables.append(_table(f"{name}_{field}" if name else field, path, references, allowed[0]))
    return columns, tables


def _table(name: str, path: str, parents: tuple[TableColumn, ...], annotation: Any) -> TableSchema:
    """Return the table of a list or mapping."""
    field = path.rpartition(".")[2]
    if get_origin(annotation) is tuple:
        models = _unwrapped(get_args(annotation)[0])
        is_top_level = field in _fields((WorkspaceDocument,))
        own = TableColumn(_SINGULARS.get(field, field), "text" if "id" in _fields(models) else "whole")
        numbers = () if is_top_level else (TableColumn("number", "whole"),)
        return TableSchema(name, path, parents, numbers, *_columns_and_tables(name, (*parents, own), models))
    keys = tuple(TableColumn(key, "text") for key in _KEYS.get(field, ("key",)))
    for _ in keys:
        (annotation,) = _unwrapped(get_args(annotation)[1])
    if not _is_record(annotation):
        value = TableColumn("value", _kind(annotation) or "any")
        return TableSchema(name, path, parents, keys, (value,), (), is_mapping=True, has_records=False)
    inner = _columns_and_tables(name, (*parents, *keys), (annotation,))
    return TableSchema(name, path, parents, keys, *inner, is_mapping=True)


def to_cell(kind: CellKind, value: Any) -> Cell:
    """Return the cell of a stored value; blank where no cell can hold it.

    >>> to_cell("list", ["ab", "c"]), to_cell("money", "12.50"), to_cell("day", "2026-07-14")
    ('ab | c', Decimal('12.50'), datetime.date(2026, 7, 14))
    """
    if value is None or isinstance(value, dict):
        return None
    return _TO_CELL[kind](value)


def to_value(kind: CellKind, cell: Cell) -> Any:
    """Return the value of a cell that is not blank, as a document holds it."""
    match kind, cell:
        case "list", str():
            return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]
        case "money", Decimal():
            return f"{cell:.2f}" if cell == round(cell, 2) else f"{cell.normalize():f}"
        case "number", float():
            return int(cell) if cell.is_integer() and abs(cell) < _LARGEST_WHOLE else cell
        case "day", date():
            return cell.isoformat()
    return cell


def is_exact(kind: CellKind, value: Any) -> bool:
    """Return True if the cell of a value leads back to that very value."""
    cell = to_cell(kind, value)
    if cell is None:
        return False
    restored = to_value(kind, cell)
    # 12 is not 12.0: a document's fingerprint differs.
    return type(restored) is type(value) and bool(restored == value)


def is_unchanged(cell: Cell, exported: Cell) -> bool:
    """Return True if a cell is as it was exported, as far as spreadsheets keep numbers."""
    if isinstance(cell, Decimal | float | int) and isinstance(exported, Decimal | float | int):
        return math.isclose(cell, exported, rel_tol=_TOLERANCE)
    return cell == exported


def _text(text: str) -> str | None:
    return _NOT_IN_XML.sub("\ufffd", _LINE_ENDS.sub("\n", text))[:LONGEST_TEXT] or None


def _any(value: Any) -> str | None:
    return None if isinstance(value, list) else _text(str(value))


def _money(value: str) -> Decimal | None:
    amount = _ROUNDED.create_decimal(value)
    return amount if amount < _LARGEST_MONEY else None


def _number(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if abs(value) < _LARGEST_NUMBER else None


_TO_CELL: Final[Mapping[CellKind, Callable[[Any], Cell]]] = {
    "text": _text,
    "list": lambda values: _text(f" {_SEPARATOR} ".join(values)),
    "any": _any,
    "money": _money,
    "number": _number,
    "whole": lambda value: value,
    "day": date.fromisoformat,
    "flag": lambda value: value,
}


WORKSPACE: Final = TableSchema("workspace", "", (), (), *_columns_and_tables("", (), (WorkspaceDocument,)))
TABLES: Final[Mapping[str, TableSchema]] = {table.name: table for table in WORKSPACE.tree()}
