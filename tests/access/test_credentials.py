"""Credentials: the secret and revocations, shared by all processes, in files that reveal no owner."""

import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from netroi_core.access.credentials import CredentialStore, Validity
from netroi_core.errors import NotSaved
from netroi_core.storage import Unavailable
from netroi_core.storage.files.disk import Disk
from netroi_core.storage.files.stores import FileEntries


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "access"


def test_reading_writes_nothing(folder: Path) -> None:
    assert CredentialStore(FileEntries(folder)).validity("ann") == Validity()
    assert not folder.exists()


def test_the_secret_is_made_once_and_the_same_for_all_processes(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: CredentialStore(FileEntries(folder)).secret(), range(16)))
    (secret,) = secrets
    assert len(secret) == 32
    assert CredentialStore(FileEntries(folder.with_name("other"))).secret() != secret
    assert {file.stat().st_mode & 0o777 for file in folder.glob("*.json")} == {0o600}


def test_logging_out_everywhere_revokes_sessions_and_keeps_the_key(folder: Path) -> None:
    credentials = CredentialStore(FileEntries(folder))
    assert credentials.log_out_everywhere("ann", 77) == Validity(sessions=1, keys=0, not_before=77)
    assert CredentialStore(FileEntries(folder)).validity("ann") == Validity(1, 0, 77)
    assert credentials.validity("bo") == Validity()


def test_replacing_the_key_revokes_sessions_and_the_key(folder: Path) -> None:
    credentials = CredentialStore(FileEntries(folder))
    credentials.log_out_everywhere("ann", 77)
    assert (
        credentials.replace_key("ann", 78) == credentials.validity("ann") == Validity(sessions=2, keys=1, not_before=78)
    )


def test_concurrent_revocations_all_count(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: CredentialStore(FileEntries(folder)).log_out_everywhere("ann", 1), range(24)))
    assert CredentialStore(FileEntries(folder)).validity("ann").sessions == 24


def test_files_do_not_reveal_their_owner(folder: Path) -> None:
    CredentialStore(FileEntries(folder)).log_out_everywhere("ann@example.com", 1)
    (file,) = folder.glob("*.json")
    assert "ann" not in file.name + file.read_text()


def test_a_damaged_entry_lets_nobody_in(folder: Path) -> None:
    credentials = CredentialStore(FileEntries(folder))
    credentials.log_out_everywhere("ann", 1)
    (file,) = folder.glob("*.json")
    file.write_bytes(b"")
    with pytest.raises(Unavailable):
        credentials.validity("ann")


def test_a_full_disk_is_reported_and_changes_nothing(folder: Path) -> None:
    class Full(Disk):
        def write(self, descriptor: int, part: memoryview) -> int:
            raise OSError(errno.ENOSPC, "full")

    CredentialStore(FileEntries(folder)).log_out_everywhere("ann", 1)
    with pytest.raises(NotSaved, match="the disk is full"):
        CredentialStore(FileEntries(folder, disk=Full())).log_out_everywhere("ann", 2)
    assert CredentialStore(FileEntries(folder)).validity("ann") == Validity(1, 0, 1)
