"""Which store an address means: a folder, or a database where it begins like an address of PostgreSQL."""

from pathlib import Path
from typing import TYPE_CHECKING

from netroi_core.storage import Store
from netroi_core.storage.entries import Entries
from netroi_core.storage.entry_files import FileEntries
from netroi_core.storage.file import FileStore
from netroi_core.storage.folder import ENTRIES, Folder

if TYPE_CHECKING:
    from netroi_core.storage.database import Database


def is_database(address: str) -> bool:
    """Whether an address is one of a database, which may hold a password: it is never shown."""
    return address.startswith(("postgresql://", "postgres://"))


def opened(address: str) -> Store:
    """The store at an address; nothing is looked at or made before it is used."""
    if not is_database(address):
        return FileStore(Path(address))
    from netroi_core.storage.postgres import PostgresStore  # only where it is needed: it takes a quarter of a second

    return PostgresStore(address)


def entries(address: str) -> Entries:
    """What lies beside the workspaces of the store at an address; nothing is looked at or made before it is used."""
    if not is_database(address):
        return FileEntries(Path(address) / ENTRIES)
    from netroi_core.storage.entry_rows import PostgresEntries

    return PostgresEntries(address)


def holdings(address: str) -> "Folder | Database":
    """The store at an address as a whole."""
    if not is_database(address):
        return Folder(Path(address))
    from netroi_core.storage.database import Database

    return Database(address)
