"""The folder that the tests of files start with, not there yet; the server of those of PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from netroi_core.storage.postgres.connections import Connection
from tests import programs
from tests.storage.pooler import Pooler
from tests.storage.server import Server


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "data" / "workspaces"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def pooler(server: Server) -> Iterator[Pooler]:
    """PgBouncer, which lends the one session that it has to whoever has something to ask."""
    program = programs.pgbouncer()
    if program is None:
        pytest.skip(programs.NO_PGBOUNCER)
    with server.connection() as connection:
        connection.execute("CREATE DATABASE pooled")
    with Pooler(program, server, "pooled") as running:
        yield running


@pytest.fixture
def address(server: Server) -> str:
    """A schema of the test's own, with nothing in it."""
    return server.fresh()


@pytest.fixture
def database(server: Server, address: str) -> Iterator[Connection]:
    """The test's own view of the schema."""
    with server.connection(address) as connection:
        yield connection
