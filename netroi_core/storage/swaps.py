"""Changes in PostgreSQL by compare-and-swap: made exactly once or not at all, whatever breaks meanwhile.

A change reads a row, drafts what is to come, and replaces the row if it is still the one that was read; if not, all of
it begins anew. Who was overtaken three times stands in line for an advisory lock, so that nobody waits long. Where a
connection breaks, or the server starts again, it goes on with a new one: the row keeps the nonces of the last writes,
by which a write knows whether it was done.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from time import monotonic
from typing import Final, Protocol, TypeVar
from uuid import UUID

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage import schema
from netroi_core.storage.connections import UNREACHABLE, Connection, Connections, Lost, NoTables, Refused
from netroi_core.storage.turns import Turns

CONFLICTS: Final = 3  # until one stands in line
REMEMBERED: Final = 64  # nonces that a row keeps
_LINE: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class Swap(Protocol):
    """A state on its way: done as often as it is tried, but at most once."""

    def is_done(self, connection: Connection) -> bool:
        """Store it, if the row is still as it was seen."""

    def was_done(self, connection: Connection) -> bool:
        """Whether an earlier try, of which there was no answer, stored it; PerhapsSaved if that can't be told."""


class Draft(Protocol):
    """What a change comes to; nothing is to be written where nothing is to change."""

    @property
    def write(self) -> Swap | None:
        """What is to be written."""


D = TypeVar("D", bound=Draft)


class Swaps:
    """All changes of a process by these connections; patience: how many seconds each waits, for others or the server.

    ahead: the statement that locks a row by its name, so that newcomers don't overtake who stands in line.
    """

    def __init__(self, connections: Connections, patience: float, ahead: str) -> None:
        self._connections, self._patience, self._ahead = connections, patience, ahead
        self._turns = Turns()

    def done(self, turn: str, name: Callable[[Connection], str], drafted: Callable[[Connection], D]) -> D:
        """The draft that was stored in the end; each but the last was overtaken.

        turn: what threads of this process wait for each other by. name: that of the row.
        Busy, NotSaved: nothing changed. PerhapsSaved.
        """
        until = monotonic() + self._patience
        try:
            with self._turns.of(turn, self._patience):
                conflicts = 0
                while True:
                    draft = self._attempt(until, name if conflicts >= CONFLICTS else None, drafted)
                    if draft is not None:
                        return draft
                    if monotonic() > until:
                        raise Busy
                    conflicts += 1
        except Refused as refused:
            raise NotSaved(str(refused)) from None

    def _attempt(
        self, until: float, line: Callable[[Connection], str] | None, drafted: Callable[[Connection], D]
    ) -> D | None:
        """The draft that is stored now; None if another was faster."""
        draft: D | None = None
        is_done = is_unsure = False
        while True:
            try:
                with self._connections.borrowed(until) as connection:
                    if draft is None:
                        # Who stands in line does all that follows in one transaction.
                        with nullcontext() if line is None else connection.transaction():
                            if line is not None:
                                self._wait_in_line(connection, line(connection))
                            draft = drafted(connection)
                            is_done = draft.write is None or draft.write.is_done(connection)
                    elif draft.write is not None:
                        is_done = draft.write.is_done(connection) or draft.write.was_done(connection)
            except Lost:
                is_unsure = draft is not None
                if monotonic() > until:
                    raise (PerhapsSaved() if is_unsure else Refused(UNREACHABLE)) from None
            except NoTables:
                self._connections.done(schema.make, until)
            except (Busy, Refused):
                if is_unsure:
                    raise PerhapsSaved from None
                raise
            else:
                return draft if is_done else None

    def _wait_in_line(self, connection: Connection, name: str) -> None:
        connection.execute(_LINE, (name,))
        connection.execute(self._ahead, (name,))


def was_done(nonces: Sequence[UUID] | None, written: UUID, seen: UUID | None) -> bool:
    """Whether a write is among those that a row remembers (None: there is no row); PerhapsSaved if it can't be told.

    seen: the nonce of the write that it was to replace.
    """
    if nonces is None:  # erased since
        raise PerhapsSaved
    if written in nonces:
        return True
    if len(nonces) >= REMEMBERED and seen not in nonces:
        raise PerhapsSaved
    return False
