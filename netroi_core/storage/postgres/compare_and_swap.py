"""Changes in PostgreSQL by compare-and-swap: made exactly once or not at all, whatever breaks meanwhile.

A change reads a row, drafts the next state, and replaces the row if it is still the one that was read; if not, all of
it begins anew. Where a connection breaks, or the server starts again, it goes on with a new one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from secrets import token_bytes
from time import monotonic
from typing import Final, Generic, TypeVar

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage.postgres.connections import (
    Connection,
    ConnectionLost,
    Connections,
    DatabaseRefused,
    NoTables,
    TryAgain,
    wait_or_refuse,
)
from netroi_core.storage.postgres.tables import (
    WRITER_BYTES,
    BlobTable,
    Row,
    Write,
    make_tables,
    new_nonce,
    remember,
    upgrade,
)
from netroi_core.storage.process_state import NamedLocks

# With compare-and-swap alone, one of 8 writers waited for up to 2.4 s; with a lock, 0.22 s. It is the row's own, which
# the server gives in turn: advisory locks are missing in some engines, and do nothing in CockroachDB.
CONFLICTS: Final = 3  # until a change stands in line for the lock of its row

T = TypeVar("T")
RowName = Callable[[Connection], str]


@dataclass(frozen=True)
class EditResult(Generic[T]):
    """The outcome of an edit; ``write`` is None where nothing changes."""

    write: Write | None
    result: T


MakeDraft = Callable[[Connection], EditResult[T]]


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
        nonce = new_nonce(self._writer)
        return Write(row.key, name, nonce, row.nonce, remember(nonce, row.nonces), raw, columns)

    def change(self, lock: str, row_name: RowName, make_draft: MakeDraft[T]) -> T:
        """Draft a change until it is stored, and return the result of that draft.

        Args:
            lock: The name of the lock that the threads of this process take; it must tell one row from another.
            row_name: Returns the name of the row.
            make_draft: Reads the row and applies the edit; it is called again where another change came first.
        """
        deadline = monotonic() + self._patience
        try:
            with self._locks.hold(lock, self._patience):
                for conflicts in count():
                    draft = self._attempt(deadline, row_name if conflicts >= CONFLICTS else None, make_draft)
                    if draft is not None:
                        return draft.result
                    if monotonic() > deadline:
                        break
            raise Busy
        except DatabaseRefused as refused:
            raise NotSaved(str(refused)) from None

    def _attempt(self, deadline: float, row_name: RowName | None, make_draft: MakeDraft[T]) -> EditResult[T] | None:
        """Return the draft that was stored, None if another change came first; row_name is given to stand in line."""
        draft: EditResult[T] | None = None
        is_unsure = False  # if the draft is stored already, because a connection broke while it was
        while True:
            try:
                with self._connections.borrow(deadline) as connection, self._in_line(connection, row_name):
                    draft = draft or make_draft(connection)
                    is_stored = self._store(connection, draft.write, may_be_stored=is_unsure)
                return draft if is_stored else None
            except NoTables:
                if is_unsure:  # another database stands at the address now
                    raise PerhapsSaved from None
                self._connections.repeat(make_tables, deadline)
            except TryAgain as failure:
                is_unsure = is_unsure or (isinstance(failure, ConnectionLost) and draft is not None)
                wait_or_refuse(deadline, PerhapsSaved() if is_unsure else failure.refusal)
            except (Busy, DatabaseRefused):
                if is_unsure:
                    raise PerhapsSaved from None
                raise

    @contextmanager
    def _in_line(self, connection: Connection, row_name: RowName | None) -> Iterator[None]:
        """Stand in line where a name is given: everything that follows is one transaction then."""
        if not self._is_upgraded:
            upgrade(connection)
            self._is_upgraded = True
        if row_name is None:
            yield
            return
        with connection.limited_transaction():
            self._table.lock(connection, row_name(connection))
            yield

    def _store(self, connection: Connection, write: Write | None, *, may_be_stored: bool) -> bool:
        if write is None or self._table.store(connection, write):
            return True
        return may_be_stored and self._table.was_stored(connection, write)
