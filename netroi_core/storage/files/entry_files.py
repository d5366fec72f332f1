"""Entries as files in a folder of their own, with one lock for all of them."""

from pathlib import Path

from netroi_core.errors import NotSaved
from netroi_core.storage import NotErased, Unavailable
from netroi_core.storage.entries import Entry, EntryEdit, edit_entry, parse_entry, stored_name, unseal_entry
from netroi_core.storage.files.blob_files import BlobFolder
from netroi_core.storage.files.disk import Disk, refuse_os_errors


class FileEntries:
    """Entries in a folder, which is made on the first change; any number of processes may share it.

    Args:
        patience: Seconds that a change waits for others before it is refused as Busy.
    """

    def __init__(self, folder: Path, *, disk: Disk | None = None, patience: float = 10) -> None:
        self._folder, self._disk = folder, disk or Disk()
        self._blobs = BlobFolder(folder, self._disk, patience, has_one_lock=True)

    def read(self, name: str) -> Entry | None:
        """Return an entry without waiting for its writer."""
        with refuse_os_errors(Unavailable):
            raw = self._blobs.blob(stored_name(name)).read()
        return parse_entry(raw)

    def change(self, name: str, edit: EntryEdit) -> Entry:
        """Replace an entry, one process at a time."""
        with self._blobs.locked(stored_name(name), NotSaved) as blob:
            with refuse_os_errors(NotSaved):
                before = blob.read()
            after = edit_entry(before, edit)
            if after != before:
                blob.save(after)
        return unseal_entry(after)

    def erase(self, name: str) -> None:
        """Remove the file of an entry."""
        with refuse_os_errors(NotErased):
            if not self._disk.exists(self._folder):
                return
        with self._blobs.locked(stored_name(name), NotErased) as blob, refuse_os_errors(NotErased):
            blob.erase()
