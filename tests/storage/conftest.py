"""The folder that the tests of files start with, not there yet; the server of those of PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.storage.server import Server


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "data" / "workspaces"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of PostgreSQL on one worker: each would start a server of its own."""
    for item in items:
        if "server" in getattr(item, "fixturenames", ()) or "postgres" in item.name:
            item.add_marker(pytest.mark.xdist_group("postgres"))


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def address(server: Server) -> str:
    """A schema of the test's own, with nothing in it."""
    return server.fresh()
