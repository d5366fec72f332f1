"""Which store an address means: a folder, or a database where it begins like an address of PostgreSQL."""

from pathlib import Path

from netroi_core.storage import Store
from netroi_core.storage.file import FileStore


def is_database(address: str) -> bool:
    """Whether an address is one of a database, which may hold a password: it is never shown."""
    return address.startswith(("postgresql://", "postgres://"))


def opened(address: str) -> Store:
    """The store at an address; nothing is looked at or made before it is used."""
    if not is_database(address):
        return FileStore(Path(address))
    from netroi_core.storage.postgres import PostgresStore  # only where it is needed: it takes a quarter of a second

    return PostgresStore(address)
