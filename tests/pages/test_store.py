"""Which store the pages use: NETROI_STORE names a folder or a database, NETROI_DATA a folder; else it is the app's."""

from pathlib import Path

import pytest

from netroi_core.storage import PERSONAL
from netroi_core.storage.file import FileStore
from netroi_core.storage.postgres import PostgresStore
from pages.parts import workspace


def test_a_folder_of_the_store_goes_before_that_of_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETROI_STORE", str(tmp_path / "store"))
    monkeypatch.setenv("NETROI_DATA", str(tmp_path / "data"))
    workspace.store().change(PERSONAL, lambda document: document)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_without_a_store_the_folder_of_the_data_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NETROI_STORE")
    monkeypatch.setenv("NETROI_DATA", str(tmp_path / "data"))
    workspace.store().change(PERSONAL, lambda document: document)
    assert FileStore(tmp_path / "data").read(PERSONAL) is not None


def test_an_address_is_a_database_and_the_store_is_one_for_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETROI_STORE", "postgresql://name:password@localhost:1/netroi")
    assert isinstance(workspace.store(), PostgresStore)
    assert workspace.store() is workspace.store()
