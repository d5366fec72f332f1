"""Overwriting a file: whichever system call fails, it is the old one or the new one, and no draft stays behind."""

from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from netroi_core.storage.files.disk import Disk, overwrite

CALLS = ("create", "write", "sync", "status", "close", "exists", "replace", "open")


class Refusing(Disk):
    """A disk that refuses the k-th call."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __getattribute__(self, name: str) -> object:
        if name in CALLS:
            self.left -= 1
            if self.left == 0:
                raise OSError("refused")
        return super().__getattribute__(name)


@pytest.mark.parametrize("before", [b"old", None])
def test_whichever_call_is_refused_the_file_is_old_or_new_and_nothing_else_is_there(
    tmp_path: Path, before: bytes | None
) -> None:
    file = tmp_path / "workspace.json"
    for at in count(1):
        file.unlink(missing_ok=True)
        if before is not None:
            file.write_bytes(before)
        disk = Refusing(at)
        with suppress(OSError):
            overwrite(disk, file, b"new")
        assert (file.read_bytes() if file.exists() else None) in (before, b"new")
        assert {path.name for path in tmp_path.iterdir()} <= {file.name}
        if disk.left > 0:
            break
    assert at > 6
    assert file.read_bytes() == b"new"


def test_who_may_read_a_file_stays_and_a_new_one_is_its_owners_alone(tmp_path: Path) -> None:
    shared, new = tmp_path / "shared", tmp_path / "new"
    shared.write_bytes(b"old")
    shared.chmod(0o664)
    for file in (shared, new):
        overwrite(Disk(), file, b"new")
    assert [file.stat().st_mode & 0o777 for file in (shared, new)] == [0o664, 0o600]


def test_a_link_stays_a_link_to_what_was_overwritten(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    link.symlink_to(file)
    overwrite(Disk(), link, b"new")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"new")
