"""Changes to a document, one record at a time, and how to take them back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from netroi_core.document import Document
from netroi_core.errors import Stale

RecordDict = dict[str, Any]


@dataclass(frozen=True)
class Removal:
    """What a removal took away or changed: (list, place, record as it was), to be put back by ``undone``."""

    taken: tuple[tuple[str, int, RecordDict], ...]
    changed: tuple[tuple[str, RecordDict], ...]


def found(document: Document, name: str, key: str) -> RecordDict | None:
    """The record with this id in a list, or None."""
    return next((record for record in document.get(name, ()) if record["id"] == key), None)


def put(document: Document, name: str, record: RecordDict, seen: RecordDict | None = None) -> Document:
    """Add a record, or replace the one with its id.

    ``seen`` is the record as it was when the person began to change it; Stale if it is no longer stored so.
    """
    rows = document.setdefault(name, [])
    place = next((i for i, row in enumerate(rows) if row["id"] == record["id"]), None)
    if seen is not None and (place is None or rows[place] != seen):
        raise Stale(record, None if place is None else rows[place])
    if place is None:
        rows.append(record)
    else:
        rows[place] = record
    return document


def remove(document: Document, name: str, keys: Iterable[str]) -> tuple[Document, Removal]:
    """Remove records by id; where others refer to them, the reference goes too. The Removal takes it all back."""
    gone = set(keys)
    rows = document.get(name, [])
    taken = tuple((name, i, row) for i, row in enumerate(rows) if row["id"] in gone)
    document[name] = [row for row in rows if row["id"] not in gone]
    changed = []
    for other, record in _referring(document, name, gone):
        changed.append((other, record))
        put(document, other, _without(record, "venue" if name == "venues" else "contact", gone))
    return document, Removal(taken, tuple(changed))


def undone(document: Document, removal: Removal) -> Document:
    """The document with the removed records back in their places; what was added since stays."""
    for name, place, record in removal.taken:
        if found(document, name, record["id"]) is None:
            document.setdefault(name, []).insert(place, record)
    for name, record in removal.changed:
        if found(document, name, record["id"]) is not None:
            put(document, name, record)
    return document


def _referring(document: Document, name: str, gone: set[str]) -> list[tuple[str, RecordDict]]:
    if name not in ("venues", "contacts"):
        return []
    key = "venue" if name == "venues" else "contact"
    return [
        (other, record)
        for other in ("activities", "outcomes", "contacts", "exchanges", "stories")
        for record in list(document.get(other, ()))
        if _without(record, key, gone) != record
    ]


def _without(record: RecordDict, key: str, gone: set[str]) -> RecordDict:
    cleared: RecordDict = {**record}
    if cleared.get(key) in gone:
        cleared[key] = None
    if cleared.get("met"):
        cleared["met"] = _without(cleared["met"], key, gone)
    if "touchpoints" in cleared:
        cleared["touchpoints"] = [_without(touchpoint, key, gone) for touchpoint in cleared["touchpoints"]]
    if key == "contact" and "people" in cleared:
        cleared["people"] = [person for person in cleared["people"] if person not in gone]
    return cleared
