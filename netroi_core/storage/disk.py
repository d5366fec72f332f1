"""The file store's system calls, one method each, and the few steps that are made of them.

Everything that touches the disk goes through a Disk (only the lock files don't), so that a test can let any call fail.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from netroi_core.errors import NetROIError

# Absent on Windows: links are never followed, nor does opening a pipe wait; there, files would be opened as text.
_ALWAYS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SYNCS_FOLDERS: Final = hasattr(os, "O_DIRECTORY")

_REASONS: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk space allowed to NetROI is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "NetROI may not use its data folder",
    errno.EPERM: "NetROI may not use its data folder",
    errno.ELOOP: "there is a link where NetROI's own file should be",
    errno.EIO: "the disk reports an error",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


class Disk:
    """The system calls; each may raise OSError."""

    def create(self, path: Path) -> int:
        """Open a file that must not exist yet, for its owner alone."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _ALWAYS, 0o600)

    def look(self, path: Path) -> int:
        """Open a file to read; a symbolic link raises ELOOP."""
        return os.open(path, os.O_RDONLY | _ALWAYS)

    def status(self, descriptor: int) -> os.stat_result:
        """What the system knows of an open file."""
        return os.fstat(descriptor)

    def read(self, descriptor: int, size: int) -> bytes:
        """Up to size bytes; none at the end."""
        return os.read(descriptor, size)

    def write(self, descriptor: int, part: memoryview) -> int:
        """Write; returns how much of it was taken."""
        return os.write(descriptor, part)

    def sync(self, descriptor: int) -> None:
        """Wait until it is safe from a power cut."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close an open file."""
        os.close(descriptor)

    def exists(self, path: Path) -> bool:
        """Whether anything has this name, even a link to nowhere."""
        try:
            path.lstat()
        except FileNotFoundError:
            return False
        return True

    def names(self, folder: Path) -> list[str]:
        """What a folder holds."""
        return [path.name for path in folder.iterdir()]

    def link(self, old: Path, new: Path) -> None:
        """Give a file a second name."""
        new.hardlink_to(old)

    def replace(self, old: Path, new: Path) -> None:
        """Rename a file, over another if there is one, in one step."""
        old.replace(new)

    def unlink(self, path: Path) -> None:
        """Remove a name."""
        path.unlink()

    def touched(self, path: Path) -> float | None:
        """When a file was last written or touched (seconds since 1970), None if it is not there."""
        try:
            return path.lstat().st_mtime
        except FileNotFoundError:
            return None

    def touch(self, path: Path, moment: float) -> None:
        """Set the time of a file, which is made if it is missing."""
        path.touch(mode=0o600)
        os.utime(path, (moment, moment))

    def make(self, folder: Path) -> None:
        """Make a folder for its owner alone."""
        folder.mkdir(mode=0o700)


def reason(error: OSError) -> str:
    """Why the disk refused, in plain words."""
    if error.errno is None:
        return str(error)
    return _REASONS.get(error.errno, "the disk refused it")


@contextmanager
def explained(refusal: Callable[[str], NetROIError]) -> Iterator[None]:
    """Turn the disk's errors into a refusal that can be shown."""
    try:
        yield
    except OSError as error:
        raise refusal(reason(error)) from error


def contents(disk: Disk, path: Path) -> bytes | None:
    """All bytes of a file, none of what is no file, None if there is nothing."""
    try:
        descriptor = disk.look(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return b""
        raise
    try:
        return rest(disk, descriptor, disk.status(descriptor).st_size)
    finally:
        disk.close(descriptor)


def rest(disk: Disk, descriptor: int, size: int) -> bytes:
    """What is left to read of an open file, which is about this much."""
    parts = []
    while part := disk.read(descriptor, size + 1):
        parts.append(part)
    return b"".join(parts)


def write(disk: Disk, path: Path, raw: bytes) -> os.stat_result:
    """Write a new file, safe from a power cut once its folder is synced too. If that fails, no file is left."""
    descriptor = disk.create(path)
    try:
        try:
            left = memoryview(raw)
            while left:
                left = left[disk.write(descriptor, left) :]
            disk.sync(descriptor)
            status = disk.status(descriptor)
        finally:
            disk.close(descriptor)
    except OSError:
        with suppress(OSError):
            disk.unlink(path)
        raise
    return status


def overwrite(disk: Disk, path: Path, raw: bytes) -> None:
    """Replace a file as a whole, or make it; at every moment it is the old one or the new one, by rights of the old."""
    there = path.resolve()
    draft = there.with_name(f".{there.name}.{token_hex(8)}.tmp")
    try:
        write(disk, draft, raw)
        if disk.exists(there):
            draft.chmod(there.stat().st_mode & 0o777)
        disk.replace(draft, there)
    except OSError:
        with suppress(OSError):
            disk.unlink(draft)
        raise
    sync_folder(disk, there.parent)


def remove(disk: Disk, path: Path) -> bool:
    """Remove a file if it is there; whether it was."""
    try:
        disk.unlink(path)
    except FileNotFoundError:
        return False
    return True


def sync_folder(disk: Disk, folder: Path) -> None:
    """Wait until the names in a folder are safe from a power cut (Windows knows no way to)."""
    if not _SYNCS_FOLDERS:
        return
    descriptor = disk.look(folder)
    try:
        disk.sync(descriptor)
    finally:
        disk.close(descriptor)


def make_folder(disk: Disk, folder: Path) -> None:
    """Make a folder and those above it, where they are missing."""
    if disk.exists(folder):
        return
    make_folder(disk, folder.parent)
    with suppress(FileExistsError):
        disk.make(folder)
        sync_folder(disk, folder.parent)
