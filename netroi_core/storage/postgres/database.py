"""A database of the PostgreSQL store, as a whole."""

from datetime import date
from typing import Final

from netroi_core.storage.entries import is_expired
from netroi_core.storage.postgres import schema
from netroi_core.storage.postgres.blob_rows import ENTRIES, WORKSPACES
from netroi_core.storage.postgres.connections import Connection, Connections
from netroi_core.storage.seal import unseal
from netroi_core.storage.store_copy import StoredWorkspace, Unusable

_WORKSPACE: Final = "SELECT sealed, used FROM netroi_workspaces WHERE name = %s"
_UNUSED_GUEST: Final = "SELECT FROM netroi_workspaces WHERE name = %s AND kind = 'guest' AND used < %s FOR UPDATE"


class Database:
    """The whole content of a database; methods raise Unusable, Busy."""

    def __init__(self, address: str, *, patience: float = 60) -> None:
        self._connections = Connections(address, patience)

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum."""
        return self._connections.ask(schema.read_key, Unusable)

    def names(self) -> list[str]:
        """Return the names of all workspaces, in order."""
        return self._connections.ask(WORKSPACES.names, Unusable) or []

    def workspace(self, name: str) -> StoredWorkspace | None:
        """Return a workspace; a database keeps no backups of it."""

        def read(connection: Connection) -> StoredWorkspace | None:
            row = connection.execute(_WORKSPACE, (name,)).fetchone()
            return None if row is None else StoredWorkspace((row[0].encode(),), row[1])

        return self._connections.ask(read, Unusable)

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet; the tables are made."""
        self._connections.ask(lambda connection: schema.make_tables(connection, key), Unusable)

    def put_workspace(self, name: str, workspace: StoredWorkspace) -> None:
        """Store the latest state of a workspace as it is."""
        raw = workspace.states[0]
        seal, _ = unseal(raw)
        columns = {"kind": seal.kind, "version": seal.version, "used": workspace.used}
        self._connections.ask(lambda connection: WORKSPACES.put(connection, name, raw, **columns), Unusable)

    def purge_guest(self, name: str, before: date) -> bool:
        """Erase a guest's workspace that was not used since that day; return True if it was erased."""

        def purge(connection: Connection) -> bool:
            with connection.transaction():
                if connection.execute(_UNUSED_GUEST, (name, before)).fetchone() is None:
                    return False
                WORKSPACES.erase(connection, name)
                return True

        return self._connections.ask(purge, Unusable) or False

    def entries(self) -> list[str]:
        """Return the names that entries are stored under, in order."""
        return self._connections.ask(ENTRIES.names, Unusable) or []

    def entry(self, name: str) -> bytes | None:
        """Return the bytes of an entry."""
        row = self._connections.ask(lambda connection: ENTRIES.latest(connection, name), Unusable)
        return None if row is None else row.raw

    def put_entry(self, name: str, raw: bytes) -> None:
        """Store an entry as it is."""
        self._connections.ask(lambda connection: ENTRIES.put(connection, name, raw), Unusable)

    def purge_entry(self, name: str, today: date) -> bool:
        """Remove an entry that has expired; return True if it was removed."""

        def purge(connection: Connection) -> bool:
            with connection.transaction():
                ENTRIES.lock(connection, name)
                raw = ENTRIES.latest(connection, name).raw
                if raw is None or not is_expired(raw, today):
                    return False
                ENTRIES.erase(connection, name)
                return True

        return self._connections.ask(purge, Unusable) or False
