"""Doubles: contacts that are likely the same person, and two of them made one.

Merging and telling apart are edits with a Removal, so that ``edits.undone`` takes them back.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from netroi_core.errors import ChangedElsewhere
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import RecordDict, Removal, put
from netroi_core.workspace.search import bare

_STATUSES: Final = ("active", "dormant", "pruned")
_REFERRING: Final = ("activities", "outcomes", "exchanges", "stories", "quizzes")


def doubles(document: Document) -> list[tuple[RecordDict, ...]]:
    """Contacts of the same name, whatever its case, spaces and accents; the one best known first, to be kept.

    Those that were told apart are not in one group.
    """
    named = defaultdict(list)
    for contact in document.get("contacts", ()):
        named[bare(contact["name"])].append(contact)
    alike = [group for name, same in named.items() if name and len(same) > 1 for group in _not_told_apart(same)]
    return [tuple(group) for group in alike if len(group) > 1]


def told_apart(document: Document, ids: Sequence[str]) -> tuple[Document, Removal]:
    """The document with contacts of one name known to be different people. The Removal takes it back."""
    changed = []
    for contact in [row for row in document.get("contacts", ()) if row["id"] in ids]:
        others = [other for other in ids if other != contact["id"]]
        apart = {**contact, "distinct_from": list(dict.fromkeys([*contact.get("distinct_from", ()), *others]))}
        changed.append(("contacts", contact, apart))
        put(document, "contacts", apart)
    if len(changed) != len(ids):
        raise ChangedElsewhere
    return document, Removal((), tuple(changed))


def merged(document: Document, keep: str, gone: Sequence[str]) -> tuple[Document, Removal]:
    """The document with contacts made one: whatever referred to those gone refers to the one kept.

    What is empty in it is filled from the others, notes are joined, expertise is united, the first meeting and the
    liveliest status stay. ChangedElsewhere if one of them is no longer there. The Removal takes it all back.
    """
    rows = document.get("contacts", [])
    taken = tuple(("contacts", place, row) for place, row in enumerate(rows) if row["id"] in gone)
    kept = next((row for row in rows if row["id"] == keep), None)
    if kept is None or len(taken) != len(gone):
        raise ChangedElsewhere
    one = kept
    for _, _, row in taken:
        one = _united(one, row)
    if apart := [other for other in one.get("distinct_from", ()) if other not in (keep, *gone)]:
        one = {**one, "distinct_from": apart}
    else:
        one = {key: value for key, value in one.items() if key != "distinct_from"}
    changed = [("contacts", kept, one)]
    others = (row for row in rows if row["id"] not in (keep, *gone))
    changed += [("contacts", row, after) for row in others if (after := _moved(row, keep, gone)) != row]
    for name in _REFERRING:
        moved = ((name, record, _moved(record, keep, gone)) for record in document.get(name, ()))
        changed += [(name, record, after) for name, record, after in moved if after != record]
    document["contacts"] = [row for row in rows if row["id"] not in gone]
    for name, _, after in changed:
        put(document, name, after)
    return document, Removal(taken, tuple(changed))


def _not_told_apart(same: Sequence[RecordDict]) -> list[list[RecordDict]]:
    groups: list[list[RecordDict]] = []
    for contact in sorted(same, key=_places_filled, reverse=True):
        for group in groups:
            if not any(_is_told_apart(contact, other) for other in group):
                group.append(contact)
                break
        else:
            groups.append([contact])
    return groups


def _is_told_apart(one: RecordDict, other: RecordDict) -> bool:
    return other["id"] in one.get("distinct_from", ()) or one["id"] in other.get("distinct_from", ())


def _places_filled(contact: RecordDict) -> int:
    return sum(not _is_empty(value) for value in contact.values())


def _is_empty(value: Any) -> bool:
    return value in (None, "", [])


def _united(one: RecordDict, other: RecordDict) -> RecordDict:
    united = {**one, **{key: value for key, value in other.items() if _is_empty(one.get(key)) and not _is_empty(value)}}
    if both := [each["notes"] for each in (one, other) if each.get("notes")]:
        united["notes"] = "\n".join(dict.fromkeys(both))
    if one.get("expertise") and other.get("expertise"):
        known = {bare(part) for part in one["expertise"]}
        united["expertise"] = [*one["expertise"], *(part for part in other["expertise"] if bare(part) not in known)]
    for key in ("keys", "distinct_from"):
        if one.get(key) and other.get(key):
            united[key] = list(dict.fromkeys([*one[key], *other[key]]))
    if one.get("met") and other.get("met"):
        united["met"] = min(one["met"], other["met"], key=lambda met: str(met["date"]))
    if one.get("status") or other.get("status"):
        united["status"] = min((each.get("status", "active") for each in (one, other)), key=_STATUSES.index)
    return united


def _moved(record: RecordDict, keep: str, gone: Sequence[str]) -> RecordDict:
    """The record with the one kept wherever it names one who is gone."""
    moved: RecordDict = {**record}
    if moved.get("contact") in gone:
        moved["contact"] = keep
    for names in ("people", "between", "distinct_from"):
        if any(key in gone for key in moved.get(names, ())):
            moved[names] = list(dict.fromkeys(keep if key in gone else key for key in moved[names]))
    if "touchpoints" in moved:
        moved["touchpoints"] = [_moved(step, keep, gone) for step in moved["touchpoints"]]
    if "answers" in moved:
        moved["answers"] = {key: _answer(key, value, keep, gone) for key, value in moved["answers"].items()}
    return moved


def _answer(key: str, value: Any, keep: str, gone: Sequence[str]) -> Any:
    """An answer of a quiz; whatever a file may hold, only steps of a path name a contact."""
    if not key.endswith(".touchpoints") or not isinstance(value, list):
        return value
    return [
        {**step, "contact": keep} if isinstance(step, dict) and step.get("contact") in gone else step for step in value
    ]
