"""Possible duplicates: contacts of the same name, to merge into one or to mark as different people.

Both edits return a Removal, so that ``edits.undo`` restores what was there before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any, Final

from pydantic import JsonValue

from netroi_core.errors import ChangedElsewhere
from netroi_core.workspace.document import Document
from netroi_core.workspace.edits import Removal, put
from netroi_core.workspace.records import Contact, Record
from netroi_core.workspace.search import normalize_text
from netroi_core.workspace.workspace import R, Workspace

_STATUSES: Final = ("active", "dormant", "pruned")
_REFERRING: Final = ("activities", "outcomes", "exchanges", "stories", "quizzes")


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


def mark_distinct(document: Document, ids: Sequence[str]) -> tuple[Document, Removal]:
    """Mark contacts of one name as different people.

    Raises:
        ChangedElsewhere: One of them is no longer there.
    """
    changed = []
    for contact in Workspace(document).contacts:
        if contact.id in ids:
            others = [other for other in ids if other != contact.id]
            distinct = contact.model_copy(update={"distinct_from": _unique(contact.distinct_from, others)})
            changed.append(("contacts", contact, distinct))
            put(document, "contacts", distinct)
    if len(changed) != len(ids):
        raise ChangedElsewhere
    return document, Removal((), tuple(changed))


def merge(document: Document, keep: str, gone: Sequence[str]) -> tuple[Document, Removal]:
    """Merge contacts into the one to keep, to which every reference to them is redirected.

    Its empty fields are filled from the others; notes, expertise and keys are joined; the first meeting and the most
    active status stay.

    Raises:
        ChangedElsewhere: One of them is no longer there.
    """
    workspace = Workspace(document)
    kept = workspace.contacts_by_id.get(keep)
    taken = tuple(("contacts", index, row) for index, row in enumerate(workspace.contacts) if row.id in gone)
    if kept is None or len(taken) != len(gone):
        raise ChangedElsewhere
    merged = reduce(_combined, (contact for _, _, contact in taken), kept)
    distinct_from = tuple(other for other in merged.distinct_from if other not in (keep, *gone))
    if distinct_from != merged.distinct_from:
        merged = merged.model_copy(update={"distinct_from": distinct_from})
    changed: list[tuple[str, Record, Record]] = [("contacts", kept, merged)]
    others: dict[str, Sequence[Any]] = {name: getattr(workspace, name) for name in _REFERRING}
    others["contacts"] = [contact for contact in workspace.contacts if contact.id not in (keep, *gone)]
    for name, records in others.items():
        redirected = ((record, _redirected(record, keep, gone)) for record in records)
        changed += [(name, record, after) for record, after in redirected if after is not record]
    document["contacts"] = [row for row in document["contacts"] if row["id"] not in gone]
    for name, _, record in changed:
        put(document, name, record)
    return document, Removal(taken, tuple(changed))


def _grouped(contacts: Sequence[Contact]) -> list[list[Contact]]:
    groups: list[list[Contact]] = []
    for contact in sorted(contacts, key=lambda contact: len(_details(contact)), reverse=True):
        fitting = (group for group in groups if not any(_is_distinct(contact, other) for other in group))
        if group := next(fitting, None):
            group.append(contact)
        else:
            groups.append([contact])
    return groups


def _is_distinct(one: Contact, other: Contact) -> bool:
    return other.id in one.distinct_from or one.id in other.distinct_from


def _details(contact: Contact) -> dict[str, Any]:
    values = {field: getattr(contact, field) for field in contact.model_fields_set}
    return {field: value for field, value in values.items() if value not in (None, "", ())}


def _combined(one: Contact, other: Contact) -> Contact:
    ours, theirs = _details(one), _details(other)
    update = {field: value for field, value in theirs.items() if field not in ours and field != "status"}
    if one.notes and other.notes:
        update["notes"] = "\n".join(_unique([one.notes], [other.notes]))
    if one.expertise and other.expertise:
        areas = {normalize_text(area) for area in one.expertise}
        update["expertise"] = (*one.expertise, *(a for a in other.expertise if normalize_text(a) not in areas))
    for field in ("keys", "distinct_from"):
        if field in ours and field in theirs:
            update[field] = _unique(ours[field], theirs[field])
    if one.met and other.met:
        update["met"] = min(one.met, other.met, key=lambda met: met.date)
    if _STATUSES.index(other.status) < _STATUSES.index(one.status):
        update["status"] = other.status
    return one.model_copy(update=update)


def _redirected(record: R, keep: str, gone: Sequence[str]) -> R:
    """Return a record that refers to the contact to keep wherever it refers to one that is gone."""
    update: dict[str, Any] = {}
    for field in record.model_fields_set:
        value = getattr(record, field)
        if field == "contact" and value in gone:
            update[field] = keep
        elif field in ("people", "between", "distinct_from") and not set(gone).isdisjoint(value):
            update[field] = _unique(keep if contact in gone else contact for contact in value)
        elif field == "touchpoints":
            update[field] = tuple(_redirected(step, keep, gone) for step in value)
        elif field == "answers":
            update[field] = _redirected_answers(value, keep, gone)
    return record.model_copy(update=update) if update else record


def _redirected_answers(answers: Mapping[str, JsonValue], keep: str, gone: Sequence[str]) -> dict[str, JsonValue]:
    # Only the steps of a path name a contact. An imported document may hold anything else under such a key.
    return {
        key: [
            {**step, "contact": keep} if isinstance(step, dict) and step.get("contact") in gone else step
            for step in value
        ]
        if key.endswith(".touchpoints") and isinstance(value, list)
        else value
        for key, value in answers.items()
    }


def _unique(*lists: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for values in lists for value in values))
