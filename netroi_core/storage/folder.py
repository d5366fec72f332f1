"""A folder of the file store, as a whole."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from netroi_core.errors import Busy
from netroi_core.storage.disk import Disk
from netroi_core.storage.entry_files import FileEntries
from netroi_core.storage.holdings import Holding, is_unused_guest
from netroi_core.storage.keys import Keyring
from netroi_core.storage.place import Place

ENTRIES: Final = "access"  # the folder inside of it for what lies beside the workspaces
_FILE: Final = re.compile(r"([0-9a-f]{40})(\.backup-\d)?\.json")


class Folder:
    """All that is in a folder; each workspace is locked while it is looked at or changed. OSError, Busy, Unusable."""

    def __init__(self, folder: Path, *, disk: Disk | None = None, patience: float = 10) -> None:
        self._folder, self._disk, self._patience = folder, disk or Disk(), patience
        self._keyring = Keyring(folder, self._disk, patience)
        self._entries = FileEntries(folder / ENTRIES, disk=self._disk, patience=patience)

    def key(self) -> bytes | None:
        """The key of the names, with its checksum."""
        return self._keyring.key()

    def names(self) -> list[str]:
        """The names of all workspaces, in order."""
        try:
            files = self._disk.names(self._folder)
        except FileNotFoundError:
            return []
        return sorted({found[1] for file in files if (found := _FILE.fullmatch(file))})

    def holding(self, name: str) -> Holding | None:
        """What is kept of a workspace."""
        with self._locked(name) as place:
            return _held(place)

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet; the folder is made."""
        try:
            self._keyring.begin(key)
        except Timeout:
            raise Busy from None

    def put(self, name: str, holding: Holding) -> None:
        """Store a workspace as it is; of more backups than a folder keeps, the oldest stay away."""
        with self._locked(name) as place:
            place.use(holding.used)
            place.take_over(holding.states)

    def purge(self, name: str, before: date) -> bool:
        """Erase a guest's workspace that was not used since that day; whether it was."""
        if Place(self._folder, name, self._disk).used() >= before:
            return False
        with self._locked(name) as place:
            holding = _held(place)
            if holding is None or not is_unused_guest(holding, before):
                return False
            place.erase()
            return True

    def entries(self) -> list[str]:
        """The names that entries are stored under, in order."""
        return self._entries.names()

    def entry(self, name: str) -> bytes | None:
        """What is stored of an entry."""
        return self._entries.stored(name)

    def put_entry(self, name: str, raw: bytes) -> None:
        """Store an entry as it is."""
        self._entries.put(name, raw)

    def purge_entry(self, name: str, today: date) -> bool:
        """Remove an entry that says until when it is kept, if that is past; whether it was."""
        return self._entries.purge(name, today)

    @contextmanager
    def _locked(self, name: str) -> Iterator[Place]:
        place = Place(self._folder, name, self._disk)
        try:
            with FileLock(place.lock, timeout=self._patience, mode=0o600, poll_interval=0.002):
                try:
                    yield place
                finally:
                    place.leave()
        except Timeout:
            raise Busy from None


def _held(place: Place) -> Holding | None:
    states = place.states()
    return Holding(tuple(states), place.used()) if states else None
