"""Changes in PostgreSQL by compare-and-swap: made exactly once or not at all, whatever breaks meanwhile.

A change reads a row, drafts the next state, and replaces the row if it is still the one that was read; if not, all of
it begins anew. Where a connection breaks, or the server starts again, it goes on with a new one.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from secrets import token_bytes
from time import monotonic
from typing import Final, Generic, TypeVar

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage.postgres.connections import (
    UNREACHABLE,
    Connection,
    ConnectionLost,
    Connections,
    DatabaseRefused,
    NoTables,
)
from netroi_core.storage.postgres.tables import (
    WRITER_BYTES,
    BlobTable,
    Row,
    Write,
    make_tables,
    new_nonce,
    upgrade,
)
from netroi_core.storage.process_state import NamedLocks

# With compare-and-swap alone, one of 8 writers waited for up to 2.4 s; with an advisory lock, 0.22 s.
CONFLICTS: Final = 3  # until a change stands in line for the advisory lock
_ADVISORY_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"

T = TypeVar("T")


@dataclass(frozen=True)
class Draft(Generic[T]):
    """The outcome of an edit; ``write`` is None where nothing changes."""

    write: Write | None
    result: T


@dataclass
class _Progress(Generic[T]):
    """A change so far; is_unsure: True if a connection broke after the draft was made, so that it may be stored."""

    draft: Draft[T] | None = None
    is_unsure: bool = False


class CompareAndSwap:
    """The changes that a process makes to one table; patience: seconds that each waits for others or the server."""

    def __init__(self, table: BlobTable, connections: Connections, patience: float) -> None:
        self._table, self._connections, self._patience = table, connections, patience
        self._locks, self._writer = NamedLocks(), token_bytes(WRITER_BYTES)
        self._is_upgraded = False

    def new_write(self, row: Row, name: str, raw: bytes, **columns: object) -> Write:
        """Return the write that replaces a row as it was read."""
        if row.key is None:
            raise NoTables
        return Write(row.key, name, new_nonce(self._writer), row.nonce, raw, columns)

    def change(self, lock: str, row_name: Callable[[Connection], str], draft: Callable[[Connection], Draft[T]]) -> T:
        """Draft a change until it is stored, and return the result of that draft.

        Args:
            lock: The name of the lock that the threads of this process take; it must tell one row from another.
            row_name: Return the name of the row.
            draft: Read the row and apply the edit; it is called again where another change came first.

        Raises:
            Busy, NotSaved: Nothing changed.
            PerhapsSaved: Only reading again can tell.
        """
        deadline = monotonic() + self._patience
        try:
            with self._locks.hold(lock, self._patience):
                conflicts = 0
                while True:
                    stored = self._attempt(deadline, row_name if conflicts >= CONFLICTS else None, draft)
                    if stored is not None:
                        return stored.result
                    if monotonic() > deadline:
                        raise Busy
                    conflicts += 1
        except DatabaseRefused as refused:
            raise NotSaved(str(refused)) from None

    def _attempt(
        self,
        deadline: float,
        row_name: Callable[[Connection], str] | None,
        make_draft: Callable[[Connection], Draft[T]],
    ) -> Draft[T] | None:
        """Return the draft that was stored, None if another change came first; row_name is given to stand in line."""
        progress: _Progress[T] = _Progress()
        while True:
            try:
                with self._connections.borrow(deadline) as connection:
                    is_stored = self._try(connection, progress, row_name, make_draft)
            except ConnectionLost:
                progress.is_unsure = progress.draft is not None
                if monotonic() > deadline:
                    raise (PerhapsSaved() if progress.is_unsure else DatabaseRefused(UNREACHABLE)) from None
            except NoTables:
                self._connections.repeat(make_tables, deadline)
            except (Busy, DatabaseRefused):
                if progress.is_unsure:
                    raise PerhapsSaved from None
                raise
            else:
                return progress.draft if is_stored else None

    def _try(
        self,
        connection: Connection,
        progress: "_Progress[T]",
        row_name: Callable[[Connection], str] | None,
        make_draft: Callable[[Connection], Draft[T]],
    ) -> bool:
        """Make the draft and store it, or store the one that an earlier try made; return True if it is stored."""
        if progress.draft is not None:
            write = progress.draft.write
            return write is None or self._table.store(connection, write) or self._table.was_stored(connection, write)
        self._upgrade(connection)
        # In line, everything that follows is one transaction.
        with nullcontext() if row_name is None else connection.transaction():
            if row_name is not None:
                self._stand_in_line(connection, row_name(connection))
            progress.draft = make_draft(connection)
            write = progress.draft.write
            return write is None or self._table.store(connection, write)

    def _upgrade(self, connection: Connection) -> None:
        if not self._is_upgraded:
            upgrade(connection)
            self._is_upgraded = True

    def _stand_in_line(self, connection: Connection, name: str) -> None:
        connection.execute(_ADVISORY_LOCK, (name,))
        self._table.lock(connection, name)  # or newcomers, who don't stand in line, would overtake
