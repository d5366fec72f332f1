"""NetROI's tables in PostgreSQL: one row for each workspace, and for each entry beside them.

They are made in the first schema of the search path, by whoever comes first, and need no right but to create there.

``sealed`` is to the byte what the file store would write: the TinyDB tables with their seal. ``document`` is made of it
by the database, for those who want to ask by SQL. It is never read back: jsonb turns -0.0 into 0 and 1e16 into
a whole number. What must come back to the letter is text; none of it has a NUL, which documents refuse.
"""

from typing import Final

from netroi_core.storage.connections import Connection, NoTables, Refused
from netroi_core.storage.keys import fresh, is_whole

VERSION: Final = 2  # version 1 had no entries
_MAKING: Final = 7_301_648_215  # the advisory lock for it; any number will do
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
    CREATE TABLE IF NOT EXISTS netroi_backups (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL REFERENCES netroi_workspaces ON DELETE CASCADE,
        sealed text NOT NULL
    );
    CREATE INDEX IF NOT EXISTS netroi_backups_name ON netroi_backups (name, number);
    CREATE TABLE IF NOT EXISTS netroi_quarantine (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        sealed text NOT NULL
    );
    CREATE INDEX IF NOT EXISTS netroi_quarantine_name ON netroi_quarantine (name, number);
    CREATE TABLE IF NOT EXISTS netroi_entries (
        name text PRIMARY KEY,
        nonce uuid NOT NULL,
        nonces uuid[] NOT NULL,
        sealed text NOT NULL
    );
"""
_VERSION: Final = """
    INSERT INTO netroi_schema AS there (version) VALUES (%s)
    ON CONFLICT (is_only) DO UPDATE SET version = excluded.version WHERE there.version < excluded.version
"""
_KEY: Final = """
    INSERT INTO netroi_key (key) SELECT %s WHERE NOT EXISTS (SELECT FROM netroi_workspaces) ON CONFLICT DO NOTHING
"""
_READ: Final = """
    SELECT (SELECT version FROM netroi_schema), (SELECT key FROM netroi_key), EXISTS (SELECT FROM netroi_workspaces)
"""


def key(connection: Connection) -> bytes:
    """The key of this database with its checksum; NoTables if nothing was ever stored. Refused."""
    row = connection.execute(_READ).fetchone()
    if row is None or row[0] is None:
        raise NoTables
    version, raw, is_used = row
    refuse_newer(version)
    if raw is None and is_used:
        raise Refused("the key in the database is missing")
    if raw is None:
        raise NoTables
    if not is_whole(raw):
        raise Refused("the key in the database is damaged")
    return bytes(raw)


def make(connection: Connection, raw: bytes | None = None) -> None:
    """Make the tables where they are missing, and a key (or this one) where none is and nothing is stored.

    What an earlier version made is completed: so far, each version has but added tables. Refused.
    """
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise Refused("the database must be encoded as UTF-8")
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
        connection.execute(_TABLES)
        connection.execute(_VERSION, (VERSION,))
        connection.execute(_KEY, (raw or fresh(),))
        key(connection)  # refuses what can't be used, and then all of this is undone


def refuse_newer(version: int) -> None:
    """Refused where the tables are of a version that is not known here."""
    if version > VERSION:
        raise Refused("the tables in the database were made by a newer NetROI")
