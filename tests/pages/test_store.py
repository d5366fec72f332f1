"""Which store the pages use: NETROI_STORE names a folder or a database, NETROI_DATA a folder; else it is the app's.

Who is let in lies there, too.
"""

from pathlib import Path

import pytest

from netroi_core.access.guests import CredentialStore, Guests
from netroi_core.access.visitors import Visitor, new_guest_id
from netroi_core.storage import PERSONAL, Principal
from netroi_core.storage.addresses import open_entries, open_store
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.postgres.stores import PostgresStore
from pages.shell import identity, workspace
from tests.pages import screen
from tests.storage.conftest import address, server  # noqa: F401


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


def test_with_a_database_nothing_is_on_the_disk_and_another_machine_knows_whom_to_let_in(
    address: str,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NETROI_STORE", address)
    monkeypatch.setenv("NETROI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NETROI_MODE", "guests")
    monkeypatch.setenv("NETROI_URL", "https://netroi.example")
    monkeypatch.setattr(identity, "fetch_cookie", lambda: None)
    ann = Visitor("guest", new_guest_id())
    app = screen.opened("people.py", by=ann)
    screen.click(screen.fill(app, "Name", "Bo Berg"), "Add")
    assert "Your private workspace is ready." in screen.screen(app)
    cookie, key = identity.services().guests.cookie(ann.name), identity.services().guests.recovery_key(ann)

    assert "in the database of this server" in screen.screen(screen.opened("privacy.py", by=ann))

    elsewhere = Guests(CredentialStore(open_entries(address)))
    assert elsewhere.visitor(cookie) == ann
    assert elsewhere.recovery_key(ann) == key
    assert open_store(address).read(Principal("guest", ann.name)) is not None
    elsewhere.replace_key(ann)
    assert "You were signed out of this browser." in screen.screen(screen.run(app))
    assert identity.services().guests.visitor(cookie) is None
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_of_a_machine_that_stores_nothing_refuses_nobody(
    address: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NETROI_STORE", address)
    monkeypatch.setenv("NETROI_MODE", "guests")
    monkeypatch.setenv("NETROI_URL", "https://netroi.example")
    monkeypatch.setattr(identity, "MIN_FREE_BYTES", 10**18)
    ann = Visitor("guest", new_guest_id())
    screen.click(screen.fill(screen.opened("people.py", by=ann), "Name", "Bo Berg"), "Add")
    assert open_store(address).read(Principal("guest", ann.name)) is not None
