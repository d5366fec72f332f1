"""Monica's export as JSON: contacts, and the activities and calls with them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from netroi_core.errors import NotImportable
from netroi_core.importers.contacts.people_tables import keys_of
from netroi_core.importers.matching.activity_matching import SourceEntry
from netroi_core.importers.matching.contact_matching import ContactIndex, ContactSource, ImportedPerson
from netroi_core.importers.proposal import Draft, SourceLine, identifier
from netroi_core.importers.reading.formats import HEAD
from netroi_core.importers.reading.times import parse_timestamp
from netroi_core.importers.reading.values import one_line
from netroi_core.importers.rules import suggest_approach

# More than anybody has; each takes a moment.
MOST_RECORDS: Final = 20_000

_SOURCE: Final = ContactSource("contacts")
_BEGIN: Final = re.compile(r'\s*\{\s*"')
_MARKS: Final = ('"account"', '"type"')
_CALL: Final = "Call with"
_UNREADABLE: Final = "The file isn’t a readable Monica export. In Monica, export your data as JSON again."


def is_monica(text: str) -> bool:
    """Return True if a text may be Monica's export."""
    return _BEGIN.match(text[:HEAD]) is not None and all(mark in text[:HEAD] for mark in _MARKS)


def draft_monica(draft: Draft, text: str, file: str, home: ZoneInfo | None) -> list[SourceEntry]:
    """Draft the contacts of an export, and return the activities and calls with them.

    A JSON file has no lines to name, so records are numbered.
    """
    account = _account(text)
    contacts = [*_values(account, "contact")]
    if len(contacts) > MOST_RECORDS:
        raise NotImportable(f"The file has more than {MOST_RECORDS:,} contacts, too many to import.")
    index = ContactIndex(draft.workspace)
    index.propose(draft, _SOURCE, [*_people(contacts, draft, file)])
    return [*_entries(account, contacts, draft, index, file, home)]


def _account(text: str) -> dict[str, Any]:
    try:
        account = orjson.loads(text.encode("utf-8", "replace"))["account"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise NotImportable(_UNREADABLE) from None
    if not isinstance(account, dict) or not isinstance(account.get("data"), list):
        raise NotImportable(_UNREADABLE)
    return account


def _values(parent: Any, kind: str) -> Iterator[Any]:
    """Yield the records of a kind inside another one; of activities inside a contact, their ids."""
    groups = parent.get("data") if isinstance(parent, dict) else None
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict) and group.get("type") == kind and isinstance(group.get("values"), list):
            yield from group["values"]


def _property(record: Any, name: str) -> Any:
    """Return a property of a record, None if it has none of this name or isn't a record."""
    properties = record.get("properties") if isinstance(record, dict) else None
    return properties.get(name) if isinstance(properties, dict) else None


def _text(record: Any, name: str) -> str:
    value = _property(record, name)
    return one_line(value) if isinstance(value, str) else ""


def _name(contact: Any) -> str:
    return one_line(" ".join(_text(contact, part) for part in ("first_name", "middle_name", "last_name")))


def _people(contacts: list[Any], draft: Draft, file: str) -> Iterator[ImportedPerson]:
    for number, contact in enumerate(contacts, 1):
        line = SourceLine(number, file)
        if not (name := _name(contact)):
            draft.skip(line, "There is no name.")
        elif _property(contact, "is_partial") is True:
            draft.skip(line, "It is only a relative of a contact.")
        elif _property(contact, "is_dead") is True:
            draft.skip(line, "The person has died.")
        else:
            fields = [_text(field, "data") for field in _values(contact, "contact_field")]
            keys = keys_of(fields, [field for field in fields if " " not in field])
            yield ImportedPerson(line, name, _text(contact, "company"), _text(contact, "job"), keys)


def _entries(
    account: dict[str, Any], contacts: list[Any], draft: Draft, index: ContactIndex, file: str, home: ZoneInfo | None
) -> Iterator[SourceEntry]:
    """Yield the activities, then the calls."""
    participants = defaultdict[str, list[str]](list)
    for contact in contacts:
        for uuid in {uuid for uuid in _values(contact, "activity") if isinstance(uuid, str)}:
            participants[uuid].append(_name(contact))
    meetings: list[tuple[str, str, list[str]]] = []
    for activity in _values(account, "activity"):
        uuid = str(activity.get("uuid", "")) if isinstance(activity, dict) else ""
        # Taken out, since an id is that of one activity: a file that repeats it would multiply all its people.
        names = participants.pop(uuid, [])
        meetings.append((_text(activity, "summary") or "Activity", _text(activity, "happened_at"), names))
    for contact in contacts:
        name = _name(contact)
        meetings += [(f"{_CALL} {name}", _text(call, "called_at"), [name]) for call in _values(contact, "call")]
    for number, (title, at, names) in enumerate(meetings, len(contacts) + 1):
        yield from _entry(draft, index, SourceLine(number, file), at, title, names, home)


def _entry(
    draft: Draft,
    index: ContactIndex,
    line: SourceLine,
    cell: str,
    title: str,
    names: list[str],
    home: ZoneInfo | None,
) -> Iterator[SourceEntry]:
    try:
        day, begin = parse_timestamp(cell, "month_first", home)
    except ValueError as error:
        draft.reject(line, str(error))
        return
    suggestion = suggest_approach(draft.workspace, title, headcount=len(names) + 1 if names else 0)
    if suggestion.approach is None:
        draft.skip(line, f"It doesn’t count as networking: {suggestion.reason}.")
        return
    people = {name: index.id_of(None, name) for name in names}
    yield SourceEntry(
        identifier("crm", title, cell, *names),
        line,
        day,
        title,
        suggestion.approach,
        suggestion.reason,
        begin=begin,
        people=tuple(key for key in people.values() if key),
        strangers=tuple(name for name, key in people.items() if not key),
        venue=suggestion.venue,
        channel="phone" if title.startswith(_CALL) else None,
    )
