"""NetROI's tables in PostgreSQL: one row for each workspace, and for each entry beside them.

They are made in the first schema of the search path, by whoever comes first, and need no right but to create there.

``sealed`` holds to the byte what a file would: so a copy of a store can be compared, and what must come back to the
letter does. ``document`` is made of it by the database, for those who want to ask by SQL; it is never read back, since
jsonb turns -0.0 into 0 and 1e16 into a whole number. None of it has a NUL, which PostgreSQL takes in no text.

Every write carries a nonce, and replaces a row only if that still holds the nonce that was read: compare-and-swap. The
row also keeps the last nonce of each of the last writers, so that a writer whose connection broke can tell whether its
write was stored, however often others wrote since.

The SQL is what PostgreSQL and the engines that speak its protocol have in common: what they don't take is listed in
tests/storage/postgres/test_dialect.py, with the source.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
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
# One by one, as not every engine takes several in one transaction; each can be repeated.
_TABLES: Final[Sequence[LiteralString]] = (
    """
    CREATE TABLE IF NOT EXISTS netroi_schema (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        version integer NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS netroi_key (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        key bytea NOT NULL
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS netroi_workspaces (
        name text PRIMARY KEY,
        kind text,
        version bigint NOT NULL,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        used date NOT NULL,
        sealed text NOT NULL,
        document jsonb GENERATED ALWAYS AS (sealed::jsonb - 'seal') STORED
    )
    """,
    """
    CREATE TABLE IF NOT EXISTS netroi_entries (
        name text PRIMARY KEY,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        sealed text NOT NULL
    )
    """,
    "DROP TABLE IF EXISTS netroi_backups",
    "DROP TABLE IF EXISTS netroi_quarantine",
)
_SET_VERSION: Final = """
    INSERT INTO netroi_schema AS present (version) VALUES (%(version)s)
    ON CONFLICT (is_only) DO UPDATE SET version = excluded.version WHERE present.version < excluded.version
"""
_SET_KEY: Final = """
    INSERT INTO netroi_key (key) SELECT %(key)s WHERE NOT EXISTS (SELECT 1 FROM netroi_workspaces)
    ON CONFLICT DO NOTHING
"""
_VERSION: Final = "SELECT version FROM netroi_schema"
_READ: Final = """
    SELECT (SELECT version FROM netroi_schema), (SELECT key FROM netroi_key), EXISTS (SELECT 1 FROM netroi_workspaces)
"""
REMEMBERED: Final = 64  # writers whose last nonce a row keeps
WRITER_BYTES: Final = 8  # of a nonce, at its start


@dataclass(frozen=True)
class Row:
    """A row as it was read."""

    key: bytes | None  # of the database, under which workspaces are named
    nonce: UUID | None  # of the write that stored it; None if there is no row
    raw: bytes | None  # None if there is no row, or the reader knows them
    nonces: Sequence[UUID]  # of the last writers, the latest first


@dataclass(frozen=True)
class Write:
    """A new state on its way into a row: stored at most once, however often it is tried."""

    key: bytes
    name: str
    nonce: UUID
    replaces: UUID | None  # the nonce of the state that it replaces; None: there was no row
    nonces: Sequence[UUID]  # of the last writers, this one first
    raw: bytes
    columns: Mapping[str, object]


class BlobTable:
    """The rows of one table; columns: those that it has beyond name, nonces and bytes."""

    def __init__(self, name: LiteralString, *columns: LiteralString) -> None:
        columns = ("nonce", "nonces", "sealed", *columns)
        listed = ", ".join(columns)
        values = ", ".join(f"%({column})s" for column in columns)
        updates = ", ".join(f"{column} = %({column})s" for column in columns)
        self._latest = f"""
            SELECT tables.version, keys.key, rows.nonce,
                   CASE WHEN rows.nonce = %(known)s THEN NULL ELSE rows.sealed END, rows.nonces
            FROM netroi_schema tables LEFT JOIN netroi_key keys ON true LEFT JOIN {name} rows ON rows.name = %(name)s
        """
        # The key is asked for again: after a broken connection another database may stand at the address.
        self._insert = f"""
            INSERT INTO {name} (name, {listed})
            SELECT %(name)s, {values} FROM netroi_key WHERE key = %(key)s ON CONFLICT DO NOTHING
        """
        self._update = f"UPDATE {name} SET {updates} WHERE name = %(name)s AND nonce = %(replaces)s"
        self._put = f"""
            INSERT INTO {name} (name, {listed}) VALUES (%(name)s, {values}) ON CONFLICT (name) DO UPDATE SET {updates}
        """
        self._touch = f"UPDATE {name} SET nonce = nonce WHERE name = %(name)s"
        self._nonces = f"SELECT nonces FROM {name} WHERE name = %s"
        self._lock = f"SELECT 1 FROM {name} WHERE name = %s FOR UPDATE"
        self._erase = f"DELETE FROM {name} WHERE name = %(name)s"
        self._names = f"SELECT name FROM {name}"

    def latest(self, connection: Connection, name: str, known_nonce: UUID | None = None) -> Row:
        """Return the row as it is, its bytes only if the nonce differs from the known one."""
        cursor = connection.execute(self._latest, {"name": name, "known": known_nonce})
        _, key, nonce, sealed, nonces = _checked_row(cursor)
        return Row(key, nonce, None if sealed is None else sealed.encode(), nonces or ())

    def store(self, connection: Connection, write: Write) -> bool:
        """Store a write if the row is still as it was read; return True if it is stored."""
        values = {**vars(write), **write.columns, "nonces": list(write.nonces), "sealed": write.raw.decode()}
        return connection.change(self._insert if write.replaces is None else self._update, values) == 1

    def was_stored(self, connection: Connection, write: Write) -> bool:
        """Return True if an earlier try stored the write; raise PerhapsSaved if the row was erased since, or forgot."""
        # Only a commit, which waits for the standby, proves what this server says: after a crash it shows what no
        # standby may have, and a leader that was replaced may not know it yet.
        connection.change(self._touch, {"name": write.name})
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
        return sorted(row[0] for row in connection.execute(self._names))

    def put(self, connection: Connection, name: str, raw: bytes, **columns: object) -> None:
        """Store bytes as they are, whatever is in the row."""
        nonce = new_nonce(token_bytes(WRITER_BYTES))
        connection.change(
            self._put, {"name": name, "nonce": nonce, "nonces": [nonce], "sealed": raw.decode(), **columns}
        )

    def erase(self, connection: Connection, name: str) -> None:
        """Remove a row."""
        upgrade(connection)  # what an earlier version stored beside the row must go, too
        connection.change(self._erase, {"name": name})


def new_nonce(writer: bytes) -> UUID:
    """Return a nonce that no other write has; those of one writer, or process, begin with the same bytes."""
    return UUID(bytes=writer + token_bytes(16 - WRITER_BYTES))


def remember(nonce: UUID, nonces: Sequence[UUID]) -> list[UUID]:
    """Return the last nonce of each of the last writers, after a write with this one.

    >>> mine, again, other = (UUID(int=number) for number in (1, 2, 1 << 100))
    >>> remember(again, [other, mine]) == [again, other]
    True
    """
    writer = nonce.bytes[:WRITER_BYTES]
    return [nonce, *(other for other in nonces if other.bytes[:WRITER_BYTES] != writer)][:REMEMBERED]


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
    _refuse_newer(connection)
    for statement in _TABLES:
        connection.change(statement)
    connection.change(_SET_KEY, {"key": key or new_key()})
    connection.change(_SET_VERSION, {"version": VERSION})  # last: whatever is interrupted before is made again
    read_key(connection)  # refuses what can't be used


def upgrade(connection: Connection) -> None:
    """Upgrade the tables of an earlier version; raise NoTables where there are none, DatabaseRefused."""
    if _checked_row(connection.execute(_VERSION))[0] < VERSION:
        make_tables(connection)


def _refuse_newer(connection: Connection) -> None:
    """Raise DatabaseRefused if the tables, where there are any, were made by a newer version."""
    with suppress(NoTables, psycopg.errors.UndefinedTable):
        _checked_row(connection.execute(_VERSION))


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
