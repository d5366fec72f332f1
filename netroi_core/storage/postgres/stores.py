"""Stores in PostgreSQL, which any number of machines may share: workspaces, entries, and a database as a whole.

Reading fetches a document only where it has changed. There are no backups and no repair, as files have: the database
guards against damage itself, and a row that others damaged is refused and left as it is.
"""

from contextlib import suppress
from datetime import date
from typing import Final
from uuid import UUID

import psycopg

from netroi_core.storage import Edit, NotErased, Principal, Saved, Unavailable
from netroi_core.storage.changes import edit_state, read_state
from netroi_core.storage.entries import Entry, EntryEdit, edit_entry, is_expired, parse_entry, stored_name, unseal_entry
from netroi_core.storage.keys import workspace_name
from netroi_core.storage.postgres.compare_and_swap import CompareAndSwap, EditResult
from netroi_core.storage.postgres.connections import Connection, Connections, DatabaseRefused
from netroi_core.storage.postgres.tables import ENTRIES, WORKSPACES, BlobTable, Row, make_tables, read_key
from netroi_core.storage.process_state import CachedState, Signature, StateCache, UseLog, today
from netroi_core.storage.seal import Broken, unseal
from netroi_core.storage.store_copy import BlobKind, StoredBlob, Unusable

_USED: Final = "SELECT used FROM netroi_workspaces WHERE name = %s"
# A writer that holds the row records the day, too: so a reader skips the row instead of waiting for it.
_LOCK_UNUSED: Final = """
    SELECT 1 FROM netroi_workspaces WHERE name = %(name)s AND used < %(day)s FOR UPDATE SKIP LOCKED
"""
# Nobody waits on a standby for this one: if it is lost, the next day will do.
_LAZY_COMMIT: Final = "SELECT set_config('synchronous_commit', 'off', true)"
_RECORD_USE: Final = "UPDATE netroi_workspaces SET used = %(day)s WHERE name = %(name)s"
_KEY: Final = "SELECT key FROM netroi_key"
_RESTORE_KEY: Final = """
    INSERT INTO netroi_key (key) VALUES (%(key)s) ON CONFLICT (is_only) DO UPDATE SET key = %(key)s
"""
_TABLES: Final[dict[BlobKind, BlobTable]] = {"workspaces": WORKSPACES, "entries": ENTRIES}
_STORED: Final[dict[BlobKind, str]] = {
    "workspaces": "SELECT sealed, used FROM netroi_workspaces WHERE name = %s",
    "entries": "SELECT sealed, NULL FROM netroi_entries WHERE name = %s",
}
_PURGEABLE: Final[dict[BlobKind, str]] = {
    "workspaces": """
        SELECT NULL FROM netroi_workspaces WHERE name = %(name)s AND kind = 'guest' AND used < %(day)s FOR UPDATE
    """,
    "entries": "SELECT sealed FROM netroi_entries WHERE name = %(name)s FOR UPDATE",
}


class PostgresStore:
    """A store in a database, whose tables are made, or upgraded, on the first change.

    Args:
        address: As libpq takes it; no error, log or text of NetROI ever tells any of it.
        patience: Seconds that a change or a reading waits for others, or for the server to start again.
        recent_bytes: Size of the cache, counted in bytes of the rows.
    """

    def __init__(self, address: str, *, patience: float = 10, recent_bytes: int = 16 * 1024**2) -> None:
        self._connections = Connections(address, patience)
        self._changes = CompareAndSwap(WORKSPACES, self._connections, patience)
        self._cache = StateCache(recent_bytes)
        self._uses = UseLog()
        self._key: bytes | None = None

    def read(self, principal: Principal, *, is_use: bool = True) -> Saved | None:
        """Return the latest saved state, or None."""

        def read(connection: Connection) -> Saved | None:
            name, _, state = self._latest(connection, principal)
            if state is None:
                return None
            # Only needed to clean up after a year or more: where it fails, another day will do.
            if is_use:
                with suppress(psycopg.Error):
                    self._uses.record(name, lambda day: record_use(connection, name, day))
            return state.saved

        return self._connections.ask(read, Unavailable)

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction; it is applied again where another change came first."""

        def draft(connection: Connection) -> EditResult[Saved | tuple[str, CachedState]]:
            name, row, before = self._latest(connection, principal)
            version = 1 if before is None else before.saved.version + 1
            raw, saved, tables = edit_state(before, edit, principal, version)
            if raw is None:
                return EditResult(None, saved)
            write = self._changes.new_write(row, name, raw, kind=principal.kind, version=version, used=today())
            return EditResult(write, (name, CachedState(_signature(raw, write.nonce), saved, tables)))

        lock = f"{principal.kind}\0{principal.subject}"
        result = self._changes.change(lock, lambda connection: self._name(connection, principal), draft)
        return result if isinstance(result, Saved) else self._cache.add_written(*result).saved

    def used(self, principal: Principal) -> date | None:
        """Return the day (UTC) of the last use."""

        def used(connection: Connection) -> date | None:
            row = connection.execute(_USED, (self._name(connection, principal),)).fetchone()
            return None if row is None else row[0]

        return self._connections.ask(used, Unavailable)

    def erase(self, principal: Principal) -> None:
        """Remove the row; PostgreSQL frees its space on the disk later."""

        def erase(connection: Connection) -> None:
            name = self._name(connection, principal)
            WORKSPACES.erase(connection, name)
            self._cache.forget(name)

        self._connections.ask(erase, NotErased)

    def _latest(self, connection: Connection, principal: Principal) -> tuple[str, Row, CachedState | None]:
        """Return the name of the row, the row, and the state in it, if there is one."""
        name = self._name(connection, principal)
        cached = self._cache.get(name)
        row = WORKSPACES.latest(connection, name, None if cached is None else UUID(bytes=cached.signature.stamp))
        if row.key is None or row.key != self._key:  # another database stands at the address now
            self._key = None
            return self._latest(connection, principal)
        if row.nonce is None or row.raw is None:
            return name, row, None if row.nonce is None else cached
        try:
            state = read_state(_signature(row.raw, row.nonce), row.raw)
        except Broken:
            raise DatabaseRefused("the stored workspace is damaged") from None
        return name, row, self._cache.add_read(name, cached, state)

    def _name(self, connection: Connection, principal: Principal) -> str:
        key = self._key
        if key is None:
            key = self._key = read_key(connection)
        return workspace_name(key, principal)


class PostgresEntries:
    """Entries in a database, whose tables are made, or upgraded, on the first change; arguments as of PostgresStore."""

    def __init__(self, address: str, *, patience: float = 10) -> None:
        # Connections of their own: a change of a workspace holds one while it asks here who is let in.
        self._connections = Connections(address, patience, most=4)
        self._changes = CompareAndSwap(ENTRIES, self._connections, patience)

    def read(self, name: str) -> Entry | None:
        """Return an entry."""
        row = self._connections.ask(lambda connection: ENTRIES.latest(connection, stored_name(name)), Unavailable)
        return None if row is None else parse_entry(row.raw)

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace an entry; where another change came first, the edit is applied again, to what is stored then."""
        row_name = stored_name(name)

        def draft(connection: Connection) -> EditResult[bytes]:
            row = ENTRIES.latest(connection, row_name)
            after = edit_entry(row.raw, edit)
            return EditResult(None if after == row.raw else self._changes.new_write(row, row_name, after), after)

        return unseal_entry(self._changes.change(row_name, lambda _: row_name, draft))

    def erase(self, name: str) -> None:
        """Remove the row of an entry."""
        self._connections.ask(lambda connection: ENTRIES.erase(connection, stored_name(name)), NotErased)


class Database:
    """The whole content of a database; methods raise Unusable, Busy."""

    def __init__(self, address: str) -> None:
        self._connections = Connections(address, patience=60)

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum."""
        return self._connections.ask(read_key, Unusable)

    def key_states(self) -> tuple[bytes | None, bytes | None]:
        """Return the key as it is stored; a database has no copy of it."""
        row = self._connections.ask(lambda connection: connection.execute(_KEY).fetchone(), Unusable)
        return None if row is None else bytes(row[0]), None

    def restore_key(self, raw: bytes) -> None:
        """Replace the key."""
        self._connections.ask(lambda connection: connection.change(_RESTORE_KEY, {"key": raw}), Unusable)

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet; the tables are made."""
        self._connections.ask(lambda connection: make_tables(connection, key), Unusable)

    def names(self, kind: BlobKind) -> list[str]:
        """Return the names of all blobs of a kind, in order."""
        return self._connections.ask(_TABLES[kind].names, Unusable) or []

    def blob(self, kind: BlobKind, name: str) -> StoredBlob | None:
        """Return a blob; a database keeps no backups."""

        def read(connection: Connection) -> StoredBlob | None:
            row = connection.execute(_STORED[kind], (name,)).fetchone()
            return None if row is None else StoredBlob((row[0].encode(),), row[1])

        return self._connections.ask(read, Unusable)

    def put(self, kind: BlobKind, name: str, blob: StoredBlob) -> None:
        """Store the latest state of a blob as it is."""
        raw, columns = blob.states[0], {}
        if kind == "workspaces":
            seal, _ = unseal(raw)
            columns = {"kind": seal.kind, "version": seal.version, "used": blob.used}
        self._connections.ask(lambda connection: _TABLES[kind].put(connection, name, raw, **columns), Unusable)

    def purge(self, kind: BlobKind, name: str, day: date) -> bool:
        """Erase a guest's workspace that was last used before this day, or an entry that expired before it."""

        def purge(connection: Connection) -> bool:
            with connection.limited_transaction():
                row = connection.execute(_PURGEABLE[kind], {"name": name, "day": day}).fetchone()
                if row is None or (kind == "entries" and not is_expired(row[0].encode(), day)):
                    return False
                _TABLES[kind].erase(connection, name)
                return True

        return self._connections.ask(purge, Unusable) or False


def record_use(connection: Connection, name: str, day: date) -> None:
    """Record the day on which a workspace was used."""
    values = {"name": name, "day": day}
    with connection.limited_transaction():
        if connection.execute(_LOCK_UNUSED, values).fetchone() is not None:
            connection.execute(_LAZY_COMMIT)
            connection.change(_RECORD_USE, values)


def _signature(raw: bytes, nonce: UUID) -> Signature:
    return Signature(len(raw), nonce.bytes)
