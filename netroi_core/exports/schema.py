"""The exported tables, derived from the record models: a new key of the format has its column at once.

A list of records is a table with a column for each key. Objects inside a record are columns with dotted names
(``hours.attending``); a list or mapping inside it is a table of its own, whose rows name the record they belong to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import JsonValue

from netroi_core.exports.cells import CellKind
from netroi_core.workspace.fields import Record
from netroi_core.workspace.records import WorkspaceDocument

# The column of the values that the cells of a row can't hold.
EXACT: Final = "exact"
# The end of the name of a computed column; reading skips it.
COMPUTED_SUFFIX: Final = " (figured)"

_KINDS: Final[Mapping[Any, CellKind]] = {
    str: "text",
    Decimal: "money",
    float: "number",
    int: "whole",
    date: "day",
    bool: "flag",
}
_SINGULARS: Final = {"activities": "activity", "outcomes": "outcome", "quizzes": "quiz", "imports": "import"}
_KEYS: Final = {
    "answers": ("question",),
    "realised": ("outcome",),
    "invested": ("outcome",),
    "added": ("list", "id"),
    "updated": ("list", "id"),
}
_VALUE: Final = "value"


@dataclass(frozen=True)
class TableColumn:
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
    columns: tuple[TableColumn, ...]
    children: tuple["TableSchema", ...]
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
    if annotation is JsonValue:
        return (JsonValue,)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(kind for part in get_args(annotation) if part is not type(None) for kind in _unwrapped(part))
    return (annotation,)


def _kind(annotation: Any) -> CellKind | None:
    """Return the kind of the cells of a plain value; None for records and their lists and mappings."""
    if annotation is JsonValue:
        return "any"
    if get_origin(annotation) is tuple:
        (inner,) = _unwrapped(get_args(annotation)[0])[:1]
        return "list" if _kind(inner) == "text" else None
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
    columns: list[TableColumn] = []
    tables: list[TableSchema] = []
    for field, annotation in _fields(models).items():
        allowed = _unwrapped(annotation)
        path = f"{prefix}{field}"
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
        keys: tuple[TableColumn, ...] = () if is_top_level else (TableColumn("number", "whole"),)
        own = TableColumn(_SINGULARS.get(field, field), "text" if "id" in _fields(models) else "whole")
        columns, children = _columns_and_tables(name, (*parents, own), models)
        return TableSchema(name, path, parents, keys, tuple(columns), tuple(children))
    keys = tuple(TableColumn(key, "text") for key in _KEYS.get(field, ("key",)))
    for _ in keys:
        (annotation,) = _unwrapped(get_args(annotation)[1])
    if not _is_record(annotation):
        value = TableColumn(_VALUE, _kind(annotation) or "any")
        return TableSchema(name, path, parents, keys, (value,), (), is_mapping=True, has_records=False)
    columns, children = _columns_and_tables(name, (*parents, *keys), (annotation,))
    return TableSchema(name, path, parents, keys, tuple(columns), tuple(children), is_mapping=True)


def _workspace() -> TableSchema:
    columns, tables = _columns_and_tables("", (), (WorkspaceDocument,))
    return TableSchema("workspace", "", (), (), tuple(columns), tuple(tables))


WORKSPACE: Final = _workspace()
TABLES: Final[Mapping[str, TableSchema]] = {table.name: table for table in WORKSPACE.tree()}
