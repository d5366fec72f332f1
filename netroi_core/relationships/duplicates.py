"""Possible duplicates: contacts of the same name, to merge into one or to mark as different people.

Both edits return a Removal, so that ``edits.undo`` restores what was there before.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any, Final

from netroi_core.errors import ChangedElsewhere
from netroi_core.workspace.document import with_references
from netroi_core.workspace.edits import RecordDict, Removal, put
from netroi_core.workspace.fields import Record, normalize_text
from netroi_core.workspace.records import Contact
from netroi_core.workspace.workspace import Document, Workspace, parse_records

_STATUSES: Final = ("active", "dormant", "pruned")
_REFERRING: Final = ("contacts", "activities", "outcomes", "exchanges", "stories", "quizzes")


def possible_duplicates(workspace: Workspace) -> list[tuple[Contact, ...]]:
    """Return groups of contacts of the same name, whatever its case, spaces and accents.

    Contacts that were marked as different people are in no group together. The one with the most details comes first,
    to be kept.
    """
    by_name = defaultdict(list)
    for contact in workspace.contacts:
        by_name[normalize_text(contact.name)].append(contact)
    groups = [group for name, contacts in by_name.items() if name and len(contacts) > 1 for group in _grouped(contacts)]
    return [tuple(group) for group in groups if len(group) > 1]


def namesakes(workspace: Workspace, name: str) -> tuple[Contact, ...]:
    """Return the contacts of a name, whatever its case, spaces and accents."""
    normalized = normalize_text(name)
    return tuple(contact for contact in workspace.contacts if normalize_text(contact.name) == normalized)


def mark_distinct(document: Document, ids: Sequence[str]) -> tuple[Document, Removal]:
    """Mark contacts of one name as different people; raise ChangedElsewhere if one is no longer there."""
    changed = []
    for contact in Workspace(document).contacts:
        if contact.id in ids:
            different = [different_id for different_id in ids if different_id != contact.id]
            distinct = contact.model_copy(update={"distinct_from": _unique(contact.distinct_from, different)})
            changed.append((contact, distinct))
            put(document, distinct)
    if len(changed) != len(ids):
        raise ChangedElsewhere
    return document, Removal((), tuple(changed))


def merge(document: Document, keep: str, gone: Sequence[str]) -> tuple[Document, Removal]:
    """Merge contacts into the one to keep, to which every reference to them is redirected.

    Its empty fields are filled from the others; notes, expertise and keys are joined; the first meeting and the most
    active status stay. Raises ChangedElsewhere if one of them is no longer there.
    """
    workspace = Workspace(document)
    target = workspace.contacts_by_id.get(keep)
    taken = tuple((index, row) for index, row in enumerate(workspace.contacts) if row.id in gone)
    if target is None or len(taken) != len(gone):
        raise ChangedElsewhere
    merged = reduce(_combined, (contact for _, contact in taken), target)
    if merged.distinct_from:
        distinct_from = tuple(contact for contact in merged.distinct_from if contact not in (keep, *gone))
        merged = merged.model_copy(update={"distinct_from": distinct_from})
    changed = ((target, merged), *_redirections(workspace, keep, gone))
    document["contacts"] = [row for row in document["contacts"] if row["id"] not in gone]
    for _, record in changed:
        put(document, record)
    return document, Removal(taken, changed)


def _grouped(contacts: Sequence[Contact]) -> list[list[Contact]]:
    groups: list[list[Contact]] = []
    for contact in sorted(contacts, key=lambda contact: len(_details(contact)), reverse=True):
        for group in groups:
            if not any(member.id in contact.distinct_from or contact.id in member.distinct_from for member in group):
                group.append(contact)
                break
        else:
            groups.append([contact])
    return groups


def _details(contact: Contact) -> dict[str, Any]:
    values = {field: getattr(contact, field) for field in contact.model_fields_set}
    return {field: value for field, value in values.items() if value not in (None, "", ())}


def _combined(contact: Contact, duplicate: Contact) -> Contact:
    ours = {**_details(contact), "status": contact.status}
    theirs = {**_details(duplicate), "status": duplicate.status}
    added = {field: value for field, value in theirs.items() if field not in ours}
    joined = {
        field: join(ours[field], theirs[field]) for field, join in _JOINS.items() if field in ours.keys() & theirs
    }
    update = {field: value for field, value in (added | joined).items() if value != ours.get(field)}
    return contact.model_copy(update=update)


def _redirections(workspace: Workspace, keep: str, gone: Sequence[str]) -> Iterator[tuple[Record, Record]]:
    """Yield each record that refers to a contact that is gone, before and after."""
    for name in _REFERRING:
        for record, row in zip(getattr(workspace, name), workspace.document.get(name, ()), strict=True):
            redirected = _redirected(row, keep, gone)
            if redirected != row and (name != "contacts" or record.id not in (keep, *gone)):
                yield record, parse_records(type(record), (redirected,))[0]


def _redirected(row: RecordDict, keep: str, gone: Sequence[str]) -> RecordDict:
    """Return a row that refers to the contact to keep wherever it refers to one that is gone."""
    redirected = with_references(row, lambda name, key: keep if name == "contacts" and key in gone else key)
    for name, answer in row.get("answers", {}).items():
        # Only the steps of a path name a contact. An imported document may hold anything else under such a key.
        if name.endswith(".touchpoints") and isinstance(answer, list):
            steps = [_redirected_step(step, keep, gone) for step in answer]
            redirected["answers"] = {**redirected["answers"], name: steps}
    return redirected


def _redirected_step(step: Any, keep: str, gone: Sequence[str]) -> Any:
    return {**step, "contact": keep} if isinstance(step, dict) and step.get("contact") in gone else step


def _unique(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(*lists)))


def _joined_expertise(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    areas = {normalize_text(area) for area in ours}
    return (*ours, *(area for area in theirs if normalize_text(area) not in areas))


# The way in which a field is joined that both contacts have; of other fields the first contact's value stays.
_JOINS: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "notes": lambda ours, theirs: "\n".join(_unique([ours], [theirs])),
    "expertise": _joined_expertise,
    "keys": _unique,
    "distinct_from": _unique,
    "not_in": _unique,
    "met": lambda ours, theirs: min(ours, theirs, key=lambda met: met.date),
    "status": lambda ours, theirs: min(ours, theirs, key=_STATUSES.index),
}
