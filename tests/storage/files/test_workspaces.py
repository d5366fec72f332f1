"""Workspaces as files: their names, permissions and locks, and clocks and old copies that do no harm."""

import gc
import os
import stat
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from tinydb import TinyDB, where

from netroi_core.errors import Busy
from netroi_core.storage import Principal
from netroi_core.storage.files.stores import FileStore
from tests.storage.samples import (
    ANN,
    BEN,
    QuickDisk,
    adding,
    current,
    current_name,
    everything,
    files,
    keys,
    store_of,
)


def test_reading_makes_nothing(folder):
    FileStore(folder).read(ANN)
    FileStore(folder).erase(ANN)
    assert not folder.parent.exists()


def test_reading_beside_others_makes_nothing(folder):
    store = store_of(folder, "a")
    before = files(folder)
    assert store.read(BEN) is None
    assert files(folder) == before


def test_one_change_makes_the_file_its_lock_its_day_and_the_key(folder):
    store_of(folder, "a")
    mine = {current_name(folder, ending).name for ending in (".json", ".lock", ".used")}
    assert files(folder) - {"key.lock"} == {"key", "key.copy", *mine}


def test_a_first_change_that_fails_leaves_no_file_of_the_workspace(folder):
    with pytest.raises(ZeroDivisionError):
        FileStore(folder).change(ANN, lambda draft: 1 / 0)
    assert files(folder) <= {"key", "key.copy", "key.lock"}


def test_only_the_owner_may_read(folder):
    umask = os.umask(0)
    try:
        store = store_of(folder, "a", "b")
        current(folder).write_bytes(b"")
        store.read(ANN)
    finally:
        os.umask(umask)
    for path in folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_name_tells_nothing_and_differs_from_folder_to_folder(tmp_path):
    store_of(tmp_path / "1", "a")
    store_of(tmp_path / "2", "a")
    assert current(tmp_path / "1").name != current(tmp_path / "2").name
    assert b"ann@example" not in everything(tmp_path)


@pytest.mark.parametrize("subject", ["../../etc/passwd", "/etc/passwd", "..", "a\0b", "", "x" * 5000])
def test_no_subject_leads_out_of_the_folder(tmp_path, folder, subject):
    FileStore(folder).change(Principal("guest", subject), adding("a"))
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {folder}


def test_tinydb_reads_the_same_records(folder):
    saved = store_of(folder, "a", "b", "c").read(ANN)
    with TinyDB(current(folder), access_mode="r") as database:
        assert database.tables() >= {"seal", "document", "profile", "contacts"}
        assert database.table("contacts").all() == saved.document["contacts"]
        assert database.table("contacts").search(where("id") == "b") == [saved.document["contacts"][1]]


def test_what_another_program_wrote_is_set_aside(folder):
    store = store_of(folder, "a", "b")
    with TinyDB(current(folder)) as database:
        database.table("contacts").insert({"id": "x", "name": "From elsewhere"})
    assert keys(store.read(ANN).document) == ["a"]
    assert b"From elsewhere" in everything(folder / "quarantine")


def test_an_unchanged_result_is_not_written(folder):
    store = store_of(folder, "a")
    before = current(folder).stat()
    store.change(ANN, lambda draft: draft)
    after = current(folder).stat()
    assert (after.st_ino, after.st_ctime_ns) == (before.st_ino, before.st_ctime_ns)


def test_another_store_on_the_folder_is_seen_at_once(folder):
    mine, second = store_of(folder, "a"), store_of(folder)
    assert keys(mine.read(ANN).document) == ["a"]
    second.change(ANN, adding("b"))
    assert mine.read(ANN).version == 2
    assert mine.change(ANN, adding("c")).version == 3
    assert keys(second.read(ANN).document) == ["a", "b", "c"]


def test_what_is_kept_in_memory_is_bounded(folder):
    store = FileStore(folder, disk=QuickDisk(), recent_bytes=1500)
    people = [Principal("guest", str(number)) for number in range(20)]
    saved = [weakref.ref(store.change(person, adding(person.subject))) for person in people]
    gc.collect()
    assert 1 <= sum(state() is not None for state in saved) <= 4
    assert len(store._blobs._locks._locks) == 0
    assert [keys(store.read(person).document) for person in people] == [[person.subject] for person in people]


@pytest.mark.parametrize("same_store", [True, False])
def test_a_change_that_waits_too_long_is_refused_and_can_be_made_later(folder, same_store):
    patient, started, go_on = FileStore(folder), Event(), Event()
    impatient = FileStore(folder, patience=0.05)
    if same_store:
        impatient._blobs._locks = patient._blobs._locks

    def slowly(draft):
        started.set()
        go_on.wait(60)
        return adding("slow")(draft)

    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(patient.change, ANN, slowly)
        started.wait(60)
        try:
            with pytest.raises(Busy):
                impatient.change(ANN, adding("quick"))
            assert impatient.read(ANN) is None
            assert impatient.change(BEN, adding("another's")).version == 1
        finally:
            go_on.set()
        slow.result(60)
    assert keys(impatient.change(ANN, adding("quick")).document) == ["slow", "quick"]


def test_an_old_copy_of_the_file_does_no_harm(folder):
    store = store_of(folder, "a", "b")
    old = current(folder).read_bytes()
    for key in "cde":
        store.change(ANN, adding(key))
    current(folder).write_bytes(old)
    rolled_back = store.read(ANN)
    assert (keys(rolled_back.document), rolled_back.version) == (["a", "b"], 2)
    assert store_of(folder).change(ANN, adding("f")).version > 4
    assert keys(store.read(ANN).document) == ["a", "b", "f"]


def test_another_state_of_the_same_size_and_time_is_seen(folder):
    store = store_of(folder, "a")
    path = current(folder)
    first = path.read_bytes()
    second_store = store_of(folder)
    second_store.change(ANN, lambda draft: draft["contacts"][0].update(name="Contact b") or draft)
    times = path.stat()
    assert store.read(ANN).version == 2
    with path.open("r+b") as file:
        file.write(first)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == len(first) == times.st_size
    assert store.read(ANN).version == 1


def test_a_time_long_past_does_no_harm(folder):
    store = store_of(folder, "a", "b")
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    assert keys(store.change(ANN, adding("c")).document) == ["a", "b", "c"]
    assert keys(store_of(folder).read(ANN).document) == ["a", "b", "c"]
