"""Numbers that a workspace or an entry in PostgreSQL holds: a change that is lost, or made twice, miscounts."""

from typing import Literal

from netroi_core.storage import Principal
from netroi_core.storage.postgres.stores import PostgresEntries, PostgresStore
from netroi_core.workspace.workspace import Document

Kind = Literal["workspaces", "entries"]
KINDS: tuple[Kind, ...] = ("workspaces", "entries")
TABLES = {"workspaces": "netroi_workspaces", "entries": "netroi_entries"}


class Counter:
    """A process of its own, as far as the database can tell; every name is another number."""

    def __init__(self, kind: Kind, address: str, *, patience: float = 60) -> None:
        is_entry = kind == "entries"
        self.store = (PostgresEntries if is_entry else PostgresStore)(address, patience=patience)

    def add(self, name: str = "a") -> int:
        """Add one, and return the number that is stored then."""
        if isinstance(self.store, PostgresEntries):
            return self.store.change(name, lambda entry: {"count": (entry or {"count": 0})["count"] + 1})["count"]
        saved = self.store.change(Principal("account", name), _add_contact)
        assert saved.version == len(saved.document["contacts"])
        return saved.version

    def read(self, name: str = "a") -> int | None:
        """Return the number that is stored, None if there is none."""
        if isinstance(self.store, PostgresEntries):
            entry = self.store.read(name)
            return None if entry is None else entry["count"]
        saved = self.store.read(Principal("account", name))
        return None if saved is None else len(saved.document["contacts"])

    def erase(self, name: str = "a") -> None:
        """Remove the number."""
        if isinstance(self.store, PostgresEntries):
            self.store.erase(name)
        else:
            self.store.erase(Principal("account", name))


def _add_contact(document: Document) -> Document:
    number = str(len(document["contacts"]))
    return {**document, "contacts": [*document["contacts"], {"id": number, "name": "N"}]}
