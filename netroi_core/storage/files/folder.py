"""A folder of the file store, as a whole."""

from datetime import date
from pathlib import Path
from typing import Final

from filelock import Timeout

from netroi_core.errors import Busy
from netroi_core.storage.entries import is_expired
from netroi_core.storage.files.blob_files import BACKUPS, BlobFile, BlobFolder
from netroi_core.storage.files.disk import Disk, refuse_os_errors
from netroi_core.storage.keys import Keyring
from netroi_core.storage.store_copy import StoredWorkspace, Unusable, is_unused_guest

ENTRIES: Final = "access"  # the folder inside of it for what lies beside the workspaces


class Folder:
    """The whole content of a folder; methods raise OSError, Busy, Unusable."""

    def __init__(self, folder: Path, *, disk: Disk | None = None, patience: float = 10) -> None:
        disk = disk or Disk()
        self._keyring = Keyring(folder, disk, patience)
        self._workspaces = BlobFolder(folder, disk, patience, backups=BACKUPS)
        self._entries = BlobFolder(folder / ENTRIES, disk, patience, has_one_lock=True)

    def key(self) -> bytes | None:
        """Return the key of the names, with its checksum."""
        return self._keyring.key()

    def names(self) -> list[str]:
        """Return the names of all workspaces, in order."""
        return self._workspaces.names()

    def workspace(self, name: str) -> StoredWorkspace | None:
        """Return a workspace with its backups."""
        with self._workspaces.locked(name, Unusable) as blob:
            return _stored(blob)

    def begin(self, key: bytes) -> None:
        """Use this key, where there is none yet; the folder is made."""
        try:
            self._keyring.begin(key)
        except Timeout:
            raise Busy from None

    def put_workspace(self, name: str, workspace: StoredWorkspace) -> None:
        """Store a workspace as it is; of more backups than a folder keeps, the oldest are left out."""
        with self._workspaces.locked(name, Unusable) as blob:
            blob.record_use(workspace.used)
            blob.replace_all(workspace.states)

    def purge_guest(self, name: str, before: date) -> bool:
        """Erase a guest's workspace that was not used since that day; return True if it was erased."""
        if self._workspaces.blob(name).last_used() >= before:
            return False
        with self._workspaces.locked(name, Unusable) as blob:
            workspace = _stored(blob)
            if workspace is None or not is_unused_guest(workspace, before):
                return False
            blob.erase()
            return True

    def entries(self) -> list[str]:
        """Return the names that entries are stored under, in order."""
        return self._entries.names()

    def entry(self, name: str) -> bytes | None:
        """Return the bytes of an entry."""
        return self._entries.blob(name).read()

    def put_entry(self, name: str, raw: bytes) -> None:
        """Store an entry as it is."""
        with self._entries.locked(name, Unusable) as blob, refuse_os_errors(Unusable):
            blob.replace(raw)
            blob.sync()

    def purge_entry(self, name: str, today: date) -> bool:
        """Remove an entry that has expired; return True if it was removed."""
        with self._entries.locked(name, Unusable) as blob, refuse_os_errors(Unusable):
            raw = blob.read()
            if raw is None or not is_expired(raw, today):
                return False
            blob.erase()
            return True


def _stored(blob: BlobFile) -> StoredWorkspace | None:
    states = blob.states()
    return StoredWorkspace(tuple(states), blob.last_used()) if states else None
