"""The tables of a workspace, as the records' models define them: a new key of the format has its column at once.

A list of records is a table with a column for each key; what a record holds beside plain values stands in columns with
dotted names (``hours.attending``), and a list or mapping inside it in a table of its own, whose rows name the record
that they belong to.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import JsonValue

from netroi_core.exports.cells import Kind
from netroi_core.workspace.profile import Record
from netroi_core.workspace.records import WorkspaceDocument

EXACT: Final = "exact"
"""The column for what the cells of a row can't say."""
FIGURED: Final = " (figured)"
"""How the name of a column ends that follows from others; reading passes it over."""

_KINDS: Final[Mapping[Any, Kind]] = {
    str: "text",
    Decimal: "money",
    float: "number",
    int: "whole",
    date: "day",
    bool: "flag",
}
_ONE_OF: Final = {"activities": "activity", "outcomes": "outcome", "quizzes": "quiz", "imports": "import"}
_KEYS: Final = {
    "answers": ("question",),
    "realised": ("outcome",),
    "invested": ("outcome",),
    "added": ("list", "id"),
    "updated": ("list", "id"),
}
_VALUE: Final = "value"


@dataclass(frozen=True)
class Column:
    """A column: its name, and what its cells hold."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Table:
    """Records of one place in a document.

    ``path`` is that place within the record that they belong to, which ``parents`` name; ``keys`` name the record
    itself: its number in a list, or its keys in a mapping. ``has_records`` is False where a mapping holds plain values.
    """

    name: str
    path: str
    parents: tuple[Column, ...]
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]
    children: tuple["Table", ...]
    is_mapping: bool = False
    has_records: bool = True

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Every column that a row has of its own, but for what cells can't say."""
        return (*self.parents, *self.keys, *self.columns)

    def tree(self) -> Iterator["Table"]:
        """This table and all below it, each after the one that it belongs to."""
        yield self
        for child in self.children:
            yield from child.tree()


def _unwrapped(annotation: Any) -> tuple[Any, ...]:
    """What an annotation allows, without its checks and without null."""
    if annotation is JsonValue:
        return (JsonValue,)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unwrapped(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return tuple(each for part in get_args(annotation) if part is not type(None) for each in _unwrapped(part))
    return (annotation,)


def _kind(annotation: Any) -> Kind | None:
    """The kind of a plain value; None if it is none."""
    if annotation is JsonValue:
        return "any"
    if get_origin(annotation) is tuple:
        (inner,) = _unwrapped(get_args(annotation)[0])[:1]
        return "list" if _kind(inner) == "text" else None
    return "text" if get_origin(annotation) is Literal else _KINDS.get(annotation)


def _fields(models: tuple[type[Record], ...]) -> dict[str, Any]:
    """The fields of a record, or of every form that it can have, by their names in a document."""
    return {field.alias or name: field.annotation for model in models for name, field in model.model_fields.items()}


def _is_record(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Record)


def _inside(name: str, references: tuple[Column, ...], models: Any, at: str = "") -> tuple[list[Column], list[Table]]:
    """The columns and tables of what a record holds."""
    columns: list[Column] = []
    tables: list[Table] = []
    for field, annotation in _fields(models).items():
        allowed = _unwrapped(annotation)
        path = f"{at}{field}"
        if (kind := _kind(allowed[0])) is not None:
            columns.append(Column(path, kind))
        elif _is_record(allowed[0]):
            more_columns, more_tables = _inside(name, references, allowed, f"{path}.")
            columns += more_columns
            tables += more_tables
        else:
            inner = f"{name}_{field}" if name else field
            tables.append(_table(inner, path, references, allowed[0]))
    return columns, tables


def _table(name: str, path: str, parents: tuple[Column, ...], annotation: Any) -> Table:
    """The table of a list or mapping."""
    field = path.rpartition(".")[2]
    if get_origin(annotation) is tuple:
        models = _unwrapped(get_args(annotation)[0])
        keys: tuple[Column, ...] = (Column("number", "whole"),) if field not in _fields((WorkspaceDocument,)) else ()
        own = Column(_ONE_OF.get(field, field), "text" if "id" in _fields(models) else "whole")
        columns, children = _inside(name, (*parents, own), models)
        return Table(name, path, parents, keys, tuple(columns), tuple(children))
    keys = tuple(Column(key, "text") for key in _KEYS.get(field, ("key",)))
    for _ in keys:
        (annotation,) = _unwrapped(get_args(annotation)[1])
    if not _is_record(annotation):
        kind = _kind(annotation) or "any"
        return Table(name, path, parents, keys, (Column(_VALUE, kind),), (), is_mapping=True, has_records=False)
    columns, children = _inside(name, (*parents, *keys), (annotation,))
    return Table(name, path, parents, keys, tuple(columns), tuple(children), is_mapping=True)


def _workspace() -> Table:
    columns, tables = _inside("", (), (WorkspaceDocument,))
    return Table("workspace", "", (), (), tuple(columns), tuple(tables))


WORKSPACE: Final = _workspace()
TABLES: Final[Mapping[str, Table]] = {table.name: table for table in WORKSPACE.tree()}
