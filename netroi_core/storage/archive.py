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
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from netroi_core.storage.files.disk import Disk, sync_folder
from netroi_core.storage.keys import is_intact_key
from netroi_core.storage.store_copy import BlobKind, NotCopied, StoredBlob

_FOLDERS: Final[dict[BlobKind, str]] = {"workspaces": "", "entries": "access/"}
_FILE: Final = re.compile(r"(access/)?([0-9a-f]{40})\.json")
_DAMAGED: Final = "The backup is damaged, or can’t be read."
# zipfile raises these for a file that is no archive.
_DAMAGES: Final = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)


class Archive:
    """The content of an archive."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum."""
        raw = self._contents("key")
        if raw is not None and not is_intact_key(raw):
            raise NotCopied("The key in the backup is damaged.")
        return raw

    def names(self, kind: BlobKind) -> list[str]:
        """Return the names of all blobs of a kind, in order; archives of earlier NetROIs hold no entries."""
        matches = filter(None, map(_FILE.fullmatch, self._archive.namelist()))
        return sorted(match[2] for match in matches if (match[1] or "") == _FOLDERS[kind])

    def blob(self, kind: BlobKind, name: str) -> StoredBlob | None:
        """Return a blob with its backups."""
        ages = count()
        states = tuple(iter(lambda: self._contents(_file_name(kind, name, next(ages))), None))
        if not states:
            return None
        try:
            day = self._archive.getinfo(_file_name(kind, name)).comment.decode()
            return StoredBlob(states, date.fromisoformat(day) if day else None)
        except ValueError:
            raise NotCopied(_DAMAGED) from None

    def begin(self, key: bytes) -> None:
        """Use this key."""
        self._archive.writestr("key", key)

    def put(self, kind: BlobKind, name: str, blob: StoredBlob) -> None:
        """Add a blob as it is."""
        for age, raw in enumerate(blob.states):
            file = ZipInfo(_file_name(kind, name, age))
            if blob.used is not None and age == 0:
                file.comment = blob.used.isoformat().encode()
            self._archive.writestr(file, raw, ZIP_DEFLATED)

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
        raise NotCopied("A file with this name already exists, so nothing was written. Choose another name.")
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


def _file_name(kind: BlobKind, name: str, age: int = 0) -> str:
    return f"{_FOLDERS[kind]}{name}{f'.backup-{age}' if age else ''}.json"


def _checksum(archive: ZipFile) -> bytes:
    entries = [(info.filename, info.CRC, info.comment) for info in archive.infolist()]
    return blake2b(repr(entries).encode("utf-8", "surrogatepass"), digest_size=32).hexdigest().encode()
