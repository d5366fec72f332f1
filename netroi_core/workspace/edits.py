"""Changes to a document, one record at a time, and how to take them back."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from netroi_core.errors import ChangedElsewhere, Stale
from netroi_core.workspace.document import Document
from netroi_core.workspace.records import (
    LISTS,
    Activity,
    Contact,
    Exchange,
    Goal,
    Import,
    Outcome,
    Quiz,
    Record,
    Story,
    Venue,
)
from netroi_core.workspace.workspace import R, records

RecordDict = dict[str, Any]

_LISTS: Final[Mapping[type[Record], str]] = {
    Venue: "venues",
    Activity: "activities",
    Outcome: "outcomes",
    Contact: "contacts",
    Exchange: "exchanges",
    Goal: "goals",
    Story: "stories",
    Quiz: "quizzes",
    Import: "imports",
}
_PEOPLE: Final = ("people", "between", "distinct_from")
"""The keys of records that list contacts."""
_REFERRED: Final = {"venue": "venues", "contact": "contacts"}
"""The lists that records refer to, by what a reference is called."""


@dataclass(frozen=True)
class Removal:
    """What a removal did, for ``undone`` to take back.

    ``taken``: list, place and record; ``changed``: list, and a record that referred to one of those, before and after.
    """

    taken: tuple[tuple[str, int, RecordDict], ...]
    changed: tuple[tuple[str, RecordDict, RecordDict], ...]


def find(document: Document, kind: type[R], key: str) -> R | None:
    """Return the record of a kind with this id, or None."""
    row = found(document, list_of(kind), key)
    return None if row is None else records(kind, (row,))[0]


def list_of(kind: type[Record]) -> str:
    """Return the name of the list that holds records of a kind."""
    return _LISTS[kind]


def as_row(record: Record) -> RecordDict:
    """Return a record as the document holds it: the keys that were given, in plain JSON values."""
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True)


def found(document: Document, name: str, key: str) -> RecordDict | None:
    """Return the row with this id in a list, or None."""
    return next((row for row in document.get(name, ()) if row["id"] == key), None)


def put(
    document: Document, name: str, record: RecordDict | Record, seen: RecordDict | Record | None = None
) -> Document:
    """Add a record, or replace the one with its id.

    Args:
        document: The document to change, in place.
        name: The list that the record belongs to.
        record: The record to save.
        seen: The record as it was when the person began to change it.

    Raises:
        Stale: ``seen`` is given and no longer what is stored.
    """
    rows = document.setdefault(name, [])
    new = as_row(record) if isinstance(record, Record) else record
    index = next((i for i, row in enumerate(rows) if row["id"] == new["id"]), None)
    if seen is not None and (index is None or not _is_same(rows[index], seen)):
        raise Stale(name, new, None if index is None else rows[index])
    if index is None:
        rows.append(new)
    else:
        rows[index] = new
    return document


def remove(document: Document, name: str, keys: Iterable[str]) -> tuple[Document, Removal]:
    """Remove records by id; where others refer to them, the reference goes too. The Removal takes it all back."""
    gone = set(keys)
    rows = document.get(name, [])
    taken = tuple((name, i, row) for i, row in enumerate(rows) if row["id"] in gone)
    document[name] = [row for row in rows if row["id"] not in gone]
    changed = []
    for other, record in _referring(document, name, gone):
        cleared = _without(record, "venue" if name == "venues" else "contact", gone)
        changed.append((other, record, cleared))
        put(document, other, cleared)
    return document, Removal(taken, tuple(changed))


def undone(document: Document, removal: Removal) -> Document:
    """The document with the removed records back in their places; what was added or changed since stays.

    A record that comes back refers to nothing that was removed since.
    """
    for name, place, record in removal.taken:
        if found(document, name, record["id"]) is None:
            document.setdefault(name, []).insert(place, record)
    for name, before, after in removal.changed:
        if found(document, name, before["id"]) == after:
            put(document, name, before)
    known = referable(document)
    for name, _, record in removal.taken:
        put(document, name, anchored(found(document, name, record["id"]) or record, known))
    return document


def referable(document: Document) -> dict[str, set[str]]:
    """The ids that records may refer to, by what a reference is called."""
    return {key: {record["id"] for record in document.get(name, ())} for key, name in _REFERRED.items()}


def references(record: RecordDict, key: str) -> set[str]:
    """The ids of the venues (``key`` venue) or contacts (``key`` contact) that a record refers to."""
    parts = [record, record.get("met") or {}, *record.get("touchpoints", ())]
    people = [person for names in _PEOPLE for person in record.get(names, ())] if key == "contact" else ()
    return {part[key] for part in parts if part.get(key)} | set(people)


def anchored(record: RecordDict, known: Mapping[str, Set[str]]) -> RecordDict:
    """The record without its references to what is not ``referable``."""
    for key, there in known.items():
        record = _without(record, key, references(record, key) - there)
    return record


def put_pay(document: Document, seen: RecordDict | None, entry: RecordDict | None) -> Document:
    """Add a pay entry, replace the one that was ``seen``, or (``entry`` None) remove it.

    ChangedElsewhere if ``seen`` is no longer stored so. Of two entries from the same quarter the new one stays.
    """
    profile = document.setdefault("profile", {})
    entries: list[RecordDict] = profile.get("compensation", [])
    if seen is not None and seen not in entries:
        raise ChangedElsewhere
    replaced = None if entry is None else entry.get("from")
    profile["compensation"] = [
        each for each in entries if each != seen and (entry is None or each.get("from") != replaced)
    ] + ([] if entry is None else [entry])
    return document


def differences(before: Document, after: Document) -> dict[str, tuple[int, int, int]]:
    """For each list how many records were added, changed and removed from one document to another."""
    counts = {}
    for name in LISTS:
        old = {record["id"]: record for record in before.get(name, ())}
        new = {record["id"]: record for record in after.get(name, ())}
        common = old.keys() & new.keys()
        changed = sum(old[key] != new[key] for key in common)
        counts[name] = (len(new) - len(common), changed, len(old) - len(common))
    return counts


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


def _without(record: RecordDict, key: str, gone: Set[str]) -> RecordDict:
    cleared: RecordDict = {**record}
    if cleared.get(key) in gone:
        cleared[key] = None
    if cleared.get("met"):
        cleared["met"] = _without(cleared["met"], key, gone)
    if "touchpoints" in cleared:
        cleared["touchpoints"] = [_without(touchpoint, key, gone) for touchpoint in cleared["touchpoints"]]
    for names in _PEOPLE:
        if key == "contact" and names in cleared:
            cleared[names] = [person for person in cleared[names] if person not in gone]
    return cleared


def _is_same(row: RecordDict, seen: RecordDict | Record) -> bool:
    return records(type(seen), (row,))[0] == seen if isinstance(seen, Record) else row == seen
