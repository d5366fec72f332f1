"""NetROI's tables in PostgreSQL: one row for each workspace, and for each entry beside them.

They are made in the first schema of the search path, by whoever comes first, and need no right but to create there.

``sealed`` holds to the byte what a file would: so a copy of a store can be compared, and what must come back to the
letter does. ``document`` is made of it by the database, for those who want to ask by SQL; it is never read back, since
jsonb turns -0.0 into 0 and 1e16 into a whole number. None of it has a NUL, which PostgreSQL takes in no text.
"""

from typing import Final

from netroi_core.storage.keys import is_intact_key, new_key
from netroi_core.storage.postgres.connections import Connection, DatabaseRefused, NoTables

# Version 1 had no entries. Up to version 2, backups and damaged rows were stored in tables of their own; what guards
# against damage now is the database itself, with its own backups.
VERSION: Final = 3
_ADVISORY_LOCK: Final = 7_301_648_215  # held while tables are made; any number will do
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS netroi_schema (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        version integer NOT NULL
    );
    CREATE TABLE IF NOT EXISTS netroi_key (
        is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
        key bytea NOT NULL
    );
    CREATE TABLE IF NOT EXISTS netroi_workspaces (
        name text PRIMARY KEY,
        kind text,
        version bigint NOT NULL,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        used date NOT NULL,
        sealed text NOT NULL,
        document jsonb GENERATED ALWAYS AS (sealed::jsonb - 'seal') STORED
    );
    CREATE TABLE IF NOT EXISTS netroi_entries (
        name text PRIMARY KEY,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        sealed text NOT NULL
    );
    DROP TABLE IF EXISTS netroi_backups, netroi_quarantine;
"""
_SET_VERSION: Final = """
    INSERT INTO netroi_schema AS present (version) VALUES (%s)
    ON CONFLICT (is_only) DO UPDATE SET version = excluded.version WHERE present.version < excluded.version
"""
_SET_KEY: Final = """
    INSERT INTO netroi_key (key) SELECT %s WHERE NOT EXISTS (SELECT FROM netroi_workspaces) ON CONFLICT DO NOTHING
"""
_READ: Final = """
    SELECT (SELECT version FROM netroi_schema), (SELECT key FROM netroi_key), EXISTS (SELECT FROM netroi_workspaces)
"""


def read_key(connection: Connection) -> bytes:
    """Return the key of this database with its checksum; raise NoTables if nothing was ever stored, DatabaseRefused."""
    row = connection.execute(_READ).fetchone()
    if row is None or row[0] is None:
        raise NoTables
    version, raw, is_used = row
    refuse_newer(version)
    if raw is None and is_used:
        raise DatabaseRefused("the key in the database is missing")
    if raw is None:
        raise NoTables
    if not is_intact_key(raw):
        raise DatabaseRefused("the key in the database is damaged")
    return bytes(raw)


def make_tables(connection: Connection, key: bytes | None = None) -> None:
    """Make the tables where they are missing, upgrade those of earlier versions, and set a key where nothing is stored.

    Raises:
        DatabaseRefused: The database can't be used; it is left as it was.
    """
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise DatabaseRefused("the database must be encoded as UTF-8")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_ADVISORY_LOCK,))
        connection.execute(_TABLES)
        connection.execute(_SET_VERSION, (VERSION,))
        connection.execute(_SET_KEY, (key or new_key(),))
        read_key(connection)  # refuses what can't be used, and then all of this is undone


def upgrade(connection: Connection) -> None:
    """Upgrade the tables of an earlier version; raise NoTables where there are none, DatabaseRefused."""
    row = connection.execute("SELECT version FROM netroi_schema").fetchone()
    if row is None:
        raise NoTables
    refuse_newer(row[0])
    if row[0] < VERSION:
        make_tables(connection)


def refuse_newer(version: int) -> None:
    """Raise DatabaseRefused where the tables are of a version that is not known here."""
    if version > VERSION:
        raise DatabaseRefused("the tables in the database were made by a newer NetROI")
