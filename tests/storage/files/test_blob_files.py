"""Each system call of an act fails once, in each way: the state is the old one or the new one, and can be used.

In SQLite's manner: the act is repeated, and the k-th call fails, until there is no k-th call.
"""

import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from errno import EIO, ENOSPC, EPERM
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from netroi_core.errors import NetROIError, NotSaved, PerhapsSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.files.disk import Disk
from netroi_core.storage.files.stores import FileStore
from tests.storage.samples import ANN, QuickDisk, adding, current, keys

Call = Callable[..., Any]
GROWING = {"create", "write", "link", "make_dir"}  # the calls that a full disk refuses


class Died(BaseException):
    """The process is no more: no call after this one reaches the disk."""


class FaultyDisk:
    """A disk whose k-th call goes wrong."""

    def __init__(self, at: int, fault: Callable[["FaultyDisk", str, Call, tuple[Any, ...]], Any], disk: Disk) -> None:
        self.happened = self.is_dead = self.is_full = False
        self._calls, self._at, self._fault, self._disk = 0, at, fault, disk
        self._open: set[int] = set()

    def __getattr__(self, name: str) -> Call:
        real = getattr(self._disk, name)

        def call(*arguments: Any) -> Any:
            if self.is_dead:
                raise Died
            if self.is_full and name in GROWING:
                raise OSError(ENOSPC, "full")
            self._calls += 1
            if self._calls == self._at:
                self.happened = True
                return self._fault(self, name, real, arguments)
            answer = real(*arguments)
            if name in ("create", "open"):
                self._open.add(answer)
            elif name == "close":
                self._open.discard(arguments[0])
            return answer

        return call

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        self.is_dead = self.is_full = False
        self._at = 0

    def close_all(self) -> None:
        """Close all files, as the system does when a process ends."""
        for descriptor in self._open:
            with suppress(OSError):
                os.close(descriptor)


def die_before(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    disk.is_dead = True
    raise Died


def die_after(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    answer = real(*arguments)
    if name in ("create", "open"):
        os.close(answer)
    disk.is_dead = True
    raise Died


def be_full_once(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    raise OSError(ENOSPC, "full")


def be_full_from_then_on(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    disk.is_full = True
    return getattr(disk, name)(*arguments)


def be_broken_once(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    if name == "close":
        real(*arguments)
    raise OSError(EIO, "broken")


def do_half(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    if name == "write":
        return real(arguments[0], arguments[1][: (len(arguments[1]) + 1) // 2])
    if name == "read":
        return real(arguments[0], (arguments[1] + 1) // 2)
    return real(*arguments)


def do_half_and_be_full(disk: FaultyDisk, name: str, real: Call, arguments: tuple[Any, ...]) -> Any:
    answer = do_half(disk, name, real, arguments)
    disk.is_full = True
    return answer


class NoLinks(QuickDisk):
    def link(self, old: Path, new: Path) -> None:
        raise OSError(EPERM, "no hard links here")


FAULTS = [die_before, die_after, be_full_once, be_full_from_then_on, be_broken_once, do_half, do_half_and_be_full]
every_fault = pytest.mark.parametrize("fault", FAULTS)


def untouched(folder: Path) -> None:
    """No folder yet."""


def saved_once(folder: Path) -> None:
    FileStore(folder, disk=QuickDisk()).change(ANN, adding("a"))


def saved_five_times(folder: Path) -> None:
    for key in "abcde":
        FileStore(folder, disk=QuickDisk()).change(ANN, adding(key))


def damaged(folder: Path) -> None:
    saved_five_times(folder)
    current(folder).write_bytes(b"")


def faulty_runs(tmp_path: Path, prepare: Callable[[Path], None], fault: Any, disk: Disk):
    """(a folder, a store whose k-th call fails, its disk) for every k; ends when there are no more calls."""
    template = tmp_path / "template"
    prepare(template)
    for k in count(1):
        folder = tmp_path / str(k)
        if template.exists():
            shutil.copytree(template, folder)
        faulty = FaultyDisk(k, fault, disk)
        yield folder, FileStore(folder, disk=faulty), faulty
        faulty.close_all()
        shutil.rmtree(folder, ignore_errors=True)
        if not faulty.happened:
            assert k > 5
            return


def is_usable(folder: Path, before: list[str]) -> None:
    after = FileStore(folder, disk=QuickDisk()).change(ANN, adding("after"))
    assert keys(after.document) == [*before, "after"]
    assert keys(FileStore(folder, disk=QuickDisk()).read(ANN).document) == [*before, "after"]
    assert not list(folder.glob("*.tmp"))


@every_fault
@pytest.mark.parametrize("disk", [QuickDisk(), NoLinks()], ids=["links", "copies"])
@pytest.mark.parametrize(("prepare", "old"), [(untouched, ""), (saved_once, "a"), (saved_five_times, "abcde")])
def test_a_change_is_made_or_not_made(tmp_path, prepare, old, disk, fault):
    for folder, store, _ in faulty_runs(tmp_path, prepare, fault, disk):
        allowed: list[list[str]] = [[*old], [*old, "new"]]
        try:
            acknowledged = store.change(ANN, adding("new"))
            assert keys(acknowledged.document) == [*old, "new"]
            allowed = allowed[1:]
        except NotSaved:
            allowed = allowed[:1]
            assert not list(folder.glob("[0-9a-f]*.tmp"))
        except (PerhapsSaved, Died):
            pass
        latest = FileStore(folder, disk=QuickDisk()).read(ANN)
        state = [] if latest is None else keys(latest.document)
        assert state in allowed
        assert latest is None or latest.restored is None
        is_usable(folder, state)


@every_fault
def test_the_store_that_met_a_fault_goes_on(tmp_path, fault):
    for _, store, disk in faulty_runs(tmp_path, saved_five_times, fault, QuickDisk()):
        with suppress(NetROIError, Died):
            store.change(ANN, adding("new"))
        disk.heal()
        latest = store.read(ANN)
        assert keys(latest.document) in ([*"abcde"], [*"abcde", "new"])
        again = store.change(ANN, adding("again"))
        assert keys(again.document) == [*keys(latest.document), "again"]
        assert again.version == latest.version + 1


@every_fault
@pytest.mark.parametrize("disk", [QuickDisk(), NoLinks()], ids=["links", "copies"])
def test_a_restoration_is_made_or_can_be_made_later(tmp_path, disk, fault):
    for folder, store, _ in faulty_runs(tmp_path, damaged, fault, disk):
        with suppress(Unavailable, Died):
            assert keys(store.read(ANN).document) == [*"abcd"]
        state = FileStore(folder, disk=QuickDisk()).read(ANN)
        assert keys(state.document) == [*"abcd"]
        assert state.restored.version == 4
        assert len(list((folder / "quarantine").iterdir())) == 1
        is_usable(folder, [*"abcd"])


@every_fault
def test_an_erasure_is_made_or_can_be_repeated(tmp_path, fault):
    for folder, store, _ in faulty_runs(tmp_path, saved_five_times, fault, QuickDisk()):
        is_done = False
        with suppress(NotErased, Died):
            store.erase(ANN)
            is_done = True
        state = FileStore(folder, disk=QuickDisk()).read(ANN)
        if is_done:
            assert state is None
        assert state is None or keys(state.document) == [*"abcde"]
        FileStore(folder, disk=QuickDisk()).erase(ANN)
        assert not list(folder.glob("*.json"))
        is_usable(folder, [])


@every_fault
def test_a_read_tells_the_state_or_that_it_can_not(tmp_path, fault):
    for _, store, _ in faulty_runs(tmp_path, saved_once, fault, QuickDisk()):
        try:
            assert keys(store.read(ANN).document) == ["a"]
        except (Unavailable, Died):
            continue


def test_a_full_disk_is_named(tmp_path):
    saved_once(tmp_path)
    messages = set()
    for at in range(1, 60):
        store = FileStore(tmp_path, disk=FaultyDisk(at, be_full_from_then_on, QuickDisk()))
        try:
            store.change(ANN, adding(str(at)))
        except NotSaved as refusal:
            messages.add(str(refusal))
    assert messages == {"Your change couldn’t be saved: the disk is full. Everything saved before is unchanged."}


def test_who_can_not_know_whether_it_was_saved_says_so_and_reading_tells(tmp_path):
    class NoFolderSync(QuickDisk):
        def sync(self, descriptor: int) -> None:
            if stat.S_ISDIR(os.fstat(descriptor).st_mode):
                raise OSError(EIO, "broken")

    saved_once(tmp_path)
    store = FileStore(tmp_path, disk=NoFolderSync())
    with pytest.raises(PerhapsSaved):
        store.change(ANN, adding("new"))
    assert keys(store.read(ANN).document) == ["a", "new"]


def test_a_file_is_safe_before_it_gets_its_name_and_the_name_before_it_is_acknowledged(tmp_path):
    calls = []

    class Noting(Disk):
        def sync(self, descriptor: int) -> None:
            super().sync(descriptor)
            calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")

        def replace(self, old: Path, new: Path) -> None:
            super().replace(old, new)
            if new == current(tmp_path):
                calls.append("renamed")

    saved_once(tmp_path)
    FileStore(tmp_path, disk=Noting()).change(ANN, adding("new"))
    assert calls == ["file", "renamed", "folder"]
