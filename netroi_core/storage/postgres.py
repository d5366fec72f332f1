"""Workspaces in PostgreSQL: one row each, which any number of machines may share.

A change reads the row, edits and checks a private copy, and replaces the row if it is still the one that was read, as
swaps does it. Reading fetches a document only where it has changed.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from time import monotonic
from typing import TypeVar
from uuid import uuid4

import orjson
import psycopg

from netroi_core.errors import Damaged, NetROIError
from netroi_core.storage import Edit, NotErased, Principal, Restoration, Saved, Unavailable, rows, schema, seal
from netroi_core.storage.changes import edited, refuse_growth
from netroi_core.storage.connections import Connection, Connections, NoTables, Refused
from netroi_core.storage.keys import hashed
from netroi_core.storage.recent import Known, Recent
from netroi_core.storage.rows import Mark, Write
from netroi_core.storage.swaps import Swaps
from netroi_core.storage.tables import updated
from netroi_core.storage.uses import Uses, today

T = TypeVar("T")


@dataclass(frozen=True)
class _Draft:
    """What an edit made: how it is stored, unless that is so already, and what is known once it is."""

    write: Write | None
    known: Known[Mark]


class PostgresStore:
    """A store in a database, whose tables are made on the first change; any number of processes may share it.

    address: as libpq takes it; whatever it holds, no error, log or text of NetROI ever tells.
    patience: how many seconds a change or a reading waits for others, or for the server to start again.
    recent_bytes: how much is kept in memory, counted in bytes of what is stored.
    """

    def __init__(self, address: str, *, patience: float = 10, recent_bytes: int = 16 * 1024**2) -> None:
        self._patience = patience
        self._connections = Connections(address, patience)
        self._recent: Recent[Mark] = Recent(recent_bytes)
        self._swaps, self._uses = Swaps(self._connections, patience, rows.AHEAD), Uses()
        self._key: bytes | None = None

    def read(self, principal: Principal) -> Saved | None:
        """The latest saved state, or None."""

        def read(connection: Connection) -> Saved | None:
            found, _ = self._sound(connection, principal)
            if found is None:
                return None
            with suppress(psycopg.Error):  # only for cleaning up after a year or more: another day will do
                self._uses.note(name := self._name(connection, principal), partial(rows.use, connection, name))
            return found.saved

        return self._done(read, Unavailable)

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction; where another was faster, it is applied again, to what is stored then."""
        draft = self._swaps.done(
            f"{principal.kind}\0{principal.subject}",
            lambda connection: self._name(connection, principal),
            lambda connection: self._draft(connection, principal, edit),
        )
        return draft.known.saved if draft.write is None else self._recent.put(draft.write.name, draft.known).saved

    def used(self, principal: Principal) -> date | None:
        """The day (UTC) of the last use."""
        return self._done(lambda connection: rows.used(connection, self._name(connection, principal)), Unavailable)

    def erase(self, principal: Principal) -> None:
        """Remove the row, its backups and what was set aside; PostgreSQL clears their space on its disk later."""

        def erase(connection: Connection) -> None:
            name = self._name(connection, principal)
            rows.erase(connection, name)
            self._recent.forget(name)

        self._done(erase, NotErased)

    def _done(self, act: Callable[[Connection], T], refusal: Callable[[str], NetROIError]) -> T | None:
        """What an act returns that can be repeated; None where nothing was ever stored."""
        try:
            return self._connections.done(act, monotonic() + self._patience)
        except NoTables:
            self._key = None
            return None
        except Refused as refused:
            raise refusal(str(refused)) from None

    def _draft(self, connection: Connection, principal: Principal, edit: Edit) -> _Draft:
        """What the edit makes of what is stored now."""
        before, restored = self._sound(connection, principal)
        after, changed = edited(None if before is None else before.saved.document, edit)
        if before is not None and not changed:
            return _Draft(None, before)
        tables = updated({} if before is None else before.tables, after, changed)
        body = orjson.dumps(tables)
        refuse_growth(0 if before is None else before.saved.size_bytes, len(body))
        version = 1 if before is None else before.saved.version + 1
        raw = seal.sealed(seal.Seal(version, _now(), restored, principal.kind), body)
        mark = Mark(len(raw), version, uuid4())
        seen = None if before is None else before.signature
        key = self._known_key(connection)
        write = Write(key, hashed(key, principal), principal.kind, seen, mark, raw, today())
        return _Draft(write, Known(mark, Saved(after, version, len(body), restored), tables))

    def _sound(self, connection: Connection, principal: Principal) -> tuple[Known[Mark] | None, Restoration | None]:
        """The latest state, and if it had to be restored for that, what the user is to know."""
        try:
            return self._latest(connection, principal), None
        except seal.Broken:
            name = self._name(connection, principal)
        self._recent.forget(name)
        if not rows.is_restored(connection, name, _now()):
            raise Damaged
        found = self._latest(connection, principal)
        return found, None if found is None else found.saved.restored

    def _latest(self, connection: Connection, principal: Principal) -> Known[Mark] | None:
        name = self._name(connection, principal)
        seen = self._recent.get(name)
        row = rows.latest(connection, name, None if seen is None else seen.signature)
        if row is None or row.key != self._key:  # another database stands at the address now
            self._key = None
            return self._latest(connection, principal)
        if row.version is None:
            return None
        return seen if row.sealed is None else self._recent.settled(name, seen, rows.state(row))

    def _name(self, connection: Connection, principal: Principal) -> str:
        return hashed(self._known_key(connection), principal)

    def _known_key(self, connection: Connection) -> bytes:
        key = self._key
        if key is None:
            key = self._key = schema.key(connection)
        return key


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
