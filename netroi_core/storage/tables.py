"""The document as the tables of a TinyDB database, and back: each list is a table, each record a TinyDB document.

The profile is a table with one record, and so are the other keys (format and version), under ``document``. An empty
list is an empty table; a list that is absent has no table.
"""

from collections.abc import Iterable
from typing import Any, Final

from netroi_core.workspace.document import Document
from netroi_core.workspace.records import LISTS

Tables = dict[str, dict[str, dict[str, Any]]]

_HEAD: Final = "document"
_PROFILE: Final = "profile"
_ONLY: Final = "1"


def to_document(tables: Tables) -> Document:
    """Return the document in these tables; it shares their records."""
    document: Document = dict(tables[_HEAD][_ONLY])
    if _PROFILE in tables:
        document[_PROFILE] = tables[_PROFILE][_ONLY]
    for name in LISTS:
        if name in tables:
            document[name] = list(tables[name].values())
    return document


def update_tables(tables: Tables, document: Document, changed_keys: Iterable[str]) -> Tables:
    """Return the tables after these top-level keys of the document changed; the other tables are shared."""
    after = {**tables, _HEAD: {_ONLY: {key: document[key] for key in document if key != _PROFILE and key not in LISTS}}}
    for key in changed_keys:
        if key != _PROFILE and key not in LISTS:
            continue
        if key in document:
            records = [document[key]] if key == _PROFILE else document[key]
            # TinyDB numbers the documents of a table from 1, and writes the numbers as text.
            after[key] = {str(number): record for number, record in enumerate(records, start=1)}
        else:
            after.pop(key, None)
    return after
