"""Whether a person changed by hand what an earlier import wrote of a contact, so that a later one leaves it alone.

What the last acceptance wrote is compared with what stands there now. An acceptance keeps of an update what became of
each key, and of a new record only a fingerprint: that one is compared with the contact as the import had made it, that
is, without what no import writes, and with later updates undone.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from netroi_core.importers.proposal import fingerprint
from netroi_core.workspace.edits import RecordDict

_WRITTEN: Final = ("id", "name", "organisation", "role", "met", "keys")
"""All that an import writes of a person."""


class Past:
    """What earlier imports wrote of contacts."""

    def __init__(self, imports: Sequence[Mapping[str, Any]]) -> None:
        self._added: dict[str, str] = {}
        self._updated: dict[str, list[Mapping[str, Any]]] = {}
        for each in imports:
            self._added.update(each.get("added", {}).get("contacts", {}))
            for key, change in each.get("updated", {}).get("contacts", {}).items():
                self._updated.setdefault(key, []).append(change)

    def is_changed_since(self, contact: RecordDict, key: str) -> bool:
        """Whether a value of a contact is no longer what the last import that wrote it made of it."""
        changes = self._updated.get(contact["id"], [])
        written = next((each["after"] for each in reversed(changes) if key in each.get("after", {})), None)
        if written is not None:
            return bool(contact.get(key) != written[key])
        if (digest := self._added.get(contact["id"])) is None:
            return False
        made = {name: contact[name] for name in _WRITTEN if contact.get(name)}
        for change in reversed(changes):
            before = change.get("before", {})
            for name in change.get("after", {}).keys() | before.keys():
                if name in before:
                    made[name] = before[name]
                else:
                    made.pop(name, None)
        return fingerprint(made) != digest
