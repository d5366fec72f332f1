"""A proposal accepted, whole or in part, and taken back: days later, too, when what was changed since stays.

An acceptance is a record of the list ``imports``: by list and id, what was added and what was changed.
"""

from collections.abc import Set
from typing import Final

from netroi_core.importers.proposal import Item, Proposal, fingerprint
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, anchored, referable, references

Acceptance = RecordDict
Rows = dict[str, dict[str, RecordDict]]

_REFERRED: Final = {"contacts": "contact", "venues": "venue"}
_REFERRING: Final = ("activities", "outcomes", "exchanges", "stories", "contacts")
_IN_ORDER: Final = ("activities", "outcomes", "exchanges", "contacts", "venues")
_ABSENT: Final = object()


def accepted(
    document: Document, proposal: Proposal, at: str, chosen: Set[str] | None = None
) -> tuple[Document, Acceptance]:
    """The document with what was chosen of a proposal (item keys; None: everything), and what that did.

    at: the moment, as a timestamp. What was stored or changed elsewhere since the proposal was made is left as it is;
    references to what was not chosen are dropped. Where nothing was left to do, nothing is kept in ``imports``.
    """
    items = [item for item in proposal.items if chosen is None or item.key in chosen]
    before = {item.name: {row["id"]: row for row in document.get(item.name, ())} for item in items}
    made = {item.name: dict[str, RecordDict]() for item in items}
    for item in items:
        key = item.record["id"]
        if (record := _applied(item, before[item.name].get(key))) is not None:
            made[item.name][key] = record
    there = referable({**document, **_lists(before, made)})
    made = {name: {key: anchored(row, there) for key, row in rows.items()} for name, rows in made.items()}
    acceptance = _acceptance(proposal, at, before, made)
    after = {**document, **_lists(before, made)}
    if acceptance["added"] or acceptance["updated"]:
        after["imports"] = [*document.get("imports", ()), acceptance]
    return after, acceptance


def taken_back(document: Document, acceptance: Acceptance) -> Document:
    """The document without what an import added, and with what it changed as it was before.

    What was changed since stays, and so does whoever is referred to by what stays.
    """
    after = {**document, "imports": [row for row in document.get("imports", ()) if row["id"] != acceptance["id"]]}
    updated, added = acceptance.get("updated", {}), acceptance.get("added", {})
    there = referable(after)
    for name, changes in updated.items():
        after[name] = [
            anchored(_restored(row, changes[row["id"]]), there) if row["id"] in changes else row
            for row in after.get(name, ())
        ]
    for name in (name for name in _IN_ORDER if name in added):
        needed = _needed(after, name)
        after[name] = [
            row
            for row in after.get(name, ())
            if row["id"] in needed or added[name].get(row["id"]) != fingerprint(row)
        ]  # fmt: skip
    return after


def _applied(item: Item, stored: RecordDict | None) -> RecordDict | None:
    """The record as accepting stores it; None where there is nothing to do, or no longer."""
    if item.before is None or stored is None:
        return item.record if item.before is None and stored is None else None
    record = dict(stored)
    for key in _differing(item.before, item.record):
        if stored.get(key, _ABSENT) == item.before.get(key, _ABSENT):
            _set(record, key, item.record)
    return None if record == stored else record


def _restored(row: RecordDict, change: RecordDict) -> RecordDict:
    """A record with what an import changed as it was before, where it is still as the import left it."""
    restored = dict(row)
    before, after = change.get("before", {}), change.get("after", {})
    for key in before.keys() | after.keys():
        if row.get(key, _ABSENT) == after.get(key, _ABSENT):
            _set(restored, key, before)
    return restored


def _set(record: RecordDict, key: str, source: RecordDict) -> None:
    if key in source:
        record[key] = source[key]
    else:
        record.pop(key, None)


def _differing(one: RecordDict, other: RecordDict) -> list[str]:
    return [key for key in {**one, **other} if one.get(key, _ABSENT) != other.get(key, _ABSENT)]


def _lists(before: Rows, made: Rows) -> dict[str, list[RecordDict]]:
    return {name: list({**rows, **made[name]}.values()) for name, rows in before.items()}


def _acceptance(proposal: Proposal, at: str, before: Rows, made: Rows) -> Acceptance:
    added = {
        name: {key: fingerprint(row) for key, row in rows.items() if key not in before[name]}
        for name, rows in made.items()
    }
    updated = {
        name: {key: _change(before[name][key], row) for key, row in rows.items() if key in before[name]}
        for name, rows in made.items()
    }
    did = {
        "kind": proposal.kind,
        "at": at,
        "file_name": proposal.source_name,
        "added": {name: rows for name, rows in added.items() if rows},
        "updated": {name: rows for name, rows in updated.items() if rows},
    }
    return {"id": f"import-{fingerprint(did)}", **did}


def _change(before: RecordDict, after: RecordDict) -> RecordDict:
    keys = _differing(before, after)
    return {
        "before": {key: before[key] for key in keys if key in before},
        "after": {key: after[key] for key in keys if key in after},
        "digest": fingerprint(after),
    }


def _needed(document: Document, name: str) -> set[str]:
    """The ids of this list that records refer to."""
    if name not in _REFERRED:
        return set()
    rows = (row for other in _REFERRING for row in document.get(other, ()))
    return {key for row in rows for key in references(row, _REFERRED[name])}
