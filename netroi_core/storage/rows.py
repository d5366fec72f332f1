"""One workspace's row in PostgreSQL: how it is read, replaced by compare-and-swap, repaired and removed.

Every write carries a nonce. The row keeps the last of them: who lost the connection can tell whether it was done.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from netroi_core.storage import Restoration, Saved, seal
from netroi_core.storage.connections import Connection
from netroi_core.storage.place import BACKUPS, SET_ASIDE
from netroi_core.storage.recent import Known
from netroi_core.storage.swaps import REMEMBERED, was_done
from netroi_core.storage.tables import whole

_LATEST: Final = """
    SELECT keys.key, rows.version, rows.nonce,
           CASE WHEN rows.nonce = %(nonce)s THEN NULL ELSE rows.sealed END
    FROM netroi_key keys LEFT JOIN netroi_workspaces rows ON rows.name = %(name)s
"""
_INSERT: Final = """
    INSERT INTO netroi_workspaces (name, kind, version, nonce, nonces, used, sealed)
    SELECT %(name)s, %(kind)s, %(version)s, %(nonce)s, ARRAY[%(nonce)s], %(today)s, %(sealed)s
    FROM netroi_key WHERE key = %(key)s
    ON CONFLICT DO NOTHING
"""
# All in one statement, so that its end is the commit. Its parts see the row as it was before.
_UPDATE: Final = f"""
    WITH written AS (
        UPDATE netroi_workspaces SET kind = %(kind)s, version = %(version)s, nonce = %(nonce)s,
            nonces = (%(nonce)s || nonces)[1:{REMEMBERED}], used = %(today)s, sealed = %(sealed)s
        WHERE name = %(name)s AND version = %(seen_version)s AND nonce = %(seen_nonce)s
        RETURNING name
    ), kept AS (
        INSERT INTO netroi_backups (name, sealed)
        SELECT name, sealed FROM netroi_workspaces WHERE name IN (SELECT name FROM written)
    ), dropped AS (
        DELETE FROM netroi_backups WHERE name IN (SELECT name FROM written) AND number NOT IN (
            SELECT number FROM netroi_backups WHERE name = %(name)s ORDER BY number DESC LIMIT {BACKUPS - 1}
        )
    )
    SELECT FROM written
"""
_FATE: Final = "SELECT nonces FROM netroi_workspaces WHERE name = %s"
# Whoever changes the row now notes the day, too: a reader does not wait for it.
_USED: Final = """
    UPDATE netroi_workspaces SET used = %(day)s WHERE name IN (
        SELECT name FROM netroi_workspaces WHERE name = %(name)s AND used < %(day)s FOR UPDATE SKIP LOCKED
    )
"""
_LOCKED: Final = "SELECT sealed FROM netroi_workspaces WHERE name = %s FOR UPDATE"
_BACKUPS: Final = "SELECT number, sealed FROM netroi_backups WHERE name = %s ORDER BY number DESC"
_MAKE_ROOM: Final = f"""
    DELETE FROM netroi_quarantine WHERE name = %(name)s AND number NOT IN (
        SELECT number FROM netroi_quarantine WHERE name = %(name)s ORDER BY number LIMIT {SET_ASIDE - 1}
    )
"""
_SET_ASIDE: Final = "INSERT INTO netroi_quarantine (name, sealed) VALUES (%(name)s, %(sealed)s)"
AHEAD: Final = "SELECT FROM netroi_workspaces WHERE name = %s FOR UPDATE"
"""Locks a row."""
_PUT_BACK: Final = "UPDATE netroi_workspaces SET version = %s, nonce = %s, sealed = %s WHERE name = %s"


class Mark(NamedTuple):
    """What tells one state of a row from every other."""

    size: int
    version: int
    nonce: UUID


@dataclass(frozen=True)
class Row:
    """What was found: the key under which this database names its rows, and the row, if there is one.

    sealed is None where it is known already.
    """

    key: bytes
    version: int | None
    nonce: UUID
    sealed: str | None


@dataclass(frozen=True)
class Write:
    """A state on its way: done as often as it is tried, but at most once."""

    key: bytes
    name: str
    kind: str
    seen: Mark | None
    mark: Mark
    sealed: bytes
    today: date

    def is_done(self, connection: Connection) -> bool:
        """Store it, if the row is still as it was seen."""
        seen_version, seen_nonce = (None, None) if self.seen is None else self.seen[1:]
        given = {
            "key": self.key,
            "name": self.name,
            "kind": self.kind,
            "version": self.mark.version,
            "nonce": self.mark.nonce,
            "seen_version": seen_version,
            "seen_nonce": seen_nonce,
            "sealed": self.sealed.decode(),
            "today": self.today,
        }
        return connection.execute(_INSERT if self.seen is None else _UPDATE, given).rowcount == 1

    def was_done(self, connection: Connection) -> bool:
        """Whether an earlier try, of which there was no answer, stored it; PerhapsSaved if that can't be told."""
        row = connection.execute(_FATE, (self.name,)).fetchone()
        seen = None if self.seen is None else self.seen.nonce
        return was_done(None if row is None else row[0], self.mark.nonce, seen)


def latest(connection: Connection, name: str, known: Mark | None) -> Row | None:
    """The row as it is, None if the database has no key. One question, which fetches only what is not known."""
    given = {"name": name, "nonce": None if known is None else known.nonce}
    row = connection.execute(_LATEST, given).fetchone()
    return None if row is None else Row(*row)


def state(row: Row) -> Known[Mark]:
    """What a row says that was fetched whole; seal.Broken unless it is as it was written."""
    raw = (row.sealed or "").encode()
    kept, tables = seal.unsealed(raw)
    mark = Mark(len(raw), row.version or 0, row.nonce)
    return Known(mark, Saved(whole(tables), kept.version, seal.body_bytes(raw), kept.restored), tables)


def used(connection: Connection, name: str) -> date | None:
    """The day on which a workspace was last used, None if there is none."""
    row = connection.execute("SELECT used FROM netroi_workspaces WHERE name = %s", (name,)).fetchone()
    return None if row is None else row[0]


def use(connection: Connection, name: str, day: date) -> None:
    """Note the day on which a workspace was used."""
    connection.execute(_USED, {"name": name, "day": day})


def is_restored(connection: Connection, name: str, at: str) -> bool:
    """Set a damaged row aside and put the newest good backup in its place; False if there is none."""
    with connection.transaction():
        row = connection.execute(_LOCKED, (name,)).fetchone()
        if row is None:
            return False
        if _sealed(row[0]) is not None:
            return True  # another was faster
        _set_aside(connection, name, row[0])
        for age, (number, text) in enumerate(connection.execute(_BACKUPS, (name,)).fetchall(), start=1):
            good = _sealed(text)
            if good is None:
                _set_aside(connection, name, text)
                connection.execute("DELETE FROM netroi_backups WHERE number = %s", (number,))
                continue
            # A version that was not yet used, even if all states that came after the backup are lost.
            note = replace(good, version=good.version + age + 1, written_at=at, restored=Restoration(good.version, at))
            raw = seal.sealed(note, seal.body(text.encode()))
            connection.execute(_PUT_BACK, (note.version, uuid4(), raw.decode(), name))
            return True
        connection.execute("DELETE FROM netroi_workspaces WHERE name = %s", (name,))
        return False


def erase(connection: Connection, name: str) -> None:
    """Remove a workspace with its backups and what was set aside."""
    with connection.transaction():
        connection.execute("DELETE FROM netroi_quarantine WHERE name = %s", (name,))
        connection.execute("DELETE FROM netroi_workspaces WHERE name = %s", (name,))


def _set_aside(connection: Connection, name: str, text: str) -> None:
    """As in files: of more than are kept, the last gives way."""
    connection.execute(_MAKE_ROOM, {"name": name})
    connection.execute(_SET_ASIDE, {"name": name, "sealed": text})


def _sealed(text: str) -> seal.Seal | None:
    try:
        return seal.unsealed(text.encode())[0]
    except seal.Broken:
        return None
