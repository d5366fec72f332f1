"""Accept a proposal, whole or in part, and undo it, even days later, without losing what was edited since.

An acceptance is stored in the list ``imports``: what it added and changed, by list and id.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any, Final

from netroi_core.importers.proposal import FileContents, Item, Proposal, fingerprint
from netroi_core.wording.wording import Words, join_words, pluralize
from netroi_core.workspace.document import REFERRING_LISTS, referable_ids, references
from netroi_core.workspace.edits import RecordDict, as_row, without_dangling_references
from netroi_core.workspace.records import Activity, Import, Outcome
from netroi_core.workspace.workspace import Document, parse_records

# Rows by list and id.
RowsById = dict[str, dict[str, RecordDict]]

# Those that refer to others go first, so that what nothing refers to anymore can go.
_UNDO_ORDER: Final = ("activities", "outcomes", "exchanges", "contacts", "venues")
_NOUNS: Final = {
    "activities": ("activity", "activities"),
    "contacts": ("contact", "contacts"),
    "exchanges": ("favor given or received", "favors given or received"),
    "outcomes": ("outcome", "outcomes"),
    "venues": ("venue", "venues"),
}
# Tells a missing key from one that holds None.
_ABSENT: Final = object()


def accept(document: Document, proposal: Proposal, at: str, chosen: Set[str] | None = None) -> tuple[Document, Import]:
    """Return a document with the chosen items of a proposal (their keys; None: as suggested), and the import's record.

    What was stored or changed elsewhere since the proposal was made stays as it is. References to items that were not
    chosen are dropped. If nothing is left to do, no import is stored.
    """
    keys = proposal.suggested_keys if chosen is None else chosen
    items = [item for item in proposal.items if item.key in keys]
    stored: RowsById = {item.name: {row["id"]: row for row in document.get(item.name, ())} for item in items}
    changed = _accepted_rows(items, stored, date.fromisoformat(at[:10]))
    ids = referable_ids({**document, **_merged(stored, changed)})
    for rows in changed.values():
        rows.update({key: without_dangling_references(row, ids) for key, row in rows.items()})
    row = _import_row(proposal, at, stored, changed)
    after = {**document, **_merged(stored, changed)}
    # Importing the same file twice adds nothing, not even an entry in the list of imports.
    if row["added"] or row["updated"]:
        after["imports"] = [*document.get("imports", ()), row]
    return after, parse_records(Import, (row,))[0]


def undo_import(document: Document, acceptance: Import) -> Document:
    """Return the document without what an import added, and with what it changed as it was before.

    What was edited since stays, and so do the contacts and venues that a remaining record refers to.
    """
    after = {**document, "imports": [row for row in document.get("imports", ()) if row["id"] != acceptance.id]}
    ids = referable_ids(after)
    for name, changes in acceptance.updated.items():
        rows = {row["id"]: row for row in after.get(name, ())}
        for key in changes.keys() & rows.keys():
            restored = _with_change(rows[key], changes[key].after, changes[key].before)
            rows[key] = without_dangling_references(restored, ids)
        after[name] = [*rows.values()]
    fingerprints: dict[str, dict[str, str]] = dict(acceptance.added.items())
    for name in (name for name in _UNDO_ORDER if name in fingerprints):
        # An edited record no longer has the fingerprint of its import and stays; so does one that is still referred to.
        needed = _referenced_ids(after, name)
        digests = fingerprints[name]
        after[name] = [
            row for row in after.get(name, ()) if row["id"] in needed or digests.get(row["id"]) != fingerprint(row)
        ]
    return after


def summarize_proposal(proposal: Proposal, words: Words) -> str:
    """Return how much would be added and updated, and how many lines add nothing."""
    parts = [] if proposal.items else ["Nothing to add"]
    if proposal.added:
        parts.append(f"{_added_amounts(proposal.added, words)} to add")
    if proposal.updated:
        parts.append(f"{pluralize(len(proposal.updated), 'entry', 'entries')} to update")
    if proposal.skipped:
        parts.append(f"{len(proposal.skipped):,} skipped")
    if proposal.rejected:
        parts.append(f"{pluralize(len(proposal.rejected), 'line')} couldn’t be read")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def summarize_contents(contents: FileContents) -> str:
    """Return what is in one file, and how many of its lines add nothing.

    >>> summarize_contents(FileContents({"contacts": 2, "activities": 1}, 3, 0))
    '1 activity and 2 contacts found; 3 lines left out.'
    """
    records = join_words(_counts(contents.counts))
    parts = [f"{records} found" if records else "Nothing found"]
    if contents.skipped:
        parts.append(f"{pluralize(contents.skipped, 'line')} left out")
    if contents.rejected:
        parts.append(f"{pluralize(contents.rejected, 'line')} couldn’t be read")
    return f"{'; '.join(parts)}."


def summarize_import(acceptance: Import) -> str:
    """Return how much an import added and updated."""
    added = _counts({name: len(rows) for name, rows in acceptance.added.items()})
    updated = sum(len(rows) for rows in acceptance.updated.values())
    parts = [f"{join_words(added)} added"] if added else []
    return join_words([*parts, *([f"{updated:,} updated"] if updated else [])]) or "nothing"


def _accepted_rows(items: Sequence[Item], stored: RowsById, day: date) -> RowsById:
    changed: RowsById = {name: {} for name in stored}
    for item in items:
        key = item.record.id
        row = _accepted_row(item, stored[item.name].get(key))
        if row is not None:
            is_outcome = item.name == "outcomes"
            changed[item.name][key] = _with_statement(row, stored[item.name].get(key), day) if is_outcome else row
    return changed


def _with_statement(row: RecordDict, before: RecordDict | None, day: date) -> RecordDict:
    """Return the row of an outcome with the probability that accepting it states."""
    earlier = None if before is None else parse_records(Outcome, (before,))[0]
    outcome = parse_records(Outcome, (row,))[0]
    stating = outcome.with_statement(earlier, day)
    return row if stating is outcome else as_row(stating)


def _accepted_row(item: Item, stored: RecordDict | None) -> RecordDict | None:
    """Return the row to store, None if there is nothing to do anymore."""
    # Days may lie between proposal and acceptance: what was stored or removed elsewhere meanwhile stays as it is.
    if item.before is None or stored is None:
        return as_row(item.record) if item.before is None and stored is None else None
    current = as_row(parse_records(type(item.record), (stored,))[0])
    row = _with_change(stored, as_row(item.before), as_row(item.record), current)
    return None if row == stored else row


def _with_change(
    row: RecordDict, before: RecordDict, after: RecordDict, current: RecordDict | None = None
) -> RecordDict:
    """Return a row with a change made to it, but for the keys that were edited since: what is current is not as before.

    ``current`` is the row with its values written as in the change, if it was stored before the program wrote it.
    """
    changed, current = dict(row), row if current is None else current
    for key in _differing_keys(before, after):
        if current.get(key, _ABSENT) != before.get(key, _ABSENT):
            continue
        if key in after:
            changed[key] = after[key]
        else:
            changed.pop(key, None)
    return changed


def _differing_keys(before: RecordDict, after: RecordDict) -> list[str]:
    return [key for key in {**before, **after} if before.get(key, _ABSENT) != after.get(key, _ABSENT)]


def _merged(stored: RowsById, changed: RowsById) -> dict[str, list[RecordDict]]:
    return {name: list({**rows, **changed[name]}.values()) for name, rows in stored.items()}


def _import_row(proposal: Proposal, at: str, stored: RowsById, changed: RowsById) -> RecordDict:
    added: dict[str, dict[str, Any]] = {}
    updated: dict[str, dict[str, Any]] = {}
    for name, rows in changed.items():
        for key, row in rows.items():
            if key in stored[name]:
                updated.setdefault(name, {})[key] = _change(stored[name][key], row)
            else:
                added.setdefault(name, {})[key] = fingerprint(row)
    row = {
        "kind": proposal.kind, "at": at, "file_name": proposal.source_name, "added": added, "updated": updated
    }  # fmt: skip
    return {"id": f"import-{fingerprint(row)}", **row}


def _change(before: RecordDict, after: RecordDict) -> RecordDict:
    keys = _differing_keys(before, after)
    return {
        "before": {key: before[key] for key in keys if key in before},
        "after": {key: after[key] for key in keys if key in after},
        "digest": fingerprint(after),
    }


def _referenced_ids(document: Document, name: str) -> set[str]:
    rows = (row for referring in REFERRING_LISTS for row in document.get(referring, ()))
    return {key for row in rows for referred, key, _ in references(row) if referred == name}


def _added_amounts(items: Sequence[Item], words: Words) -> str:
    counts = _counts(Counter(item.name for item in items))
    amounts = [cost.amount for item in items if isinstance(item.record, Activity) for cost in item.record.costs]
    if amounts:
        counts.append(f"{pluralize(len(amounts), 'cost')} ({words.money(sum(amounts))})")
    return join_words(counts)


def _counts(counts: Mapping[str, int]) -> list[str]:
    return [pluralize(counts[name], *nouns) for name, nouns in _NOUNS.items() if counts.get(name)]
