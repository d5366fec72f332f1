"""The store at an address: a folder, or a database where the address begins like one of PostgreSQL.

Nothing is looked at or made before a store is used. psycopg is imported only for a database: it takes 0.25 s.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from netroi_core.storage import Store
from netroi_core.storage.entries import Entries
from netroi_core.storage.files import stores as files

if TYPE_CHECKING:
    from netroi_core.storage.postgres.stores import Database


def is_database(address: str) -> bool:
    """Return True for the address of a database; it may hold a password, so it is never shown."""
    return address.startswith(("postgresql://", "postgres://"))


def open_store(address: str) -> Store:
    """Return the workspaces of the store at an address."""
    if not is_database(address):
        return files.FileStore(Path(address))
    from netroi_core.storage.postgres import stores

    return stores.PostgresStore(address)


def open_entries(address: str) -> Entries:
    """Return the entries beside the workspaces of the store at an address."""
    if not is_database(address):
        return files.FileEntries(Path(address) / files.ENTRIES)
    from netroi_core.storage.postgres import stores

    return stores.PostgresEntries(address)


def open_whole_store(address: str) -> "files.Folder | Database":
    """Return the store at an address as a whole, to copy or to clean up."""
    if not is_database(address):
        return files.Folder(Path(address))
    from netroi_core.storage.postgres import stores

    return stores.Database(address)


def startup_error(address: str) -> str | None:
    """Return a sentence if the server must not start with the store at an address: saves could overwrite each other."""
    if is_database(address) or not (Path(address) / "key").exists():
        return None
    problem = files.Folder(Path(address)).lock_problem()
    return None if problem is None else f"NetROI can’t start: {problem}."
