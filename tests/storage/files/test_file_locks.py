"""Drives whose locks keep nobody out: refused at the start and at the first save, before anything is overwritten."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from netroi_core.errors import NotSaved
from netroi_core.storage.addresses import startup_error
from netroi_core.storage.files import file_locks
from netroi_core.storage.files.disk import Disk
from netroi_core.storage.files.file_locks import local_lock_option
from netroi_core.storage.files.stores import FileEntries, FileStore
from tests.storage.samples import ANN, adding, files, keys, store_of

ROOT = Path(__file__).parents[3]
MOUNTS = r"""
22 1 259:1 / / rw,relatime shared:1 - ext4 /dev/root rw,discard
31 22 0:44 / /srv/v3 rw,relatime shared:2 - nfs nas:/a rw,vers=3,nolock,proto=tcp,local_lock=all,addr=192.0.2.9
32 22 0:45 / /srv/v4 rw,relatime shared:3 - nfs4 nas:/b rw,vers=4.2,hard,local_lock=none,addr=192.0.2.9
33 22 0:46 / /srv/flock rw,relatime - nfs nas:/c rw,vers=3,hard,local_lock=flock
34 22 0:47 / /srv/share rw,relatime shared:5 - cifs //nas/d rw,vers=3.1.1,nobrl
35 22 0:48 / /srv/good\040share rw,relatime shared:6 - cifs //nas/e rw,vers=3.1.1
36 22 0:49 / /srv/ssh rw,nosuid,nodev - fuse.sshfs me@host:/f rw,user_id=0
37 31 259:2 / /srv/v3/local rw,relatime - ext4 /dev/sdb rw
38 22 0:50 / /srv/twice rw - nfs nas:/g rw,nolock
39 22 259:3 / /srv/twice rw - ext4 /dev/sdc rw
"""
# White space that the kernel writes as it is, and a name that isn't UTF-8.
ODD_MOUNTS = b"""
40 22 0:51 / /srv/a\xc2\xa0b\xe2\x80\xa8c rw - nfs nas:/h rw,nolock
41 22 0:52 / /srv/b\xfcro rw - nfs nas:/i rw,nolock
"""


@pytest.mark.parametrize(
    ("folder", "option"),
    [
        ("/home/ann/data", None),
        ("/srv/v3/data", "nolock"),
        ("/srv/v3", "nolock"),
        ("/srv/v3x", None),
        ("/srv/v3/local/data", None),
        ("/srv/v4/data", None),
        ("/srv/flock/data", "local_lock=flock"),
        ("/srv/share/data", "nobrl"),
        ("/srv/good share/data", None),
        ("/srv/ssh/data", "sshfs"),
        ("/srv/twice/data", None),
    ],
)
def test_a_drive_that_keeps_its_locks_from_other_machines_is_known_by_how_it_is_mounted(
    folder: str, option: str | None
) -> None:
    assert local_lock_option(Path(folder), MOUNTS) == option


def test_a_mount_point_may_have_any_name(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_locks, "_MOUNTS", tmp_path / "mounts")
    (tmp_path / "mounts").write_bytes(ODD_MOUNTS)
    assert FileStore(folder).change(ANN, adding("a")).version == 1
    for name in (b"/srv/a\xc2\xa0b\xe2\x80\xa8c/data", b"/srv/b\xfcro/data"):
        assert local_lock_option(Path(os.fsdecode(name)), os.fsdecode(ODD_MOUNTS)) == "nolock"


def grant_to_everybody(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(filelock._unix, "lock_fd_nonblocking", lambda descriptor: True)
    return "without working file locks"


def grant_to_nobody(monkeypatch: pytest.MonkeyPatch) -> str:
    def refuse(descriptor: int) -> bool:
        raise OSError(errno.ENOSYS, "no such call")

    monkeypatch.setattr(filelock._unix, "lock_fd_nonblocking", refuse)
    return "without file locks"


def keep_from_other_machines(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(file_locks, "local_lock_option", lambda *_: local_lock_option(Path("/srv/v3"), MOUNTS))
    return r"whose locks other machines can’t see \(nolock\)"


@pytest.mark.parametrize("break_locks", [grant_to_everybody, grant_to_nobody, keep_from_other_machines])
@pytest.mark.parametrize("is_new", [True, False])
def test_without_working_locks_nothing_is_saved_and_the_reason_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, break_locks, is_new: bool
) -> None:
    if not is_new:
        store_of(folder, "a")
    reason = break_locks(monkeypatch)
    with pytest.raises(NotSaved, match=f"on a drive {reason}"):
        FileStore(folder).change(ANN, adding("b"))
    with pytest.raises(NotSaved, match=f"on a drive {reason}"):
        FileEntries(folder / "access").change("link", lambda _: {"html": "<p>"})
    assert not [name for name in files(folder) if name.startswith("access") and name.endswith(".json")]
    if is_new:
        assert startup_error(str(folder)) is None, "nothing is there that could be lost"
    else:
        assert keys(FileStore(folder).read(ANN).document) == ["a"]
        assert "NetROI can’t start: the data folder is on a drive" in (startup_error(str(folder)) or "")


def test_a_folder_with_working_locks_starts_and_is_tried_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store_of(folder, "a")
    assert startup_error(str(folder)) is None
    assert startup_error("postgresql://host.example/x") is None
    tries = []
    prove = file_locks.local_lock_option
    monkeypatch.setattr(file_locks, "local_lock_option", lambda *values: tries.append(1) or prove(*values))
    store = FileStore(folder)
    store.change(ANN, adding("b"))
    first = len(tries)
    store.change(ANN, adding("c"))
    assert len(tries) == first <= 2, "the key's lock and the workspaces'"


def test_the_server_ends_at_its_start_with_the_reason(folder: Path) -> None:
    store_of(folder, "a")
    program = "import filelock; filelock._unix.lock_fd_nonblocking = lambda descriptor: True; import app"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"NETROI_STORE": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "NetROI can’t start: the data folder is on a drive without working file locks" in ended.stderr


@pytest.mark.parametrize("is_there", [True, False])
def test_the_folders_may_be_symbolic_links(tmp_path: Path, is_there: bool) -> None:
    targets = tmp_path / "disk", tmp_path / "other disk"
    links = tmp_path / "data", tmp_path / "data" / "access"
    targets[0].mkdir()
    if is_there:
        targets[1].mkdir()
    for link, target in zip(links, targets, strict=True):
        link.symlink_to(target)
    for key in "ab":
        assert FileStore(links[0]).change(ANN, adding(key)).version == "ab".index(key) + 1
        FileEntries(links[1]).change("link", lambda _, key=key: {"key": key})
    assert keys(FileStore(links[0]).read(ANN).document) == ["a", "b"]
    assert FileEntries(targets[1]).read("link") == {"key": "b"}
    FileStore(links[0]).erase(ANN)
    assert FileStore(targets[0]).read(ANN) is None


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP, errno.EBADF])
def test_a_drive_that_can_not_sync_folders_is_used_and_every_save_is_confirmed(folder: Path, code: int) -> None:
    class NoFolderSync(Disk):
        def sync(self, descriptor: int) -> None:
            if Path(f"/proc/self/fd/{descriptor}").is_dir():
                raise OSError(code, "not for folders")
            super().sync(descriptor)

    store = FileStore(folder, disk=NoFolderSync())
    assert [store.change(ANN, adding(key)).version for key in "abc"] == [1, 2, 3]
    assert FileEntries(folder / "access", disk=NoFolderSync()).change("link", lambda _: {"n": 1}) == {"n": 1}
    store.erase(ANN)
