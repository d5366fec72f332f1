"""The system calls of the file stores, one method each, and the few steps that are made of them.

Everything that touches the disk goes through a Disk, except the lock files, so that a test can let any call fail.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Final

from netroi_core.errors import NetROIError

# Links are not followed, and opening a pipe does not block. Windows has neither flag, but opens files as text.
_FLAGS: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CAN_SYNC_FOLDERS: Final = hasattr(os, "O_DIRECTORY")
# The errors of file systems that can't sync a folder, among them some network and FUSE drives: PostgreSQL ignores them,
# too (fsync_fname_ext in src/backend/storage/file/fd.c).
_NO_FOLDER_SYNC: Final = {errno.EINVAL, errno.EBADF, errno.ENOTSUP}

_REASONS: Final = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "NetROI’s disk quota is used up",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "NetROI doesn’t have permission to use its data folder",
    errno.EPERM: "NetROI doesn’t have permission to use its data folder",
    errno.ELOOP: "there is a symbolic link where NetROI’s own file should be",
    errno.EIO: "the disk reports an error",
    errno.ENOLCK: "the drive of the data folder can’t lock files right now",
    errno.EMFILE: "too many files are open",
    errno.ENFILE: "too many files are open",
}


class Disk:
    """The system calls; each may raise OSError."""

    status = staticmethod(os.fstat)
    read = staticmethod(os.read)
    write = staticmethod(os.write)
    sync = staticmethod(os.fsync)
    close = staticmethod(os.close)
    names = staticmethod(os.listdir)
    link = staticmethod(os.link)
    replace = staticmethod(os.replace)
    unlink = staticmethod(os.unlink)

    def create(self, path: Path) -> int:
        """Open a new file for its owner alone; raise FileExistsError if the name is taken."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)

    def open(self, path: Path) -> int:
        """Open a file to read; a symbolic link raises ELOOP."""
        return os.open(path, os.O_RDONLY | _FLAGS)

    def exists(self, path: Path) -> bool:
        """Return True if anything has this name, even a link to nowhere."""
        return self.modified(path) is not None

    def modified(self, path: Path) -> float | None:
        """Return when a file was last written or touched, in seconds since 1970; None if it is not there."""
        try:
            return path.lstat().st_mtime
        except FileNotFoundError:
            return None

    def touch(self, path: Path, moment: float) -> None:
        """Set the modification time of a file, which is made if it is missing."""
        path.touch(mode=0o600)
        os.utime(path, (moment, moment))

    def make_dir(self, folder: Path) -> None:
        """Make a folder for its owner alone."""
        folder.mkdir(mode=0o700)


@contextmanager
def refuse_os_errors(refusal: Callable[[str], NetROIError]) -> Iterator[None]:
    """Turn errors of the disk into a refusal that can be shown; it is called with the reason, in plain words."""
    try:
        yield
    except OSError as error:
        reason = str(error) if error.errno is None else _REASONS.get(error.errno, "the disk refused to write")
        raise refusal(reason) from error


def read_file(disk: Disk, path: Path) -> bytes | None:
    """Return all bytes of a file; None if it is not there, and no bytes of a symbolic link."""
    try:
        descriptor = disk.open(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return b""
        raise
    try:
        return read_rest(disk, descriptor, disk.status(descriptor).st_size)
    finally:
        disk.close(descriptor)


def read_rest(disk: Disk, descriptor: int, size: int) -> bytes:
    """Return what is left to read of an open file, which is about this large."""
    parts = []
    while part := disk.read(descriptor, size + 1):
        parts.append(part)
    return b"".join(parts)


def write_file(disk: Disk, path: Path, raw: bytes) -> os.stat_result:
    """Write a new file, safe from a power cut once its folder is synced too. If that fails, no file is left."""
    descriptor = disk.create(path)
    try:
        try:
            remaining = memoryview(raw)
            while remaining:
                remaining = remaining[disk.write(descriptor, remaining) :]
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
    """Replace a user's own file as a whole, or make it; its permissions stay, and a symbolic link stays a link."""
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{token_hex(8)}.tmp")
    try:
        write_file(disk, draft, raw)
        if disk.exists(target):
            draft.chmod(target.stat().st_mode & 0o777)
        disk.replace(draft, target)
    except OSError:
        with suppress(OSError):
            disk.unlink(draft)
        raise
    sync_folder(disk, target.parent)


def remove_file(disk: Disk, path: Path) -> bool:
    """Remove a file; return True if it was there."""
    try:
        disk.unlink(path)
    except FileNotFoundError:
        return False
    return True


def sync_folder(disk: Disk, folder: Path) -> None:
    """Wait until the names in a folder are safe from a power cut, where the system has a way to do that."""
    if not _CAN_SYNC_FOLDERS:
        return
    descriptor = disk.open(folder)
    try:
        disk.sync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        disk.close(descriptor)


def make_folder(disk: Disk, folder: Path) -> None:
    """Make a folder and those above it, where they are missing."""
    if disk.exists(folder):
        return
    make_folder(disk, folder.parent)
    with suppress(FileExistsError):
        disk.make_dir(folder)
        sync_folder(disk, folder.parent)
