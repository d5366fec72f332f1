"""The document as TinyDB tables and back: each list is a table, each of its records a TinyDB document, in order.

The profile is a table with one record, and so is the rest (format and version) under ``document``. A list that is
empty is an empty table; one that is absent has no table.
"""

from collections.abc import Iterable
from typing import Any, Final

from tinydb import TinyDB
from tinydb.storages import MemoryStorage

from netroi_core.workspace.document import Document
from netroi_core.workspace.records import LISTS

Tables = dict[str, dict[str, dict[str, Any]]]

_REST: Final = "document"
_PROFILE: Final = "profile"
_ONLY: Final = "1"


def whole(tables: Tables) -> Document:
    """The document in these tables; it shares their records."""
    document: Document = dict(tables[_REST][_ONLY])
    if _PROFILE in tables:
        document[_PROFILE] = tables[_PROFILE][_ONLY]
    for name in LISTS:
        if name in tables:
            document[name] = list(tables[name].values())
    return document


def updated(tables: Tables, document: Document, keys: Iterable[str]) -> Tables:
    """The tables after these top-level keys of the document changed; all other tables stay as they are."""
    records: dict[str, list[dict[str, Any]]] = {
        _REST: [{key: value for key, value in document.items() if key != _PROFILE and key not in LISTS}]
    }
    for key in keys:
        if key == _PROFILE:
            records[key] = [document[key]] if key in document else []
        elif key in LISTS:
            records[key] = document.get(key, [])
    with TinyDB(storage=MemoryStorage) as database:
        database.storage.write(dict(tables))
        for name, rows in records.items():
            table = database.table(name)
            table.truncate()
            table.insert_multiple(rows)
        for name in records.keys() - document.keys() - {_REST}:
            database.drop_table(name)
        after: Tables = database.storage.read() or {}
    return after
