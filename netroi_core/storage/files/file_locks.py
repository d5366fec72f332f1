"""File locks, tested to exclude a second writer before the first one relies on them.

Without them, 15 of 95 acknowledged saves were lost. Some network drives grant a lock to everybody, and some hide it
from other machines: a trial shows the former, but only the drive's mount options show the latter.
"""

import errno
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from netroi_core.errors import Busy

# filelock's default of 50 ms let one writer among several wait for 9 to 18 s.
_POLL_SECONDS: Final = 0.002
_NO_LOCKS: Final = (
    "the data folder is on a drive {}, so saves could overwrite each other (move it to a local disk, or store in "
    "PostgreSQL)"
)
_MOUNTS: Final = Path("/proc/self/mountinfo")  # Linux has it; elsewhere only the trial protects
# man nfs, man mount.cifs
_LOCAL_LOCKS: Final = {
    "nfs": re.compile(r"nolock|local_lock=(all|flock)"),
    "nfs4": re.compile(r"nolock|local_lock=(all|flock)"),
    "cifs": re.compile(r"nobrl|nolock"),
    "smb3": re.compile(r"nobrl|nolock"),
}


class NoFileLocks(OSError):
    """Locks on this drive don't keep others out; the text says why."""


class FileLocks:
    """The locks of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._are_proven = False

    def acquire(self, file: Path, timeout: float) -> FileLock:
        """Return the lock of a file, which the caller releases; raise Busy, NoFileLocks, OSError."""
        lock = _lock(file)
        try:
            lock.acquire(timeout=timeout, poll_interval=_POLL_SECONDS)
        except Timeout:
            raise Busy from None
        except OSError as error:
            if error.errno == errno.ENOSYS:
                raise NoFileLocks(_NO_LOCKS.format("without file locks")) from None
            raise
        try:
            self._prove(file)
        except BaseException:
            lock.release()
            raise
        return lock

    def _prove(self, held: Path) -> None:
        if self._are_proven:
            return
        second = _lock(held)
        with suppress(Timeout):
            second.acquire(timeout=0)
            second.release()
            raise NoFileLocks(_NO_LOCKS.format("without working file locks"))
        with suppress(FileNotFoundError):
            mounts = os.fsdecode(_MOUNTS.read_bytes())  # a mount point may be in any encoding, as a path may
            if (option := local_lock_option(self._folder, mounts)) is not None:
                raise NoFileLocks(_NO_LOCKS.format(f"whose locks other machines can’t see ({option})"))
        self._are_proven = True


def local_lock_option(folder: Path, mounts: str) -> str | None:
    """Return what makes a network drive keep its locks from other machines: an option, or its kind; None if nothing.

    Args:
        folder: An absolute path without symbolic links.
        mounts: The text of /proc/self/mountinfo, described in ``man proc_pid_mountinfo``.
    """
    # Only the kernel's own separators: a name may hold other white space.
    mounted = [line.split(" - ", 1) for line in mounts.split("\n") if " - " in line]
    above = [parts for parts in mounted if folder.is_relative_to(_unescaped(parts[0].split(" ")[4]))]
    if not above:
        return None
    # Of mounts at one place, the last one hides the others.
    _, (place, drive) = max(enumerate(above), key=lambda pair: (len(pair[1][0].split(" ")[4]), pair[0]))
    kind, _, options = drive.split(" ", 2)
    if kind == "fuse.sshfs":
        return "sshfs"
    pattern = _LOCAL_LOCKS.get(kind)
    every_option = f"{place.split(' ')[5]},{options}".split(",")
    return next((option for option in every_option if pattern is not None and pattern.fullmatch(option)), None)


def _unescaped(path: str) -> str:
    """Return a mount point as it is: spaces and the like are written as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), path)


def _lock(file: Path) -> FileLock:
    # No soft locks: one that a killed process leaves behind stops everybody.
    return FileLock(file, mode=0o600, thread_local=False, fallback_to_soft=False)
