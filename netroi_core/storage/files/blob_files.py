"""Versioned blobs in a folder: the engine under the workspaces and the entries that are stored as files.

    NAME.json               the latest state
    NAME.backup-1.json      the states before it, the newest first, where backups are kept
    quarantine/NAME-1.json  damaged files that were set aside
    NAME.tmp                the next state, while it is written
    NAME.backup.tmp         the next backup, where the file system has no hard links
    NAME.lock               held by the writer
    NAME.used               empty; its modification time is the day of the last use

With one lock for the whole folder, that is ``lock``, and the next state is written to ``entry.tmp``.

A blob is replaced as a whole, by renaming: at every moment its file is the old state or the new one, so that readers
need no lock. The names are fixed, so that nothing is ever searched for, and what a writer left behind that died is
removed by the next one that holds the lock.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from datetime import time as clock_time
from pathlib import Path
from time import monotonic
from typing import Final

from netroi_core.errors import NetROIError, NotSaved, PerhapsSaved
from netroi_core.storage.files.disk import (
    Disk,
    make_folder,
    read_file,
    refuse_os_errors,
    remove_file,
    sync_folder,
    write_file,
)
from netroi_core.storage.files.file_locks import FileLocks
from netroi_core.storage.process_state import NamedLocks

BACKUPS: Final = 3  # of each workspace
MAX_QUARANTINED: Final = 10  # of each blob; when there are more, only the last of them gives way to the next

FILE_NAME: Final = re.compile(r"([0-9a-f]{40})(\.backup-\d)?\.json")


class BlobFolder:
    """A folder of blobs that any number of processes share; patience: seconds that a writer waits for the lock.

    Either each blob has its own lock and so many backups, or there is one lock for all of them and there are none.
    """

    def __init__(self, path: Path, disk: Disk, patience: float, *, backups: int = 0) -> None:
        # A host may have put a link in the folder's place; in that of its own files, NetROI follows none.
        self._path, self._disk, self._patience, self._backups = Path(os.path.realpath(path)), disk, patience, backups
        self._locks, self._file_locks = NamedLocks(), FileLocks(self._path)

    def blob(self, name: str) -> "BlobFile":
        """Return a blob, whether it exists or not, to read it without a lock."""
        return BlobFile(self._path, name, self._disk, self._backups)

    def names(self) -> list[str]:
        """Return the names of all blobs, in order; raise OSError."""
        try:
            files = self._disk.names(self._path)
        except FileNotFoundError:
            return []
        return sorted({match[1] for file in files if (match := FILE_NAME.fullmatch(file))})

    @contextmanager
    def locked(self, name: str, refusal: Callable[[str], NetROIError]) -> Iterator["BlobFile"]:
        """Hold the lock of a blob, to change it; make the folder where it is missing. Raises Busy, or the refusal."""
        blob = self.blob(name)
        lock_file = self._path / (f"{name}.lock" if self._backups else "lock")
        deadline = monotonic() + self._patience
        # A thread's lock comes first, so that the threads of one process don't poll against each other.
        with self._locks.hold(lock_file.name, self._patience):
            with refuse_os_errors(refusal):
                make_folder(self._disk, self._path)
                lock = self._file_locks.acquire(lock_file, max(0.0, deadline - monotonic()))
            try:
                with refuse_os_errors(refusal):
                    blob.sweep()
                yield blob
            finally:
                if self._backups:
                    # Removed only while it is held: a process that waits for it notices, and makes a new one.
                    with suppress(OSError):
                        if not blob.is_stored():
                            self._disk.unlink(lock_file)
                lock.release()


class BlobFile:
    """The files of one blob; whoever changes them holds its lock. Where nothing else is said, all raise OSError."""

    def __init__(self, folder: Path, name: str, disk: Disk, backups: int) -> None:
        self.name = name
        self.latest = folder / f"{name}.json"
        self.backups = [folder / f"{name}.backup-{age}.json" for age in range(1, backups + 1)]
        self._folder, self._disk = folder, disk
        self._draft = folder / f"{name if backups else 'entry'}.tmp"
        self._backup_draft = folder / f"{name if backups else 'entry'}.backup.tmp"
        self._use_marker = folder / f"{name}.used"

    def is_stored(self) -> bool:
        """Return True if a latest state is stored."""
        return self._disk.exists(self.latest)

    def read(self, path: Path | None = None) -> bytes | None:
        """Return the bytes of the latest state, or of another of the blob's files; None if it is not there."""
        return read_file(self._disk, path or self.latest)

    def states(self) -> list[bytes]:
        """Return the latest state and its backups, the newest first; a latest state that is missing is empty bytes."""
        backups = [raw for backup in self.backups if (raw := self.read(backup)) is not None]
        latest = self.read()
        return [latest or b"", *backups] if backups or latest is not None else []

    def save(self, raw: bytes, *, keep_backup: bool = False) -> os.stat_result:
        """Replace the latest state and wait until that is safe from a power cut.

        Raises:
            NotSaved: Nothing has changed.
            PerhapsSaved: The new state is in place, but the disk did not confirm that it is safe.
        """
        with refuse_os_errors(NotSaved):
            status = self.replace(raw, keep_backup=keep_backup)
        try:
            self.sync()
        except OSError as error:
            raise PerhapsSaved from error
        return status

    def replace(self, raw: bytes, *, keep_backup: bool = False) -> os.stat_result:
        """Replace the latest state, to be made safe by sync(); if it raises OSError, nothing has changed."""
        status = write_file(self._disk, self._draft, raw)
        try:
            if keep_backup:
                self._keep_backup()
            self._disk.replace(self._draft, self.latest)
        except OSError:
            with suppress(OSError):
                self.sweep()
            raise
        return status

    def replace_all(self, states: Sequence[bytes]) -> None:
        """Store these states as they are, the newest first, as many as are kept; the latest is put in place last."""
        for path, raw in zip(self.backups, states[1:], strict=False):
            write_file(self._disk, self._backup_draft, raw)
            self._disk.replace(self._backup_draft, path)
        self.replace(states[0])
        self.sync()

    def sync(self) -> None:
        """Wait until the names of the files are safe from a power cut."""
        sync_folder(self._disk, self._folder)

    def sweep(self) -> None:
        """Remove the drafts of a writer that died."""
        remove_file(self._disk, self._draft)
        remove_file(self._disk, self._backup_draft)

    def set_aside(self, path: Path) -> None:
        """Move a damaged file of the blob into quarantine, if it is there."""
        if not self._disk.exists(path):
            return
        slots = self._quarantine()
        make_folder(self._disk, slots[0].parent)
        sync_folder(self._disk, slots[0].parent)  # raises if that is a symbolic link, which may lead anywhere
        free = (slot for slot in slots if not self._disk.exists(slot))
        self._disk.replace(path, next(free, slots[-1]))
        sync_folder(self._disk, slots[0].parent)

    def erase(self) -> None:
        """Remove all files of the blob, the latest state last: an interrupted erasure has not happened."""
        for path in (self._draft, self._backup_draft, self._use_marker, *self._quarantine(), *self.backups):
            remove_file(self._disk, path)
        self.sync()
        if remove_file(self._disk, self.latest):
            self.sync()

    def record_use(self, day: date) -> None:
        """Record the day on which the blob was used, unless a later one is recorded."""
        moment = datetime.combine(day, clock_time(), UTC).timestamp()
        if (self._disk.modified(self._use_marker) or 0) < moment:
            self._disk.touch(self._use_marker, moment)

    def last_used(self) -> date:
        """Return the day (UTC) of the last use; where none was recorded, that of the last change."""
        moments = (self._disk.modified(path) for path in (self._use_marker, self.latest))
        return datetime.fromtimestamp(next((moment for moment in moments if moment is not None), 0), UTC).date()

    def _keep_backup(self) -> None:
        """Shift the backups by one, up to the first gap, and give the latest state the name of the newest."""
        exist = [self._disk.exists(backup) for backup in self.backups[:-1]]
        gap = exist.index(False) if False in exist else len(self.backups) - 1
        for age in range(gap, 0, -1):
            self._disk.replace(self.backups[age - 1], self.backups[age])
        try:
            self._disk.link(self.latest, self.backups[0])  # a hard link, so that a backup costs no writing
        except OSError:  # a file system without hard links
            write_file(self._disk, self._backup_draft, self.read() or b"")
            self._disk.replace(self._backup_draft, self.backups[0])

    def _quarantine(self) -> list[Path]:
        return [self._folder / "quarantine" / f"{self.name}-{number}.json" for number in range(1, MAX_QUARANTINED + 1)]
