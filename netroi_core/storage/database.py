"""A database of the PostgreSQL store, as a whole."""

from collections.abc import Callable
from datetime import date
from time import monotonic
from typing import Final, LiteralString, TypeVar
from uuid import uuid4

from netroi_core.storage import rows, schema, seal
from netroi_core.storage.connections import Connection, Connections, NoTables, Refused
from netroi_core.storage.entries import is_past
from netroi_core.storage.holdings import Holding, Unusable

T = TypeVar("T")
_NAMES: Final = 'SELECT name FROM netroi_workspaces ORDER BY name COLLATE "C"'
_HOLDING: Final = """
    SELECT used, sealed, ARRAY(
        SELECT sealed FROM netroi_backups backups WHERE backups.name = rows.name ORDER BY number DESC
    ) FROM netroi_workspaces rows WHERE name = %s
"""
_UNUSED: Final = "SELECT FROM netroi_workspaces WHERE name = %s AND kind = 'guest' AND used < %s FOR UPDATE"
_PUT: Final = """
    INSERT INTO netroi_workspaces (name, kind, version, nonce, nonces, used, sealed)
    VALUES (%(name)s, %(kind)s, %(version)s, %(nonce)s, ARRAY[%(nonce)s], %(used)s, %(sealed)s)
"""
_ENTRIES: Final = 'SELECT name FROM netroi_entries ORDER BY name COLLATE "C"'
_ENTRY: Final = "SELECT sealed FROM netroi_entries WHERE name = %s"
_PUT_ENTRY: Final = """
    INSERT INTO netroi_entries (name, nonce, nonces, sealed)
    VALUES (%(name)s, %(nonce)s, ARRAY[%(nonce)s], %(sealed)s)
    ON CONFLICT (name) DO UPDATE SET nonce = excluded.nonce, nonces = excluded.nonces, sealed = excluded.sealed
"""


class Database:
    """All that is in a database. Unusable, Busy."""

    def __init__(self, address: str, *, patience: float = 60) -> None:
        self._connections, self._patience = Connections(address, patience), patience

    def key(self) -> bytes | None:
        """The key of the names, with its checksum."""
        return self._done(schema.key, None)

    def names(self) -> list[str]:
        """The names of all workspaces, in order."""
        return self._done(lambda connection: [row[0] for row in connection.execute(_NAMES)], [])

    def holding(self, name: str) -> Holding | None:
        """What is kept of a workspace."""
        return self._done(lambda connection: _held(connection, name), None)

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet; the tables are made."""
        self._done(lambda connection: schema.make(connection, key), None)

    def put(self, name: str, holding: Holding) -> None:
        """Store a workspace as it is."""

        def put(connection: Connection) -> None:
            note = seal.unsealed(holding.states[0])[0]
            latest, *backups = (raw.decode() for raw in holding.states)
            given = {"name": name, "kind": note.kind, "version": note.version, "nonce": uuid4()}
            with connection.transaction():
                connection.execute("DELETE FROM netroi_workspaces WHERE name = %s", (name,))
                connection.execute(_PUT, {**given, "used": holding.used, "sealed": latest})
                for sealed in reversed(backups):
                    connection.execute("INSERT INTO netroi_backups (name, sealed) VALUES (%s, %s)", (name, sealed))

        self._done(put, None)

    def purge(self, name: str, before: date) -> bool:
        """Erase a guest's workspace that was not used since that day; whether it was."""

        def purge(connection: Connection) -> bool:
            with connection.transaction():
                if connection.execute(_UNUSED, (name, before)).fetchone() is None:
                    return False
                rows.erase(connection, name)
                return True

        return self._done(purge, False)

    def entries(self) -> list[str]:
        """The names that entries are stored under, in order."""
        return self._done(lambda connection: [row[0] for row in connection.execute(_ENTRIES)], [])

    def entry(self, name: str) -> bytes | None:
        """What is stored of an entry."""
        return self._done(lambda connection: _entry(connection, _ENTRY, name), None)

    def put_entry(self, name: str, raw: bytes) -> None:
        """Store an entry as it is."""
        given = {"name": name, "nonce": uuid4(), "sealed": raw.decode()}
        self._done(lambda connection: connection.execute(_PUT_ENTRY, given), None)

    def purge_entry(self, name: str, today: date) -> bool:
        """Remove an entry that says until when it is kept, if that is past; whether it was."""

        def purge(connection: Connection) -> bool:
            with connection.transaction():
                raw = _entry(connection, f"{_ENTRY} FOR UPDATE", name)
                if raw is None or not is_past(raw, today):
                    return False
                connection.execute("DELETE FROM netroi_entries WHERE name = %s", (name,))
                return True

        return self._done(purge, False)

    def _done(self, act: Callable[[Connection], T], otherwise: T) -> T:
        """What an act returns; something else where nothing was ever stored."""
        try:
            return self._connections.done(act, monotonic() + self._patience)
        except NoTables:
            return otherwise
        except Refused as refused:
            raise Unusable(str(refused)) from None


def _held(connection: Connection, name: str) -> Holding | None:
    row = connection.execute(_HOLDING, (name,)).fetchone()
    return None if row is None else Holding(tuple(sealed.encode() for sealed in (row[1], *row[2])), row[0])


def _entry(connection: Connection, query: LiteralString, name: str) -> bytes | None:
    row = connection.execute(query, (name,)).fetchone()
    return None if row is None else row[0].encode()
