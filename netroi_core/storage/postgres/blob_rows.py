"""Versioned blobs in PostgreSQL: one table each for workspaces and entries, a row for each blob.

Every write carries a nonce, and replaces a row only if that still holds the nonce that was read: compare-and-swap. The
row also keeps the last nonce of each of the last writers, so that a writer whose connection broke can tell whether its
write was stored, however often others wrote since.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_bytes
from typing import Final, LiteralString
from uuid import UUID

from netroi_core.errors import PerhapsSaved
from netroi_core.storage.postgres import schema
from netroi_core.storage.postgres.connections import Connection, NoTables

REMEMBERED: Final = 64  # writers whose last nonce a row keeps
_WRITER_BYTES: Final = 8  # of a nonce, at its start; as text, they are 18 characters


class Writer:
    """A source of nonces that begin with the same bytes: those of one writer.

    Of a writer, one write at a time is under way on each row. A forked process must be a writer of its own.
    """

    def __init__(self) -> None:
        self._id = token_bytes(_WRITER_BYTES)

    def new_nonce(self) -> UUID:
        """Return a nonce that no other write has."""
        return UUID(bytes=self._id + token_bytes(16 - _WRITER_BYTES))


@dataclass(frozen=True)
class Row:
    """A row as it was read.

    Attributes:
        key: The key of the database, under which workspaces are named.
        nonce: That of the write that stored it; None if there is no row.
        raw: The stored bytes; None if there is no row, or the reader knows them.
    """

    key: bytes | None
    nonce: UUID | None
    raw: bytes | None


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
        """Return the row as it is, its bytes only if the nonce differs from the known one.

        Raises:
            NoTables, DatabaseRefused.
        """
        row = connection.execute(self._latest, {"name": name, "known": known_nonce}).fetchone()
        if row is None:
            raise NoTables
        version, key, nonce, sealed = row
        schema.refuse_newer(version)
        return Row(key, nonce, None if sealed is None else sealed.encode())

    def store(self, connection: Connection, write: Write) -> bool:
        """Store a write if the row is still as it was read; return True if it is stored."""
        values = {
            "key": write.key,
            "replaces": write.replaces,
            **_values(write.name, write.nonce, write.raw, write.columns),
        }
        return connection.execute(self._insert if write.replaces is None else self._update, values).rowcount == 1

    def was_stored(self, connection: Connection, write: Write) -> bool:
        """Return True if an earlier try, of which there was no answer, stored the write.

        Raises:
            PerhapsSaved: That can't be told: the row was erased since, or forgot.
        """
        row = connection.execute(self._nonces, (write.name,)).fetchone()
        if row is None:
            raise PerhapsSaved
        nonces: list[UUID] = row[0]
        if write.nonce in nonces:
            return True
        # A nonce takes the place of the writer's one before: where that still is, it was never replaced.
        has_previous = any(nonce.bytes[:_WRITER_BYTES] == write.nonce.bytes[:_WRITER_BYTES] for nonce in nonces)
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
        connection.execute(self._put, _values(name, Writer().new_nonce(), raw, columns))

    def erase(self, connection: Connection, name: str) -> None:
        """Remove a row; raise NoTables, DatabaseRefused."""
        schema.upgrade(connection)  # what an earlier version stored beside the row must go, too
        connection.execute(self._erase, (name,))


def _values(name: str, nonce: UUID, raw: bytes, columns: Mapping[str, object]) -> dict[str, object]:
    return {"name": name, "nonce": nonce, "sealed": raw.decode(), **columns}


WORKSPACES: Final = BlobTable("netroi_workspaces", "kind", "version", "used")
ENTRIES: Final = BlobTable("netroi_entries")
