"""Who is where: a workspace's file name is a keyed hash of its principal, which says nothing without the key.

The key is made once, on the first change in a folder. Nothing stored is found without it: so it carries a checksum,
it is never overwritten, and no new one is made where workspaces are.
"""

import secrets
from hashlib import blake2b
from pathlib import Path
from typing import Final

from filelock import FileLock

from netroi_core.storage import Principal
from netroi_core.storage.disk import Disk, contents, make_folder, remove, sync_folder, write

_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 20


class Keyring:
    """The key of one folder."""

    def __init__(self, folder: Path, disk: Disk, patience: float) -> None:
        self._folder, self._disk, self._patience = folder, disk, patience
        self._file = folder / "key"

    def name(self, principal: Principal) -> str | None:
        """The name of a principal's files, None if nothing was ever stored here. OSError as of key()."""
        key = self.key()
        return None if key is None else hashed(key, principal)

    def key(self) -> bytes | None:
        """The key with its checksum, None if nothing was ever stored here; OSError if it is lost or damaged."""
        key = contents(self._disk, self._file)
        if key is None:
            is_unused = self._is_unused()
            key = contents(self._disk, self._file)  # again: another may have made it, and then a workspace
            if key is None and is_unused:
                return None
        return _checked(key)

    def made(self, principal: Principal) -> str:
        """The name; the folder and its key are made where they are missing. OSError, Timeout of filelock."""
        name = self.name(principal)
        if name is None:
            make_folder(self._disk, self._folder)
            with self._lock():
                name = self.name(principal)
                if name is None:
                    self._put(fresh())
                    name = hashed(_checked(contents(self._disk, self._file)), principal)
        return name

    def begin(self, raw: bytes) -> None:
        """Begin with this key, which comes with its checksum, where none is yet. OSError, Timeout of filelock."""
        make_folder(self._disk, self._folder)
        with self._lock():
            if self.key() is None:
                self._put(raw)

    def _lock(self) -> FileLock:
        return FileLock(self._folder / "key.lock", timeout=self._patience, mode=0o600, poll_interval=0.002)

    def _put(self, raw: bytes) -> None:
        new = self._folder / "key.tmp"
        remove(self._disk, new)
        write(self._disk, new, raw)
        self._disk.replace(new, self._file)
        sync_folder(self._disk, self._folder)

    def _is_unused(self) -> bool:
        try:
            return not any(name.endswith(".json") for name in self._disk.names(self._folder))
        except FileNotFoundError:
            return True


def fresh() -> bytes:
    """A new key with its checksum."""
    key = secrets.token_bytes(_KEY_BYTES)
    return key + _checksum(key)


def is_whole(raw: bytes) -> bool:
    """Whether these bytes are a key with its checksum."""
    return len(raw) == 2 * _KEY_BYTES and raw[_KEY_BYTES:] == _checksum(raw[:_KEY_BYTES])


def _checked(raw: bytes | None) -> bytes:
    if raw is None:
        raise OSError("the key file of the data folder is missing")
    if not is_whole(raw):
        raise OSError("the key file of the data folder is damaged")
    return raw


def _checksum(key: bytes) -> bytes:
    return blake2b(key, digest_size=_KEY_BYTES, person=b"key").digest()


def hashed(raw: bytes, principal: Principal) -> str:
    """The name of a principal's workspace under this key, given with its checksum: 40 hexadecimal digits."""
    # The kind has no NUL in it, so no two principals are written the same way; a subject may be any text.
    written = f"{principal.kind}\0{principal.subject}".encode("utf-8", "surrogatepass")
    return blake2b(written, key=raw[:_KEY_BYTES], digest_size=_NAME_BYTES, person=b"workspace").hexdigest()
