"""Entries as files: at every moment the old state or the new one, damage is said, and names tell nothing."""

import os
import shutil
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Event, Thread

import pytest

from netroi_core.errors import Busy, NotSaved, PerhapsSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.entries import seal_entry, stored_name
from netroi_core.storage.files.disk import Disk
from netroi_core.storage.files.stores import FileEntries
from tests.storage.files.test_blob_files import FAULTS, Died, FaultyDisk
from tests.storage.samples import DAMAGES, QuickDisk, files, missing, unsealed

LINK = {"until": "2027-01-01", "html": "<p>Dana</p>"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "access"


def stored_file(folder: Path, name: str = "link") -> Path:
    """The file of an entry with LINK in it."""
    FileEntries(folder, disk=QuickDisk()).change(name, lambda _: LINK)
    return folder / f"{stored_name(name)}.json"


def test_asking_and_erasing_make_nothing(folder: Path) -> None:
    entries = FileEntries(folder)
    assert entries.read("link") is None
    entries.erase("link")
    assert not folder.parent.exists()


def test_files_are_for_their_owner_alone_and_do_not_tell_whose_they_are(folder: Path) -> None:
    file = stored_file(folder, "visitor ann@example.org")
    assert files(folder) == {file.name, "lock"}
    assert "ann" not in file.name + file.read_text()
    assert file.read_bytes() == seal_entry(LINK)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage not in (unsealed, missing)])
def test_damage_is_said_to_readers_and_writers_and_written_over_by_none(folder: Path, damage) -> None:
    file = stored_file(folder)
    damage(file)
    before = file.read_bytes()
    entries = FileEntries(folder)
    with pytest.raises(Unavailable, match="is damaged"):
        entries.read("link")
    with pytest.raises(Unavailable, match="is damaged"):
        entries.change("link", lambda entry: {})
    assert file.read_bytes() == before
    entries.erase("link")
    assert entries.change("link", lambda entry: {"began anew": entry is None}) == {"began anew": True}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_change_is_made_or_not_made_whatever_the_disk_does(tmp_path: Path, fault, is_first: bool) -> None:
    for at in count(1):
        folder = tmp_path / str(at)
        if not is_first:
            FileEntries(folder, disk=QuickDisk()).change("link", lambda _: {"number": 1})
        allowed = [None if is_first else {"number": 1}, {"number": 2}]
        disk = FaultyDisk(at, fault, QuickDisk())
        try:
            FileEntries(folder, disk=disk).change("link", lambda _: {"number": 2})
            allowed = allowed[1:]
        except NotSaved:
            allowed = allowed[:1]
        except (PerhapsSaved, Died):
            pass
        disk.close_all()
        fresh = FileEntries(folder, disk=QuickDisk())
        assert fresh.read("link") in allowed
        assert fresh.change("link", lambda _: {"number": 3}) == fresh.read("link") == {"number": 3}
        assert not list(folder.glob("*.tmp"))
        shutil.rmtree(folder)
        if not disk.happened:
            assert at > 8
            break


@pytest.mark.parametrize("fault", FAULTS)
def test_an_erasure_is_made_or_can_be_repeated(tmp_path: Path, fault) -> None:
    for at in count(1):
        folder = tmp_path / str(at)
        file = stored_file(folder)
        disk = FaultyDisk(at, fault, QuickDisk())
        with suppress(NotErased, Died):
            FileEntries(folder, disk=disk).erase("link")
            assert not file.exists()
        disk.close_all()
        FileEntries(folder, disk=QuickDisk()).erase("link")
        assert not file.exists()
        if not disk.happened:
            assert at > 3
            break


def test_a_file_is_safe_before_it_gets_its_name_and_the_name_before_it_is_acknowledged(folder: Path) -> None:
    calls = []

    class Noting(Disk):
        def sync(self, descriptor: int) -> None:
            super().sync(descriptor)
            calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

        def replace(self, old: Path, new: Path) -> None:
            super().replace(old, new)
            calls.append("renamed")

    stored_file(folder)
    entries = FileEntries(folder, disk=Noting())
    entries.change("link", lambda entry: {**entry, "until": "2028-01-01"})
    assert calls == ["file", "renamed", "folder"]
    entries.change("link", lambda entry: entry)
    assert calls == ["file", "renamed", "folder"], "what stays the same is not written again"


def test_who_waits_for_another_too_long_is_told_so_and_readers_never_wait(folder: Path) -> None:
    stored_file(folder)
    is_changing, may_end = Event(), Event()

    def slowly(entry):
        is_changing.set()
        may_end.wait(60)
        return {"kept": "by the first"}

    writer = Thread(target=lambda: FileEntries(folder).change("link", slowly))
    writer.start()
    is_changing.wait(60)
    entries = FileEntries(folder, patience=0.05)
    try:
        for act in (lambda: entries.change("link", lambda _: {}), lambda: entries.erase("link")):
            with pytest.raises(Busy):
                act()
        assert entries.read("link") == LINK
    finally:
        may_end.set()
        writer.join()
    assert entries.read("link") == {"kept": "by the first"}
