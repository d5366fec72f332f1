"""Doubles: contacts that are likely the same person, and two of them made one.

Merging is an edit with a Removal, so that ``edits.undone`` takes it back.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from netroi_core.document import Document
from netroi_core.edits import RecordDict, Removal, put
from netroi_core.errors import ChangedElsewhere
from netroi_core.search import bare

_STATUSES: Final = ("active", "dormant", "pruned")
_REFERRING: Final = ("activities", "outcomes", "exchanges", "stories", "quizzes")


def doubles(document: Document) -> list[tuple[RecordDict, ...]]:
    """Contacts of the same name, whatever its case, spaces and accents; the one best known first, to be kept."""
    named = defaultdict(list)
    for contact in document.get("contacts", ()):
        named[bare(contact["name"])].append(contact)
    return [
        tuple(sorted(group, key=_places_filled, reverse=True))
        for name, group in named.items()
        if name and len(group) > 1
    ]


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
    changed = [("contacts", kept, one)]
    for name in _REFERRING:
        moved = ((name, record, _moved(record, keep, gone)) for record in document.get(name, ()))
        changed += [(name, record, after) for name, record, after in moved if after != record]
    document["contacts"] = [row for row in rows if row["id"] not in gone]
    for name, _, after in changed:
        put(document, name, after)
    return document, Removal(taken, tuple(changed))


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
    if one.get("keys") and other.get("keys"):
        united["keys"] = list(dict.fromkeys([*one["keys"], *other["keys"]]))
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
    for names in ("people", "between"):
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
