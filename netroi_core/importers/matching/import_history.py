"""Import history: the fields of a contact that the person edited since, so that later imports leave them alone.

What the last import wrote is compared with the contact as it is now. An `Import` keeps the values of a change, but only
a fingerprint of a new record. To compare that one, the contact is reduced to the fields that imports write, and later
changes by imports are undone.
"""

from collections.abc import Sequence
from typing import Final

from netroi_core.importers.proposal import fingerprint
from netroi_core.workspace.edits import as_row
from netroi_core.workspace.records import Contact, Import, RecordChange

_IMPORTED_FIELDS: Final = ("id", "name", "organisation", "role", "met", "keys")


class ImportHistory:
    """The contacts that earlier imports added and changed."""

    def __init__(self, imports: Sequence[Import]) -> None:
        self._fingerprints: dict[str, str] = {}
        self._changes: dict[str, list[RecordChange]] = {}
        for past in imports:
            self._fingerprints.update(past.added.get("contacts", {}))
            for key, change in past.updated.get("contacts", {}).items():
                self._changes.setdefault(key, []).append(change)

    def is_edited(self, contact: Contact, field: str) -> bool:
        """Return True if a field no longer holds what the last import that wrote it made of it."""
        row = as_row(contact)
        changes = self._changes.get(contact.id, [])
        written = next((change.after for change in reversed(changes) if field in change.after), None)
        if written is not None:
            return bool(row.get(field) != written[field])
        if contact.id not in self._fingerprints:
            return False
        imported = {name: row[name] for name in _IMPORTED_FIELDS if row.get(name)}
        for change in reversed(changes):
            imported = {name: value for name, value in imported.items() if name not in change.after} | change.before
        return fingerprint(imported) != self._fingerprints[contact.id]
