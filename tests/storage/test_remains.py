"""Leftovers of dead writers, erasures without a trace, and links and keys that are not as they should be."""

from pathlib import Path

import pytest

from netroi_core.errors import NotSaved
from netroi_core.storage import Unavailable
from netroi_core.storage.files.disk import Disk, write_file
from netroi_core.storage.files.stores import FileStore
from netroi_core.storage.keys import is_intact_key
from tests.storage.samples import (
    ANN,
    BEN,
    DAMAGES,
    QuickDisk,
    adding,
    backup,
    current,
    current_name,
    emptied,
    everything,
    files,
    flipped,
    keys,
    linked,
    store_of,
    unsealed,
)


def test_what_dead_writers_left_is_swept(folder):
    store = store_of(folder, "a", "b")
    for ending in (".tmp", ".backup.tmp"):
        current_name(folder, ending).write_bytes(b"half a workspace")
    store.change(ANN, lambda draft: draft)
    assert not list(folder.glob("*.tmp"))


def test_erasing_leaves_no_byte(folder):
    canary = "c4n4ry"
    store = store_of(folder)
    for number in range(6):
        store.change(ANN, adding(f"{canary}-{number}"))
    emptied(backup(folder, 1))
    flipped(current(folder))
    store.read(ANN)
    store.change(BEN, adding("b"))
    for path in list(folder.glob("*.backup-2.json")):
        path.with_name(path.name.replace(".backup-2.json", ".tmp")).write_text(canary)
        path.with_name(path.name.replace(".backup-2.json", ".backup.tmp")).write_text(canary)
    assert canary.encode() in everything(folder / "quarantine")
    store.erase(ANN)
    assert canary.encode() not in everything(folder)
    bens = {current_name(folder, ending).name for ending in (".json", ".lock", ".used")}
    assert files(folder) - {"key.lock"} == {"key", "key.copy", *bens}
    assert store.read(ANN) is None
    assert store_of(folder).read(ANN) is None
    assert keys(store.read(BEN).document) == ["b"]


def test_a_link_in_place_of_the_quarantine_leads_nowhere(tmp_path, folder):
    store = store_of(folder, "a", "b")
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "quarantine").symlink_to(outside)
    emptied(current(folder))
    with pytest.raises(Unavailable, match="there is a symbolic link"):
        store.read(ANN)
    assert not list(outside.iterdir())


def test_a_link_in_place_of_a_temporary_file_is_removed_and_not_written_to(tmp_path, folder):
    store = store_of(folder, "a")
    outside = tmp_path / "outside"
    outside.write_text("precious")
    current_name(folder, ".tmp").symlink_to(outside)
    store.change(ANN, adding("b"))
    assert outside.read_text() == "precious"


def test_a_new_file_is_never_one_that_is_there_already(tmp_path):
    theirs = tmp_path / "theirs"
    theirs.write_text("precious")
    with pytest.raises(FileExistsError):
        write_file(Disk(), theirs, b"mine")
    assert theirs.read_text() == "precious"


@pytest.mark.parametrize("key", [b"", b"short", bytes(64), None])
def test_without_its_key_the_folder_is_not_used_and_not_changed(folder, key):
    store = store_of(folder, "a")
    for name in ("key", "key.copy"):
        (folder / name).unlink()
        if key is not None:
            (folder / name).write_bytes(key)
    before = everything(folder)
    with pytest.raises(Unavailable, match="the key file"):
        store.read(ANN)
    with pytest.raises(NotSaved, match="the key file"):
        store.change(ANN, adding("b"))
    assert everything(folder).replace(b"key.lock", b"") == before.replace(b"key.lock", b"")


@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage is not unsealed])
def test_a_damaged_key_is_read_from_its_copy_and_replaced_by_nobody(folder, damage, caplog):
    store_of(folder, "a")
    damage(folder / "key")
    before = files(folder), everything(folder)
    store = store_of(folder)
    assert keys(store.read(ANN).document) == ["a"]
    assert (files(folder), everything(folder)) == before
    assert keys(store.change(ANN, adding("b")).document) == ["a", "b"]
    assert [record.getMessage()[:13] for record in caplog.records] == ["The key file "]
    assert not is_intact_key((folder / "key").read_bytes() if (folder / "key").is_file() else b"") or damage is linked


def test_a_folder_of_an_earlier_netroi_gets_the_copy_of_its_key_at_the_next_save(folder):
    store_of(folder, "a")
    key = (folder / "key").read_bytes()
    (folder / "key.copy").unlink()
    store_of(folder).read(ANN)
    assert not (folder / "key.copy").exists()
    store_of(folder, "b")
    assert (folder / "key.copy").read_bytes() == (folder / "key").read_bytes() == key


def test_a_folder_of_somebody_else_s_files_is_named_as_such_and_not_used(folder):
    folder.mkdir(parents=True)
    (folder / "package.json").write_text("{}")
    with pytest.raises(Unavailable, match=r"holds \.json files that aren’t NetROI’s"):
        FileStore(folder).read(ANN)
    with pytest.raises(NotSaved, match=r"holds \.json files that aren’t NetROI’s"):
        FileStore(folder).change(ANN, adding("a"))
    assert files(folder) <= {"package.json", "key.lock"}
    (folder / "package.json").rename(folder / "notes.txt")
    assert keys(FileStore(folder).change(ANN, adding("a")).document) == ["a"]


def test_a_key_that_another_makes_at_this_very_moment_is_not_missed(folder):
    class OvertakenDisk(QuickDisk):
        def names(self, folder: Path) -> list[str]:
            store_of(folder, "theirs")
            return super().names(folder)

    store = FileStore(folder, disk=OvertakenDisk())
    assert keys(store.read(ANN).document) == ["theirs"]


def test_a_file_where_the_folder_should_be_is_refused_in_words(folder):
    folder.parent.mkdir()
    folder.write_text("not a folder")
    with pytest.raises(NotSaved):
        FileStore(folder).change(ANN, adding("a"))
    with pytest.raises(Unavailable):
        FileStore(folder).read(ANN)
    assert folder.read_text() == "not a folder"
