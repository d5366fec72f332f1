"""Files that were emptied, cut, changed or removed: what is set aside, what comes back, what is said."""

import os
from errno import EPERM
from pathlib import Path

import orjson
import pytest

from netroi_core.errors import Damaged, NotSaved
from netroi_core.storage import Restoration
from netroi_core.storage.files.blob_files import MAX_QUARANTINED
from netroi_core.storage.files.stores import FileStore
from tests.storage.samples import (
    ANN,
    DAMAGES,
    QuickDisk,
    adding,
    backup,
    current,
    cut,
    emptied,
    everything,
    flip,
    keys,
    missing,
    store_of,
)


@pytest.mark.parametrize("has_read", [False, True])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_replaced_by_the_newest_backup_and_that_is_said(folder, damage, has_read):
    store = store_of(folder, "a", "b", "c")
    if has_read:
        store.read(ANN)
    damage(current(folder))
    saved = store.read(ANN)
    assert keys(saved.document) == ["a", "b"]
    assert saved.restored.version == 2
    assert saved.version > 3
    assert store.read(ANN) is saved
    again = store_of(folder).read(ANN)
    assert (again.version, again.restored, again.document) == (saved.version, saved.restored, saved.document)


@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage is not missing])
def test_a_damaged_file_is_kept(folder, damage):
    store = store_of(folder, "a", "b")
    damage(current(folder))
    damaged = current(folder).lstat()
    store.read(ANN)
    (quarantined,) = (folder / "quarantine").iterdir()
    assert (quarantined.lstat().st_ino, quarantined.lstat().st_size) == (damaged.st_ino, damaged.st_size)


@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage is not missing])
def test_damage_without_a_backup_is_said_once_and_then_one_starts_afresh(folder, damage):
    store = store_of(folder, "a")
    damage(current(folder))
    with pytest.raises(Damaged):
        store.read(ANN)
    assert store.read(ANN) is None
    assert len(list((folder / "quarantine").iterdir())) == 1
    assert keys(store.change(ANN, adding("b")).document) == ["b"]


def test_a_change_finds_damage_too_and_says_so(folder):
    store = store_of(folder, "a", "b", "c")
    emptied(current(folder))
    saved = store.change(ANN, adding("d"))
    assert keys(saved.document) == ["a", "b", "d"]
    assert saved.restored.version == 2
    assert store_of(folder).read(ANN).restored == saved.restored


def test_a_change_never_builds_on_what_is_only_in_memory(folder):
    store = store_of(folder, "a", "b")
    assert keys(store.read(ANN).document) == ["a", "b"]
    times = current(folder).stat()
    flip(current(folder), 8 * (times.st_size - 30))
    os.utime(current(folder), ns=(times.st_atime_ns, times.st_mtime_ns))
    saved = store.change(ANN, adding("c"))
    assert (keys(saved.document), saved.restored.version) == (["a", "c"], 1)


def test_a_change_on_damage_beyond_repair_is_refused_once(folder):
    store = store_of(folder, "a")
    emptied(current(folder))
    with pytest.raises(Damaged):
        store.change(ANN, adding("b"))
    assert keys(store.change(ANN, adding("b")).document) == ["b"]


def test_a_restoration_is_said_until_the_next_change(folder):
    store = store_of(folder, "a", "b")
    emptied(current(folder))
    restored = store.read(ANN)
    assert isinstance(restored.restored, Restoration)
    assert store.change(ANN, lambda draft: draft) is restored
    assert store.change(ANN, adding("c")).restored is None
    assert store_of(folder).read(ANN).restored is None


def test_a_damaged_backup_is_passed_over_and_kept(folder):
    store = store_of(folder, "a", "b", "c", "d")
    emptied(current(folder))
    cut(backup(folder, 1))
    saved = store.read(ANN)
    assert (keys(saved.document), saved.restored.version) == (["a", "b"], 2)
    assert saved.version > 4
    assert len(list((folder / "quarantine").iterdir())) == 2


def test_when_all_backups_are_damaged_too_one_starts_afresh(folder):
    store = store_of(folder, "a", "b", "c", "d")
    for path in [current(folder), *(backup(folder, age) for age in (1, 2, 3))]:
        emptied(path)
    with pytest.raises(Damaged):
        store.read(ANN)
    assert store.read(ANN) is None
    assert len(list((folder / "quarantine").iterdir())) == 4


def test_a_restored_workspace_can_be_damaged_and_restored_again(folder):
    store = store_of(folder, "a", "b", "c")
    versions = []
    for _ in range(3):
        emptied(current(folder))
        versions.append(store.read(ANN).version)
        assert keys(store.read(ANN).document) == ["a", "b"]
    assert store.change(ANN, adding("d")).version > versions[-1]


def test_the_files_set_aside_are_bounded_and_the_first_stay(folder):
    store = store_of(folder, "a", "b")
    for number in range(MAX_QUARANTINED + 5):
        current(folder).write_text(f"damage {number}")
        store.read(ANN)
    aside = everything(folder / "quarantine")
    assert len(list((folder / "quarantine").iterdir())) == MAX_QUARANTINED
    assert b"damage 0" in aside
    assert b"damage 14" in aside


def test_every_flipped_bit_is_seen(folder):
    store = store_of(folder, "a", "b")
    good = current(folder).read_bytes()
    assert keys(store.read(ANN).document) == ["a", "b"]
    file = current(folder)
    for byte in range(len(good)):
        flip(file, 8 * byte + byte % 8)
        assert keys(store_of(folder).read(ANN).document) == ["a"], byte
        file.write_bytes(good)


def test_every_shorter_file_is_seen(folder):
    store_of(folder, "a", "b")
    good = current(folder).read_bytes()
    file = current(folder)
    for size in range(0, len(good), 7):
        file.write_bytes(good[:size])
        assert keys(store_of(folder).read(ANN).document) == ["a"], size


def test_the_last_three_states_are_kept(folder):
    store_of(folder, "a", "b", "c", "d", "e")
    assert [len(orjson.loads(backup(folder, age).read_bytes())["contacts"]) for age in (1, 2, 3)] == [4, 3, 2]
    assert not backup(folder, 4).exists()


def test_a_failed_change_pushes_no_backup_out(folder):
    class NoRenames(QuickDisk):
        def replace(self, old: Path, new: Path) -> None:
            if ".backup" not in new.name:
                raise OSError(EPERM, "no renames")
            super().replace(old, new)

    store_of(folder, "a", "b", "c", "d", "e")
    failing = FileStore(folder, disk=NoRenames())
    for _ in range(5):
        with pytest.raises(NotSaved):
            failing.change(ANN, adding("f"))
    states = {backup(folder, age).read_bytes() for age in (1, 2, 3)}
    assert len(states) == 3
    emptied(current(folder))
    backup(folder, 1).unlink()  # a second name of the file just emptied
    assert keys(store_of(folder).read(ANN).document) == ["a", "b", "c", "d"]


def test_without_hard_links_backups_are_copies(folder):
    class NoLinks(QuickDisk):
        def link(self, old: Path, new: Path) -> None:
            raise OSError(EPERM, "no hard links here")

    store = FileStore(folder, disk=NoLinks())
    for key in "abcde":
        store.change(ANN, adding(key))
    assert current(folder).stat().st_nlink == 1
    emptied(current(folder))
    assert keys(store.read(ANN).document) == ["a", "b", "c", "d"]
