"""A backup of a whole store in one file: a ZIP archive that is laid out like a folder of the file store.

Its comment is a checksum over the names and checksums of everything in it, so that a missing file is noticed; the
comment on each workspace is the day of its last use.
"""

import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from netroi_core.storage.files.disk import Disk, sync_folder
from netroi_core.storage.keys import is_intact_key
from netroi_core.storage.store_copy import NotCopied, StoredWorkspace

_FILE: Final = re.compile(r"([0-9a-f]{40})\.json")
_ENTRY: Final = re.compile(r"access/([0-9a-f]{40})\.json")
_KEY: Final = "key"
_DAMAGED: Final = "The backup is damaged, or can't be read."
# zipfile raises these for a file that is no archive.
_DAMAGES: Final = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


class Archive:
    """The content of an archive."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum."""
        raw = self._contents(_KEY)
        if raw is not None and not is_intact_key(raw):
            raise NotCopied("The key in the backup is damaged.")
        return raw

    def names(self) -> list[str]:
        """Return the names of all workspaces, in order."""
        return sorted(match[1] for file in self._archive.namelist() if (match := _FILE.fullmatch(file)))

    def workspace(self, name: str) -> StoredWorkspace | None:
        """Return a workspace with its backups."""
        latest = self._contents(f"{name}.json")
        if latest is None:
            return None
        states, age = [latest], 1
        while (backup := self._contents(f"{name}.backup-{age}.json")) is not None:
            states.append(backup)
            age += 1
        try:
            used = date.fromisoformat(self._archive.getinfo(f"{name}.json").comment.decode())
        except ValueError:
            raise NotCopied(_DAMAGED) from None
        return StoredWorkspace(tuple(states), used)

    def begin(self, key: bytes) -> None:
        """Use this key."""
        self._archive.writestr(_KEY, key)

    def put_workspace(self, name: str, workspace: StoredWorkspace) -> None:
        """Add a workspace as it is."""
        latest = ZipInfo(f"{name}.json")
        latest.comment = workspace.used.isoformat().encode()
        self._archive.writestr(latest, workspace.states[0], ZIP_DEFLATED)
        for age, raw in enumerate(workspace.states[1:], start=1):
            self._archive.writestr(ZipInfo(f"{name}.backup-{age}.json"), raw, ZIP_DEFLATED)

    def entries(self) -> list[str]:
        """Return the names that entries are stored under, in order; archives of earlier NetROIs hold none."""
        return sorted(match[1] for file in self._archive.namelist() if (match := _ENTRY.fullmatch(file)))

    def entry(self, name: str) -> bytes | None:
        """Return the bytes of an entry."""
        return self._contents(f"access/{name}.json")

    def put_entry(self, name: str, raw: bytes) -> None:
        """Add an entry as it is."""
        self._archive.writestr(ZipInfo(f"access/{name}.json"), raw, ZIP_DEFLATED)

    def _contents(self, file: str) -> bytes | None:
        try:
            return self._archive.read(file)
        except KeyError:
            return None
        except (*_DAMAGES, OSError):  # OSError: an offset outside of the file
            raise NotCopied(_DAMAGED) from None


@contextmanager
def read(file: Path) -> Iterator[Archive]:
    """Open the archive in a file; raise OSError, NotCopied."""
    try:
        archive = ZipFile(file)
    except _DAMAGES:
        raise NotCopied("This is not a backup of a store, or it is damaged.") from None
    with archive:
        if archive.comment != _checksum(archive):
            raise NotCopied(_DAMAGED)
        yield Archive(archive)


@contextmanager
def written(file: Path) -> Iterator[Archive]:
    """Make an archive to copy to; its file, for its owner alone, appears once it is complete. Raises NotCopied."""
    if file.exists():
        raise NotCopied("There is a file of this name already; it was left as it is.")
    with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", suffix=".tmp", delete=False) as draft:
        try:
            with ZipFile(draft, "w") as archive:
                yield Archive(archive)
                archive.comment = _checksum(archive)
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).replace(file)
        except BaseException:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise
    sync_folder(Disk(), file.parent)


def _checksum(archive: ZipFile) -> bytes:
    entries = [(info.filename, info.CRC, info.comment) for info in archive.infolist()]
    return blake2b(repr(entries).encode("utf-8", "surrogatepass"), digest_size=32).hexdigest().encode()
