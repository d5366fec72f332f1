"""NetROI's tables in PostgreSQL: one row for each workspace, and for each entry beside them.

They are made in the first schema of the search path, by whoever comes first, and need no right but to create there.

``sealed`` holds to the byte what a file would: so a copy of a store can be compared, and what must come back to the
letter does. ``document`` is made of it by the database, for those who want to ask by SQL; it is never read back, since
jsonb turns -0.0 into 0 and 1e16 into a whole number. None of it has a NUL, which PostgreSQL takes in no text.

Every write carries a nonce, and replaces a row only if that still holds the nonce that was read: compare-and-swap. The
row also keeps the last nonce of each of the last writers, so that a writer whose connection broke can tell whether its
write was stored, however often others wrote since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any, Final, LiteralString
from uuid import UUID

import psycopg

from netroi_core.errors import PerhapsSaved
from netroi_core.storage.keys import is_intact_key, new_key
from netroi_core.storage.postgres.connections import Connection, DatabaseRefused, NoTables

# Version 1 had no entries. Up to version 2, backups and damaged rows were stored in tables of their own; what guards
# against damage now is the database itself, with its own backups.
VERSION: Final = 3
_ADVISORY_LOCK: Final = 7_301_648_215  # held while tables are made; any number will do
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS netroi_schema (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        version integer NOT NULL
    );
    CREATE TABLE IF NOT EXISTS netroi_key (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        key bytea NOT NULL
    );
    CREATE TABLE IF NOT EXISTS netroi_workspaces (
        name text PRIMARY KEY,
        kind text,
        version bigint NOT NULL,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        used date NOT NULL,
        sealed text NOT NULL,
        document jsonb GENERATED ALWAYS AS (sealed::jsonb - 'seal') STORED
    );
    CREATE TABLE IF NOT EXISTS netroi_entries (
        name text PRIMARY KEY,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        sealed text NOT NULL
    );
    DROP TABLE IF EXISTS netroi_backups, netroi_quarantine;
"""
_SET_VERSION: Final = """
    INSERT INTO netroi_schema AS present (version) VALUES (%s)
    ON CONFLICT (is_only) DO UPDATE SET version = excluded.version WHERE present.version < excluded.version
"""
_SET_KEY: Final = """
    INSERT INTO netroi_key (key) SELECT %s WHERE NOT EXISTS (SELECT FROM netroi_workspaces) ON CONFLICT DO NOTHING
"""
_READ: Final = """
    SELECT (SELECT version FROM netroi_schema), (SELECT key FROM netroi_key), EXISTS (SELECT FROM netroi_workspaces)
"""
REMEMBERED: Final = 64  # writers whose last nonce a row keeps
WRITER_BYTES: Final = 8  # of a nonce, at its start; as text, they are 18 characters


@dataclass(frozen=True)
class Row:
    """A row as it was read."""

    key: bytes | None  # of the database, under which workspaces are named
    nonce: UUID | None  # of the write that stored it; None if there is no row
    raw: bytes | None  # None if there is no row, or the reader knows them


@dataclass(frozen=True)
class Write:
    """A new state on its way into a row: stored at most once, however often it is tried."""

    key: bytes
    name: str
    nonce: UUID
    replaces: UUID | None  # the nonce of the state that it replaces; None: there was no row
    raw: bytes
    columns: Mapping[str, object]


class BlobTable:
    """The rows of one table; columns: those that it has beyond name, nonces and bytes."""

    def __init__(self, name: LiteralString, *columns: LiteralString) -> None:
        columns = ("nonce", "sealed", *columns)
        listed = ", ".join(columns)
        values = ", ".join(f"%({column})s" for column in columns)
        updates = ", ".join(f"{column} = %({column})s" for column in columns)
        self._latest = f"""
            SELECT tables.version, keys.key, rows.nonce, CASE WHEN rows.nonce = %(known)s THEN NULL ELSE rows.sealed END
            FROM netroi_schema tables LEFT JOIN netroi_key keys ON true LEFT JOIN {name} rows ON rows.name = %(name)s
        """
        # The key is asked for again: after a broken connection another database may stand at the address.
        self._insert = f"""
            INSERT INTO {name} (name, nonces, {listed})
            SELECT %(name)s, ARRAY[%(nonce)s], {values} FROM netroi_key WHERE key = %(key)s ON CONFLICT DO NOTHING
        """
        # One statement, so that its end is the commit.
        self._update = f"""
            UPDATE {name} SET {updates}, nonces = (%(nonce)s || ARRAY(
                SELECT other FROM unnest(nonces) WITH ORDINALITY AS earlier (other, age)
                WHERE left(other::text, 18) <> left(%(nonce)s::text, 18) ORDER BY age
            ))[1:{REMEMBERED}]
            WHERE name = %(name)s AND nonce = %(replaces)s
        """
        self._put = f"""
            INSERT INTO {name} AS present (name, nonces, {listed}) VALUES (%(name)s, ARRAY[%(nonce)s], {values})
            ON CONFLICT (name) DO UPDATE SET {updates}, nonces = excluded.nonces
        """
        self._nonces = f"SELECT nonces FROM {name} WHERE name = %s"
        self._lock = f"SELECT FROM {name} WHERE name = %s FOR UPDATE"
        self._erase = f"DELETE FROM {name} WHERE name = %s"
        self._names = f'SELECT name FROM {name} ORDER BY name COLLATE "C"'

    def latest(self, connection: Connection, name: str, known_nonce: UUID | None = None) -> Row:
        """Return the row as it is, its bytes only if the nonce differs from the known one."""
        cursor = connection.execute(self._latest, {"name": name, "known": known_nonce})
        _, key, nonce, sealed = _checked_row(cursor)
        return Row(key, nonce, None if sealed is None else sealed.encode())

    def store(self, connection: Connection, write: Write) -> bool:
        """Store a write if the row is still as it was read; return True if it is stored."""
        values = {**vars(write), **write.columns, "sealed": write.raw.decode()}
        return connection.execute(self._insert if write.replaces is None else self._update, values).rowcount == 1

    def was_stored(self, connection: Connection, write: Write) -> bool:
        """Return True if an earlier try stored the write; raise PerhapsSaved if the row was erased since, or forgot."""
        row = connection.execute(self._nonces, (write.name,)).fetchone()
        if row is None:
            raise PerhapsSaved
        nonces: list[UUID] = row[0]
        if write.nonce in nonces:
            return True
        # A nonce takes the place of the writer's one before: where that still is, it was never replaced.
        has_previous = any(nonce.bytes[:WRITER_BYTES] == write.nonce.bytes[:WRITER_BYTES] for nonce in nonces)
        if len(nonces) < REMEMBERED or has_previous or write.replaces in nonces:
            return False
        raise PerhapsSaved

    def lock(self, connection: Connection, name: str) -> None:
        """Lock a row until the end of the transaction."""
        connection.execute(self._lock, (name,))

    def names(self, connection: Connection) -> list[str]:
        """Return the names of all rows, in order."""
        return [row[0] for row in connection.execute(self._names)]

    def put(self, connection: Connection, name: str, raw: bytes, **columns: object) -> None:
        """Store bytes as they are, whatever is in the row."""
        values = {"name": name, "nonce": new_nonce(token_bytes(WRITER_BYTES)), "sealed": raw.decode(), **columns}
        connection.execute(self._put, values)

    def erase(self, connection: Connection, name: str) -> None:
        """Remove a row."""
        upgrade(connection)  # what an earlier version stored beside the row must go, too
        connection.execute(self._erase, (name,))


def new_nonce(writer: bytes) -> UUID:
    """Return a nonce that no other write has; those of one writer, or process, begin with the same bytes."""
    return UUID(bytes=writer + token_bytes(16 - WRITER_BYTES))


def read_key(connection: Connection) -> bytes:
    """Return the key of this database with its checksum; raise NoTables if nothing was ever stored, DatabaseRefused."""
    _, raw, is_used = _checked_row(connection.execute(_READ))
    if raw is None:
        raise DatabaseRefused("the key in the database is missing") if is_used else NoTables
    if not is_intact_key(raw):
        raise DatabaseRefused("the key in the database is damaged")
    return bytes(raw)


def make_tables(connection: Connection, key: bytes | None = None) -> None:
    """Make the tables where they are missing, upgrade those of earlier versions, and set a key if nothing is stored."""
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise DatabaseRefused("the database must be encoded as UTF-8")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ADVISORY_LOCK,))
        connection.execute(_TABLES)
        connection.execute(_SET_VERSION, (VERSION,))
        connection.execute(_SET_KEY, (key or new_key(),))
        read_key(connection)  # refuses what can't be used, and then all of this is undone


def upgrade(connection: Connection) -> None:
    """Upgrade the tables of an earlier version; raise NoTables where there are none, DatabaseRefused."""
    if _checked_row(connection.execute("SELECT version FROM netroi_schema"))[0] < VERSION:
        make_tables(connection)


def _checked_row(cursor: psycopg.Cursor[tuple[Any, ...]]) -> tuple[Any, ...]:
    """Return the only row, which begins with the version of the tables; raise NoTables, or DatabaseRefused if newer."""
    row = cursor.fetchone()
    if row is None or row[0] is None:
        raise NoTables
    if row[0] > VERSION:
        raise DatabaseRefused("the tables in the database were created by a newer version of NetROI")
    return row


WORKSPACES: Final = BlobTable("netroi_workspaces", "kind", "version", "used")
ENTRIES: Final = BlobTable("netroi_entries")
