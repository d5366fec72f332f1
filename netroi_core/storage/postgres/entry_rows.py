"""Entries in PostgreSQL: one row each, which any number of machines may share."""

from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.entries import Entry, EntryEdit, edit_entry, parse_entry, stored_name, unseal_entry
from netroi_core.storage.postgres.blob_rows import ENTRIES
from netroi_core.storage.postgres.compare_and_swap import CompareAndSwap, Draft
from netroi_core.storage.postgres.connections import Connection, Connections


class PostgresEntries:
    """Entries in a database, whose tables are made, or upgraded, on the first change.

    Args:
        address: As libpq takes it; no error, log or text of NetROI ever tells any of it.
        patience: Seconds that a change or a reading waits for others, or for the server to start again.
    """

    def __init__(self, address: str, *, patience: float = 10) -> None:
        # Connections of their own: a change of a workspace holds one while it asks here who is let in.
        self._connections = Connections(address, patience, most=4)
        self._changes = CompareAndSwap(ENTRIES, self._connections, patience)

    def read(self, name: str) -> Entry | None:
        """Return an entry."""
        row = self._connections.ask(lambda connection: ENTRIES.latest(connection, stored_name(name)), Unavailable)
        return None if row is None else parse_entry(row.raw)

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace an entry; where another change came first, the edit is applied again, to what is stored then."""
        row_name = stored_name(name)

        def draft(connection: Connection) -> Draft[bytes]:
            row = ENTRIES.latest(connection, row_name)
            after = edit_entry(row.raw, edit)
            return Draft(None if after == row.raw else self._changes.new_write(row, row_name, after), after)

        return unseal_entry(self._changes.change(row_name, lambda _: row_name, draft))

    def erase(self, name: str) -> None:
        """Remove the row of an entry."""
        self._connections.ask(lambda connection: ENTRIES.erase(connection, stored_name(name)), NotErased)
