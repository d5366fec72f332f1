"""Workspaces in PostgreSQL: one row each, which any number of machines may share.

Reading fetches a document only where it has changed. There are no backups and no repair, as files have: the database
guards against damage itself, and a row that others damaged is refused and left as it is.
"""

from contextlib import suppress
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

import psycopg

from netroi_core.storage import Edit, NotErased, Principal, Saved, Unavailable
from netroi_core.storage.changes import edit_state, read_state
from netroi_core.storage.keys import workspace_name
from netroi_core.storage.last_used import UseLog, today
from netroi_core.storage.postgres import schema
from netroi_core.storage.postgres.blob_rows import WORKSPACES, Row
from netroi_core.storage.postgres.compare_and_swap import CompareAndSwap, Draft
from netroi_core.storage.postgres.connections import Connection, Connections, DatabaseRefused
from netroi_core.storage.seal import Broken
from netroi_core.storage.state_cache import CachedState, StateCache

_USED: Final = "SELECT used FROM netroi_workspaces WHERE name = %s"
# A writer that holds the row records the day, too: so a reader skips the row instead of waiting for it.
_RECORD_USE: Final = """
    UPDATE netroi_workspaces SET used = %(day)s WHERE name IN (
        SELECT name FROM netroi_workspaces WHERE name = %(name)s AND used < %(day)s FOR UPDATE SKIP LOCKED
    )
"""


class RowSignature(NamedTuple):
    """A value that tells one state of a row from every other."""

    size: int
    nonce: UUID | None


class PostgresStore:
    """A store in a database, whose tables are made, or upgraded, on the first change; processes may share it.

    Args:
        address: As libpq takes it; no error, log or text of NetROI ever tells any of it.
        patience: Seconds that a change or a reading waits for others, or for the server to start again.
        recent_bytes: Size of the cache, counted in bytes of the rows.
    """

    def __init__(self, address: str, *, patience: float = 10, recent_bytes: int = 16 * 1024**2) -> None:
        self._connections = Connections(address, patience)
        self._changes = CompareAndSwap(WORKSPACES, self._connections, patience)
        self._cache: StateCache[RowSignature] = StateCache(recent_bytes)
        self._uses = UseLog()
        self._key: bytes | None = None

    def read(self, principal: Principal) -> Saved | None:
        """Return the latest saved state, or None."""

        def read(connection: Connection) -> Saved | None:
            name, _, state = self._latest(connection, principal)
            if state is None:
                return None
            # Only needed to clean up after a year or more: where it fails, another day will do.
            with suppress(psycopg.Error):
                self._uses.record(name, lambda day: record_use(connection, name, day))
            return state.saved

        return self._connections.ask(read, Unavailable)

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction; it is applied again where another change came first."""

        def draft(connection: Connection) -> Draft[Saved | tuple[str, CachedState[RowSignature]]]:
            name, row, before = self._latest(connection, principal)
            after = edit_state(before, edit)
            if isinstance(after, Saved):
                return Draft(None, after)
            version = 1 if before is None else before.saved.version + 1
            raw, saved = after.seal(version, principal)
            write = self._changes.new_write(row, name, raw, kind=principal.kind, version=version, used=today())
            return Draft(write, (name, CachedState(RowSignature(len(raw), write.nonce), saved, after.tables)))

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

    def _latest(
        self, connection: Connection, principal: Principal
    ) -> tuple[str, Row, CachedState[RowSignature] | None]:
        """Return the name of the row, the row, and the state in it, if there is one."""
        name = self._name(connection, principal)
        cached = self._cache.get(name)
        row = WORKSPACES.latest(connection, name, None if cached is None else cached.signature.nonce)
        if row.key is None or row.key != self._key:  # another database stands at the address now
            self._key = None
            return self._latest(connection, principal)
        if row.nonce is None or row.raw is None:
            return name, row, None if row.nonce is None else cached
        try:
            state = read_state(RowSignature(len(row.raw), row.nonce), row.raw)
        except Broken:
            raise DatabaseRefused("the stored workspace is damaged") from None
        return name, row, self._cache.add_read(name, cached, state)

    def _name(self, connection: Connection, principal: Principal) -> str:
        key = self._key
        if key is None:
            key = self._key = schema.read_key(connection)
        return workspace_name(key, principal)


def record_use(connection: Connection, name: str, day: date) -> None:
    """Record the day on which a workspace was used."""
    connection.execute(_RECORD_USE, {"name": name, "day": day})
