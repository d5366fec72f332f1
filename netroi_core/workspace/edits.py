"""Edits to a document: one record added, replaced or removed at a time, and each removal undone.

Edits take and return the plain document, the store's private copy, and change it in place. Records go in and come out.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Final

from netroi_core.errors import CannotUndo, ChangedElsewhere, Invalid, NetROIError
from netroi_core.workspace.document import (
    LISTS,
    RECORD_TYPES,
    REFERRING_LISTS,
    record_problems,
    referable_ids,
    references,
    with_references,
)
from netroi_core.workspace.fields import Record, strip_controls
from netroi_core.workspace.profile import Compensation, Profile
from netroi_core.workspace.records import Outcome
from netroi_core.workspace.workspace import Document, R, Workspace, parse_records

RecordDict = dict[str, Any]

_LISTS: Final = {record_type: name for name, record_type in RECORD_TYPES.items()}


class Stale(NetROIError):
    """A record changed elsewhere since it was displayed; the save was refused and nothing was overwritten."""

    sentence = (
        "This record was changed in another tab or on another device since you opened it, so nothing was "
        "overwritten. Both versions are shown below: keep the right one."
    )

    def __init__(self, mine: Record, theirs: Record | None) -> None:
        super().__init__()
        # The record that was to be saved, and the one that is stored now; None if it was deleted.
        self.mine, self.theirs = mine, theirs


@dataclass(frozen=True)
class Removal:
    """The changes made by a removal, for ``undo`` to restore."""

    taken: tuple[tuple[int, Record], ...]  # each removed record, with its index in its list
    changed: tuple[tuple[Record, Record], ...]  # each record changed along with it, before and after


def find(document: Document, record_type: type[R], key: str) -> R | None:
    """Return the record of a type with this id, or None."""
    row = _find_row(document, list_of(record_type), key)
    return None if row is None else parse_records(record_type, (row,))[0]


def list_of(record_type: type[Record]) -> str:
    """Return the name of the list that holds records of a type."""
    return _LISTS[record_type]


def as_row(record: Record) -> RecordDict:
    """Return a record as the document holds it: the keys that were set, in plain JSON values."""
    return record.model_dump(mode="json", by_alias=True, exclude_unset=True)


def put(document: Document, record: Record, displayed: Record | None = None) -> Document:
    """Add a record, or replace the one with its id; raise Stale if that is no longer as it was ``displayed``.

    Invisible control characters, which come along with pasted text, are left out.
    """
    return put_row(document, list_of(type(record)), as_row(record), displayed)


def put_row(document: Document, name: str, row: RecordDict, displayed: Record | None = None) -> Document:
    """Add or replace a plain row of a list, as ``put`` does.

    The row may break the format, as typed into a table: the store validates it and says where.
    """
    row, rows = _without_controls(row), document.setdefault(name, [])
    index = next((i for i, stored in enumerate(rows) if stored["id"] == row["id"]), None)
    if displayed is not None:
        theirs = None if index is None else _record(name, rows[index])
        if theirs != displayed:
            if problems := record_problems(name, row):
                raise Invalid(problems)
            raise Stale(_with_history_of(theirs, _record(name, row)), theirs)
    if index is None:
        rows.append(row)
    else:
        rows[index] = row
    return document


def replace_by_prefix(document: Document, name: str, prefix: str, records: Iterable[Record]) -> Document:
    """Replace the records of a list whose ids begin with a prefix."""
    unrelated = [row for row in document.get(name, ()) if not row["id"].startswith(prefix)]
    document[name] = unrelated + [as_row(record) for record in records]
    return document


def remove(document: Document, name: str, keys: Iterable[str]) -> tuple[Document, Removal]:
    """Remove records of a list by id, and every reference to them."""
    removed = set(keys)
    rows = document.get(name, [])
    taken = tuple((index, _record(name, row)) for index, row in enumerate(rows) if row["id"] in removed)
    document[name] = [row for row in rows if row["id"] not in removed]
    changed = []
    gone = {(name, key) for key in removed}
    for list_name in REFERRING_LISTS:
        for index, row in enumerate(document.get(list_name, ())):
            if any((referred, key) in gone for referred, key, _ in references(row)):
                cleared = document[list_name][index] = _without(row, gone)
                changed.append((_record(list_name, row), _record(list_name, cleared)))
    return document, Removal(taken, tuple(changed))


def undo(document: Document, removal: Removal) -> Document:
    """Put removed records back in their places; what was added or changed since stays.

    A record that comes back refers to nothing that was removed since. Raises CannotUndo if nothing was removed and a
    record that was changed is no longer as the change left it.
    """
    if not removal.taken and not all(_is_stored(document, after) for _, after in removal.changed):
        raise CannotUndo
    for index, record in removal.taken:
        name, row = list_of(type(record)), as_row(record)
        if _find_row(document, name, row["id"]) is None:
            document.setdefault(name, []).insert(index, row)
    for before, after in removal.changed:
        row = as_row(before)
        if find(document, type(before), row["id"]) == after:
            put_row(document, list_of(type(before)), row)
    ids = referable_ids(document)
    for _, record in removal.taken:
        name, row = list_of(type(record)), as_row(record)
        put_row(document, name, without_dangling_references(_find_row(document, name, row["id"]) or row, ids))
    return document


def undo_addition(document: Document, record: Record) -> Document:
    """Remove a record that was added; raise CannotUndo if it changed since, or another record refers to it."""
    if not _is_stored(document, record):
        raise CannotUndo
    document, removal = remove(document, list_of(type(record)), [as_row(record)["id"]])
    if removal.changed:
        raise CannotUndo
    return document


def without_dangling_references(row: RecordDict, ids: Mapping[str, Set[str]]) -> RecordDict:
    """Return a row without its references to anything that is not among ``referable_ids``."""
    return _without(row, {(name, key) for name, key, _ in references(row) if key not in ids[name]})


def restore_pay(document: Document, entry: Compensation) -> Document:
    """Put a removed pay entry back; raise CannotUndo if another one is in force from its quarter by now."""
    if any(pay.since == entry.since for pay in Workspace(document).profile.compensation):
        raise CannotUndo
    return put_pay(document, None, entry)


def put_profile(document: Document, profile: Profile) -> Document:
    """Replace the profile."""
    document["profile"] = _without_controls(as_row(profile))
    return document


def put_pay(document: Document, displayed: Compensation | None, entry: Compensation | None) -> Document:
    """Add a pay entry, replace the one that was ``displayed``, or remove it (``entry`` is None).

    Of two entries in force from the same quarter the new one stays. Raises ChangedElsewhere if ``displayed`` is gone.
    """
    entries = Workspace(document).profile.compensation
    if displayed is not None and displayed not in entries:
        raise ChangedElsewhere
    remaining = [pay for pay in entries if pay != displayed and (entry is None or pay.since != entry.since)]
    document.setdefault("profile", {})["compensation"] = [as_row(pay) for pay in (*remaining, entry) if pay is not None]
    return document


def differences(before: Document, after: Document) -> dict[str, tuple[int, int, int]]:
    """Return for each list how many records were added, changed and removed from one document to another."""
    counts = {}
    for name in LISTS:
        old, new = ({row["id"]: row for row in rows.get(name, ())} for rows in (before, after))
        common = old.keys() & new.keys()
        counts[name] = (len(new) - len(common), sum(old[key] != new[key] for key in common), len(old) - len(common))
    return counts


def _without_controls(value: Any) -> Any:
    """Return a JSON value whose texts have no characters that no field may hold."""
    match value:
        case str():
            return strip_controls(value)
        case list():
            return [_without_controls(part) for part in value]
        case dict():
            return {key: _without_controls(part) for key, part in value.items()}
    return value


def _without(row: RecordDict, gone: Set[tuple[str, str]]) -> RecordDict:
    """Return a row without its references to these records, pairs of list and id."""
    return with_references(row, lambda name, key: None if (name, key) in gone else key)


def _with_history_of(theirs: Record | None, mine: Record) -> Record:
    # Whichever version is kept, nobody gets a forecast back.
    if isinstance(mine, Outcome) and isinstance(theirs, Outcome):
        return mine.with_history(theirs)
    return mine


def _find_row(document: Document, name: str, key: str) -> RecordDict | None:
    return next((row for row in document.get(name, ()) if row["id"] == key), None)


def _is_stored(document: Document, record: Record) -> bool:
    """Return True if a record is stored just like this."""
    row = as_row(record)
    stored = find(document, type(record), row["id"])
    return stored is not None and as_row(stored) == row


def _record(name: str, row: RecordDict) -> Record:
    return parse_records(RECORD_TYPES[name], (row,))[0]
