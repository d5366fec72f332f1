"""File names: a keyed hash of the principal, so that a listing reveals nobody.

The key is made once, by the first change in a folder. Nothing stored is found without it: so it carries a checksum, is
never overwritten, and no new one is made where workspaces are.
"""

import secrets
from hashlib import blake2b
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from netroi_core.errors import Busy
from netroi_core.storage import Principal
from netroi_core.storage.files.disk import Disk, make_folder, read_file, remove_file, sync_folder, write_file

_KEY_BYTES: Final = 32
_NAME_BYTES: Final = 20


class Keyring:
    """The key of one folder, with the names that follow from it."""

    def __init__(self, folder: Path, disk: Disk, patience: float) -> None:
        self._folder, self._disk, self._patience = folder, disk, patience
        self._file = folder / "key"

    def name(self, principal: Principal) -> str | None:
        """Return the name of a principal's files, None if nothing was ever stored; raise OSError as key() does."""
        key = self.key()
        return None if key is None else workspace_name(key, principal)

    def key(self) -> bytes | None:
        """Return the key with its checksum, None if nothing was ever stored; raise OSError if it is lost or damaged."""
        key = read_file(self._disk, self._file)
        if key is None:
            is_unused = self._is_unused()
            # Read again: another process may have made the key, and then a workspace, between the two looks.
            key = read_file(self._disk, self._file)
            if key is None and is_unused:
                return None
        if not is_intact_key(key or b""):
            raise OSError(f"the key file of the data folder is {'missing' if key is None else 'damaged'}")
        return key

    def name_or_new_key(self, principal: Principal) -> str:
        """Return the name of a principal's files; make the folder and its key where they are missing."""
        name = self.name(principal)
        if name is not None:
            return name
        self.begin(new_key())
        return self.name_or_new_key(principal)

    def begin(self, raw: bytes) -> None:
        """Begin with this key, which comes with its checksum, unless there is one; raise OSError, Busy."""
        make_folder(self._disk, self._folder)
        try:
            with FileLock(self._folder / "key.lock", timeout=self._patience, mode=0o600, poll_interval=0.002):
                if self.key() is None:
                    draft = self._folder / "key.tmp"
                    remove_file(self._disk, draft)
                    write_file(self._disk, draft, raw)
                    self._disk.replace(draft, self._file)
                    sync_folder(self._disk, self._folder)
        except Timeout:
            raise Busy from None

    def _is_unused(self) -> bool:
        try:
            return not any(name.endswith(".json") for name in self._disk.names(self._folder))
        except FileNotFoundError:
            return True


def new_key() -> bytes:
    """Return a new key with its checksum."""
    key = secrets.token_bytes(_KEY_BYTES)
    return key + _checksum(key)


def is_intact_key(raw: bytes) -> bool:
    """Return True if these bytes are a key with its checksum."""
    return len(raw) == 2 * _KEY_BYTES and raw[_KEY_BYTES:] == _checksum(raw[:_KEY_BYTES])


def workspace_name(raw: bytes, principal: Principal) -> str:
    """Return the name of a principal's workspace, 40 hexadecimal digits, under a key given with its checksum."""
    # The kind has no NUL in it, so no two principals are written the same way; a subject may be any text.
    text = f"{principal.kind}\0{principal.subject}".encode("utf-8", "surrogatepass")
    return blake2b(text, key=raw[:_KEY_BYTES], digest_size=_NAME_BYTES, person=b"workspace").hexdigest()


def _checksum(key: bytes) -> bytes:
    return blake2b(key, digest_size=_KEY_BYTES, person=b"key").digest()
