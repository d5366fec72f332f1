"""The key of a folder: made once, by the first change in it, and replaced only by the command ``repair``.

It has a copy that is used where it is damaged or missing, and no new one is made where there are workspaces.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from netroi_core.errors import Busy
from netroi_core.storage import Principal
from netroi_core.storage.files.blob_files import FILE_NAME
from netroi_core.storage.files.disk import Disk, make_folder, read_file, remove_file, sync_folder, write_file
from netroi_core.storage.files.file_locks import FileLocks, NoFileLocks
from netroi_core.storage.keys import is_intact_key, new_key, workspace_name

_LOGGER: Final = logging.getLogger(__name__)


class Keyring:
    """The key of one folder, with the names that follow from it."""

    def __init__(self, folder: Path, disk: Disk, patience: float) -> None:
        self._folder, self._disk, self._patience = Path(os.path.realpath(folder)), disk, patience
        self._file, self._copy = self._folder / "key", self._folder / "key.copy"
        self._locks = FileLocks(self._folder)
        self._has_warned = self._has_copy = False

    def name(self, principal: Principal) -> str | None:
        """Return the name of a principal's files, None if nothing was ever stored; raise OSError as key() does."""
        key = self.key()
        return None if key is None else workspace_name(key, principal)

    def key(self) -> bytes | None:
        """Return the key with its checksum, None if nothing was ever stored; raise OSError if it is lost or damaged."""
        key = read_file(self._disk, self._file)
        if key is None:
            has_any = self._has_workspaces()
            # Read again: another process may have made the key, and then a workspace, between the two looks.
            key = read_file(self._disk, self._file)
            if key is None and not has_any and not self._disk.exists(self._copy):
                return None
        return key if is_intact_key(key or b"") else self._key_of_copy(is_missing=key is None)

    def key_states(self) -> tuple[bytes | None, bytes | None]:
        """Return the bytes of the key and of its copy, unchecked; None for one that is missing."""
        return read_file(self._disk, self._file), read_file(self._disk, self._copy)

    def name_or_new_key(self, principal: Principal) -> str:
        """Return the name of a principal's files; make the folder, its key and its copy where they are missing."""
        key = self.key()
        if key is None:
            self.begin(new_key())
            return self.name_or_new_key(principal)
        if not self._has_copy:
            with suppress(OSError, Busy):  # the save matters more than the copy
                self.begin(key)
        return workspace_name(key, principal)

    def begin(self, raw: bytes) -> None:
        """Begin with this key, which comes with its checksum, unless there is one, and copy it; raise OSError, Busy."""
        make_folder(self._disk, self._folder)
        lock = self._locks.acquire(self._folder / "key.lock", self._patience)
        try:
            key = self.key()
            if key is None:
                self._write(self._file, raw)
            if not self._disk.exists(self._copy):
                self._write(self._copy, key or raw)
            self._has_copy = True
        finally:
            lock.release()

    def lock_problem(self) -> str | None:
        """Return why the folder can't be used, if its drive has no working locks."""
        try:
            self._locks.acquire(self._folder / "key.lock", self._patience).release()
        except NoFileLocks as problem:
            return str(problem)
        except (OSError, Busy):
            pass  # a folder that can only be read, for one, is no danger
        return None

    def restore_key(self, raw: bytes) -> None:
        """Replace the key and its copy; raise OSError, Busy."""
        lock = self._locks.acquire(self._folder / "key.lock", self._patience)
        try:
            for file in (self._file, self._copy):
                self._write(file, raw)
        finally:
            lock.release()

    def _write(self, file: Path, raw: bytes) -> None:
        draft = self._folder / "key.tmp"
        remove_file(self._disk, draft)
        write_file(self._disk, draft, raw)
        self._disk.replace(draft, file)
        sync_folder(self._disk, self._folder)

    def _key_of_copy(self, *, is_missing: bool) -> bytes:
        state = "missing" if is_missing else "damaged"
        copy = read_file(self._disk, self._copy) or b""
        if not is_intact_key(copy):
            raise OSError(f"the key file of the data folder is {state}, and so is its copy (see `repair`)")
        if not self._has_warned:
            _LOGGER.warning("The key file is %s; its copy is used until you run the command repair.", state)
            self._has_warned = True
        return copy

    def _has_workspaces(self) -> bool:
        try:
            names = [name for name in self._disk.names(self._folder) if name.endswith(".json")]
        except FileNotFoundError:
            return False
        if names and not any(map(FILE_NAME.fullmatch, names)):
            raise OSError("the data folder holds .json files that aren’t NetROI’s (choose an empty folder)")
        return bool(names)
