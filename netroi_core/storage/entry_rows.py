"""Entries in PostgreSQL: one row each, which any number of machines may share.

``sealed`` is to the byte what a file would hold, as text: what is kept comes back to the letter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final, NamedTuple, TypeVar
from uuid import UUID, uuid4

from netroi_core.errors import NetROIError
from netroi_core.storage import NotErased, Unavailable, schema
from netroi_core.storage.connections import Connection, Connections, NoTables, Refused
from netroi_core.storage.entries import Entry, EntryEdit, edited, hashed, opened, unsealed
from netroi_core.storage.swaps import REMEMBERED, Swaps, was_done

T = TypeVar("T")
_LATEST: Final = """
    SELECT tables.version, rows.nonce, rows.sealed
    FROM netroi_schema tables LEFT JOIN netroi_entries rows ON rows.name = %s
"""
_INSERT: Final = """
    INSERT INTO netroi_entries (name, nonce, nonces, sealed)
    VALUES (%(name)s, %(nonce)s, ARRAY[%(nonce)s], %(sealed)s) ON CONFLICT DO NOTHING
"""
_UPDATE: Final = f"""
    UPDATE netroi_entries
    SET nonce = %(nonce)s, nonces = (%(nonce)s || nonces)[1:{REMEMBERED}], sealed = %(sealed)s
    WHERE name = %(name)s AND nonce = %(seen)s
"""
_FATE: Final = "SELECT nonces FROM netroi_entries WHERE name = %s"
_AHEAD: Final = "SELECT FROM netroi_entries WHERE name = %s FOR UPDATE"
_ERASE: Final = "DELETE FROM netroi_entries WHERE name = %s"


class _Row(NamedTuple):
    """What is stored now, and the nonce of who wrote it; None where nothing is."""

    nonce: UUID | None
    raw: bytes | None


@dataclass(frozen=True)
class _Write:
    """A state on its way, as swaps.Swap has it."""

    name: str
    seen: UUID | None
    nonce: UUID
    raw: bytes

    def is_done(self, connection: Connection) -> bool:
        """Store it, if the row is still as it was seen."""
        given = {"name": self.name, "nonce": self.nonce, "seen": self.seen, "sealed": self.raw.decode()}
        return connection.execute(_INSERT if self.seen is None else _UPDATE, given).rowcount == 1

    def was_done(self, connection: Connection) -> bool:
        """Whether an earlier try, of which there was no answer, stored it; PerhapsSaved if that can't be told."""
        row = connection.execute(_FATE, (self.name,)).fetchone()
        return was_done(None if row is None else row[0], self.nonce, self.seen)


@dataclass(frozen=True)
class _Draft:
    """What an edit made: how it is stored, unless that is so already, and its bytes."""

    write: _Write | None
    raw: bytes


class PostgresEntries:
    """Entries in a database, whose tables are made, or completed, on the first change.

    address: as libpq takes it; whatever it holds, no error, log or text of NetROI ever tells.
    patience: how many seconds a change or a reading waits for others, or for the server to start again.
    """

    def __init__(self, address: str, *, patience: float = 10) -> None:
        self._patience = patience
        # Connections of their own: whoever changes a workspace holds one while asking here who is let in.
        self._connections = Connections(address, patience, most=4)
        self._swaps = Swaps(self._connections, patience, _AHEAD)

    def read(self, name: str) -> Entry | None:
        """What is kept under this name."""
        found = self._done(lambda connection: _latest(connection, hashed(name)), Unavailable)
        return None if found is None else opened(found.raw)

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace it; where another was faster, the edit is applied again, to what is stored then."""
        stored_as = hashed(name)

        def draft(connection: Connection) -> _Draft:
            seen, before = _latest(connection, stored_as)
            after = edited(before, edit)
            return _Draft(None if after == before else _Write(stored_as, seen, uuid4(), after), after)

        return unsealed(self._swaps.done(stored_as, lambda _: stored_as, draft).raw)

    def erase(self, name: str) -> None:
        """Remove its row."""
        stored_as = hashed(name)

        def erase(connection: Connection) -> None:
            _latest(connection, stored_as)  # refuses tables that are not known here
            connection.execute(_ERASE, (stored_as,))

        self._done(erase, NotErased)

    def _done(self, act: Callable[[Connection], T], refusal: Callable[[str], NetROIError]) -> T | None:
        """What an act returns that can be repeated; None where nothing was ever stored."""
        try:
            return self._connections.done(act, monotonic() + self._patience)
        except NoTables:
            return None
        except Refused as refused:
            raise refusal(str(refused)) from None


def _latest(connection: Connection, stored_as: str) -> _Row:
    row = connection.execute(_LATEST, (stored_as,)).fetchone()
    if row is None:
        raise NoTables
    version, nonce, sealed = row
    schema.refuse_newer(version)
    return _Row(nonce, None if sealed is None else sealed.encode())
