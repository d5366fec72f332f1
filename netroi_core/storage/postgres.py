"""Workspaces in PostgreSQL: one row each, which any number of machines may share.

A change reads the row, edits and checks a private copy, and replaces the row if its version is still the one that was
read; if not, all of it begins anew. Who was overtaken three times stands in line for an advisory lock, so that nobody
waits long. Where a connection breaks, or the server starts again, it goes on with a new one: the nonce of each write
tells whether the last one was done. Reading fetches a document only where it has changed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from typing import Final, TypeVar
from uuid import uuid4

import orjson
import psycopg

from netroi_core.errors import Busy, Damaged, NetROIError, NotSaved, PerhapsSaved
from netroi_core.storage import Edit, NotErased, Principal, Restoration, Saved, Unavailable, rows, schema, seal
from netroi_core.storage.changes import edited, refuse_growth
from netroi_core.storage.connections import UNREACHABLE, Connection, Connections, Lost, NoTables, Refused
from netroi_core.storage.keys import hashed
from netroi_core.storage.recent import Known, Recent
from netroi_core.storage.rows import Mark, Write
from netroi_core.storage.tables import updated
from netroi_core.storage.turns import Turns
from netroi_core.storage.uses import Uses, today

CONFLICTS: Final = 3  # until one stands in line
_LINE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_AHEAD: Final = "SELECT FROM netroi_workspaces WHERE name = %s FOR UPDATE"  # nor do newcomers overtake any more
T = TypeVar("T")


@dataclass(frozen=True)
class _Draft:
    """What an edit made: how it is stored, and what is known once it is."""

    write: Write
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
        self._turns, self._uses = Turns(), Uses()
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
        until = monotonic() + self._patience
        try:
            with self._turns.of(f"{principal.kind}\0{principal.subject}", self._patience):
                conflicts = 0
                while True:
                    saved = self._attempt(principal, edit, until, is_in_line=conflicts >= CONFLICTS)
                    if saved is not None:
                        return saved
                    if monotonic() > until:
                        raise Busy
                    conflicts += 1
        except Refused as refused:
            raise NotSaved(str(refused)) from None

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

    def _attempt(self, principal: Principal, edit: Edit, until: float, *, is_in_line: bool) -> Saved | None:
        """What is stored after the change; None if another was faster."""
        draft: _Draft | None = None
        is_unsure = False
        while True:
            try:
                with self._connections.borrowed(until) as connection:
                    if draft is None:
                        with self._line(connection, principal) if is_in_line else nullcontext():
                            before, restored = self._sound(connection, principal)
                            made = self._made(self._known_key(connection), principal, before, restored, edit)
                            if isinstance(made, Saved):
                                return made
                            draft = made
                            is_done = draft.write.is_done(connection)
                    else:
                        is_done = draft.write.is_done(connection) or draft.write.was_done(connection)
            except Lost:
                is_unsure = draft is not None
                if monotonic() > until:
                    raise (PerhapsSaved() if is_unsure else Refused(UNREACHABLE)) from None
            except NoTables:
                self._key = None
                self._connections.done(schema.make, until)
            except (Busy, Refused):
                if is_unsure:
                    raise PerhapsSaved from None
                raise
            else:
                return self._recent.put(draft.write.name, draft.known).saved if is_done else None

    def _made(
        self, key: bytes, principal: Principal, before: Known[Mark] | None, restored: Restoration | None, edit: Edit
    ) -> _Draft | Saved:
        """What the edit makes of the state before; what is stored, if that is the same."""
        after, changed = edited(None if before is None else before.saved.document, edit)
        if before is not None and not changed:
            return before.saved
        tables = updated({} if before is None else before.tables, after, changed)
        body = orjson.dumps(tables)
        refuse_growth(0 if before is None else before.saved.size_bytes, len(body))
        version = 1 if before is None else before.saved.version + 1
        raw = seal.sealed(seal.Seal(version, _now(), restored, principal.kind), body)
        mark = Mark(len(raw), version, uuid4())
        seen = None if before is None else before.signature
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

    @contextmanager
    def _line(self, connection: Connection, principal: Principal) -> Iterator[None]:
        """Stand in line with the others that were overtaken; all that follows is one transaction."""
        with connection.transaction():
            name = self._name(connection, principal)
            connection.execute(_LINE, (name,))
            connection.execute(_AHEAD, (name,))
            yield


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
