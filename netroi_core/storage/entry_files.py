"""Entries as files in a folder, each replaced as a whole; whoever writes one holds the lock of them all.

NAME.json  an entry
entry.tmp  the next state of one; what lies there was left by a writer that died
lock       held by whoever writes
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Final

from filelock import FileLock, Timeout

from netroi_core.errors import Busy, NetROIError, NotSaved, PerhapsSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.disk import Disk, contents, explained, make_folder, reason, remove, sync_folder, write
from netroi_core.storage.entries import Entry, EntryEdit, edited, hashed, is_past, opened, unsealed
from netroi_core.storage.holdings import Unusable
from netroi_core.storage.turns import Turns

_FILE: Final = re.compile(r"([0-9a-f]{40})\.json")


class FileEntries:
    """Entries in a folder, which is made on the first change; any number of processes may share it.

    patience: how many seconds a change waits for others before it is refused as Busy.
    """

    def __init__(self, folder: Path, *, disk: Disk | None = None, patience: float = 10) -> None:
        self._folder, self._disk, self._patience = folder, disk or Disk(), patience
        self._new = folder / "entry.tmp"
        self._turns = Turns()

    def read(self, name: str) -> Entry | None:
        """What is kept under this name; waits for nobody."""
        with explained(Unavailable):
            raw = self.stored(hashed(name))
        return opened(raw)

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace it, one process at a time."""
        stored_as = hashed(name)
        with self._turn(NotSaved):
            with explained(NotSaved):
                before = self.stored(stored_as)
            after = edited(before, edit)
            if after != before:
                with explained(NotSaved):
                    self._replace(stored_as, after)
                try:
                    sync_folder(self._disk, self._folder)
                except OSError as error:
                    raise PerhapsSaved from error
        return unsealed(after)

    def erase(self, name: str) -> None:
        """Remove its file."""
        with explained(NotErased):
            if not self._disk.exists(self._folder):
                return
        with self._turn(NotErased), explained(NotErased):
            self._remove(hashed(name))

    def names(self) -> list[str]:
        """The names that entries are stored under, in order. OSError."""
        try:
            files = self._disk.names(self._folder)
        except FileNotFoundError:
            return []
        return sorted(found[1] for file in files if (found := _FILE.fullmatch(file)))

    def stored(self, stored_as: str) -> bytes | None:
        """What is stored under such a name, unchecked. OSError."""
        return contents(self._disk, self._file(stored_as))

    def put(self, stored_as: str, raw: bytes) -> None:
        """Store an entry as it is. Unusable, Busy."""
        with self._turn(Unusable), explained(Unusable):
            self._replace(stored_as, raw)
            sync_folder(self._disk, self._folder)

    def purge(self, stored_as: str, today: date) -> bool:
        """Remove an entry that says until when it is kept, if that is past; whether it was. Unusable, Busy."""
        with self._turn(Unusable), explained(Unusable):
            raw = self.stored(stored_as)
            if raw is None or not is_past(raw, today):
                return False
            self._remove(stored_as)
            return True

    def _replace(self, stored_as: str, raw: bytes) -> None:
        remove(self._disk, self._new)
        write(self._disk, self._new, raw)
        try:
            self._disk.replace(self._new, self._file(stored_as))
        except OSError:
            with suppress(OSError):
                remove(self._disk, self._new)
            raise

    def _remove(self, stored_as: str) -> None:
        remove(self._disk, self._file(stored_as))
        sync_folder(self._disk, self._folder)

    @contextmanager
    def _turn(self, refusal: Callable[[str], NetROIError]) -> Iterator[None]:
        """Hold the lock of the folder, which is made if it is missing."""
        patient_until = monotonic() + self._patience
        with self._turns.of("", self._patience):
            lock = FileLock(self._folder / "lock", mode=0o600)
            try:
                make_folder(self._disk, self._folder)
                lock.acquire(timeout=max(0.0, patient_until - monotonic()), poll_interval=0.002)
            except Timeout:
                raise Busy from None
            except OSError as error:
                raise refusal(reason(error)) from error
            try:
                yield
            finally:
                lock.release()

    def _file(self, stored_as: str) -> Path:
        return self._folder / f"{stored_as}.json"
