"""Stores in files: workspaces, the entries beside them, and a folder as a whole.

A workspace is a TinyDB database that stock TinyDB can open, replaced as a whole by every change. A change holds the
workspace's lock; it reads the file and checks its seal, edits and validates a copy, and replaces the file, which
becomes the newest backup. Readers take no lock. A file that others damaged is set aside, and the newest good backup
takes its place.
"""

import errno
import os
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from netroi_core.errors import Damaged, NotSaved
from netroi_core.storage import Edit, NotErased, Principal, Restoration, Saved, Unavailable
from netroi_core.storage.changes import edit_state, read_state, utc_now
from netroi_core.storage.entries import Entry, EntryEdit, edit_entry, parse_entry, stored_name, unseal_entry
from netroi_core.storage.files.blob_files import BACKUPS, BlobFile, BlobFolder
from netroi_core.storage.files.disk import Disk, read_rest, refuse_os_errors
from netroi_core.storage.files.keyring import Keyring
from netroi_core.storage.process_state import CachedState, Signature, StateCache, UseLog
from netroi_core.storage.seal import START_BYTES, Broken, body, claimed_version, seal_body, unseal, verify
from netroi_core.storage.store_copy import BlobKind, StoredBlob, Unusable, is_due

ENTRIES: Final = "access"  # the folder of the entries, inside of that of the workspaces


class FileStore:
    """A store in a folder, which is made on the first change; any number of processes may share it.

    Args:
        patience: Seconds that a change waits for others before it is refused as Busy.
        recent_bytes: Size of the cache, counted in bytes of the files.
    """

    def __init__(
        self, folder: Path, *, disk: Disk | None = None, patience: float = 10, recent_bytes: int = 16 * 1024**2
    ) -> None:
        self._disk = disk or Disk()
        self._keyring = Keyring(folder, self._disk, patience)
        self._blobs = BlobFolder(folder, self._disk, patience, backups=BACKUPS)
        self._cache = StateCache(recent_bytes)
        self._uses = UseLog()

    def read(self, principal: Principal, *, is_use: bool = True) -> Saved | None:
        """Return the latest saved state, or None; wait (or raise Busy) only where a damaged file must be replaced."""
        with refuse_os_errors(Unavailable):
            name = self._keyring.name(principal)
            if name is None:
                return None
            blob = self._blobs.blob(name)
            with suppress(Broken):
                state = self._latest(blob)
                if state is None:
                    return None
                if is_use:
                    self._record_use(blob)
                return state.saved
        with self._blobs.locked(name, Unavailable) as blob, refuse_os_errors(Unavailable):
            state, _ = self._intact(blob)
            return None if state is None else state.saved

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction and return what is stored now."""
        with refuse_os_errors(NotSaved):
            name = self._keyring.name_or_new_key(principal)
        with self._blobs.locked(name, NotSaved) as blob:
            with refuse_os_errors(NotSaved):
                before, restored = self._intact(blob)
                backup = self._start(blob.backups[0])
            # Above every version that is known: somebody may have put an old copy of the file in its place.
            version = 1 + max(0 if before is None else before.saved.version, claimed_version(backup))
            raw, saved, tables = edit_state(before, edit, principal, version, restored)
            if raw is None:
                return saved
            # After a change that failed, the latest state may be the newest backup already.
            status = blob.save(raw, keep_backup=before is not None and before.signature.stamp != backup)
            self._record_use(blob)
            return self._cache.add_written(name, CachedState(_signature(status, raw), saved, tables)).saved

    def used(self, principal: Principal) -> date | None:
        """Return the day (UTC) of the last use."""
        with refuse_os_errors(Unavailable):
            name = self._keyring.name(principal)
            blob = None if name is None else self._blobs.blob(name)
            return blob.last_used() if blob is not None and blob.is_stored() else None

    def erase(self, principal: Principal) -> None:
        """Remove the workspace with its backups and its quarantine; raise NotErased if some may be left."""
        with refuse_os_errors(NotErased):
            name = self._keyring.name(principal)
            if name is None:
                return
        with self._blobs.locked(name, NotErased) as blob:
            self._cache.forget(name)
            with refuse_os_errors(NotErased):
                blob.erase()

    def _latest(self, blob: BlobFile, *, verify_cached: bool = False) -> CachedState | None:
        """Return the state of the file, None if nothing is stored; a file that changed is always verified.

        Raises:
            Broken: The file is damaged, or missing although there are backups.
        """
        cached = self._cache.get(blob.name)
        try:
            descriptor = self._disk.open(blob.latest)
        except FileNotFoundError:
            if any(map(self._disk.exists, blob.backups)):
                raise Broken from None
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:  # somebody put a symbolic link in its place
                raise Broken from None
            raise
        try:
            status = self._disk.status(descriptor)
            raw = self._disk.read(descriptor, START_BYTES)
            signature = _signature(status, raw)
            is_cached = cached is not None and cached.signature == signature
            if is_cached and not verify_cached:
                return cached
            raw += read_rest(self._disk, descriptor, status.st_size)
        finally:
            self._disk.close(descriptor)
        if is_cached:
            verify(raw)
            return cached
        return self._cache.add_read(blob.name, cached, read_state(signature, raw))

    def _intact(self, blob: BlobFile) -> tuple[CachedState | None, Restoration | None]:
        """Return the latest state, read under the lock, and the restoration if a backup had to be restored for that."""
        try:
            return self._latest(blob, verify_cached=True), None
        except Broken:
            self._cache.forget(blob.name)
        if not _restore_backup(blob):
            raise Damaged
        state = self._latest(blob)
        return state, None if state is None else state.saved.restored

    def _start(self, path: Path) -> bytes:
        """Return the first bytes of a file, which hold its seal; none if it can't be read."""
        try:
            descriptor = self._disk.open(path)
        except OSError:
            return b""
        try:
            return self._disk.read(descriptor, START_BYTES)
        finally:
            self._disk.close(descriptor)

    def _record_use(self, blob: BlobFile) -> None:
        # Only needed to clean up after a year or more: where the disk refuses it, another day will do.
        with suppress(OSError):
            self._uses.record(blob.name, blob.record_use)


class FileEntries:
    """Entries in a folder of their own, with one lock for all of them; arguments as of FileStore."""

    def __init__(self, folder: Path, *, disk: Disk | None = None, patience: float = 10) -> None:
        self._folder, self._disk = folder, disk or Disk()
        self._blobs = BlobFolder(folder, self._disk, patience)

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


class Folder(Keyring):
    """The whole content of a folder, with its key; methods raise OSError, Busy, Unusable."""

    def __init__(self, folder: Path, *, disk: Disk | None = None) -> None:
        disk, patience = disk or Disk(), 10
        super().__init__(folder, disk, patience)
        self._blobs: dict[BlobKind, BlobFolder] = {
            "workspaces": BlobFolder(folder, disk, patience, backups=BACKUPS),
            "entries": BlobFolder(folder / ENTRIES, disk, patience),
        }

    def names(self, kind: BlobKind) -> list[str]:
        """Return the names of all blobs of a kind, in order."""
        return self._blobs[kind].names()

    def blob(self, kind: BlobKind, name: str) -> StoredBlob | None:
        """Return a blob with its backups."""
        if kind == "entries":  # which have one file each, and are read without their lock
            return _stored(kind, self._blobs[kind].blob(name))
        with self._blobs[kind].locked(name, Unusable) as blob:
            return _stored(kind, blob)

    def put(self, kind: BlobKind, name: str, blob: StoredBlob) -> None:
        """Store a blob as it is; of more backups than a folder keeps, the oldest are left out."""
        with self._blobs[kind].locked(name, Unusable) as file, refuse_os_errors(Unusable):
            if blob.used is not None:
                file.record_use(blob.used)
            file.replace_all(blob.states)

    def purge(self, kind: BlobKind, name: str, day: date) -> bool:
        """Erase a blob if it is due (an unused guest's workspace, an expired entry); return True if it was erased."""
        blobs = self._blobs[kind]
        if kind == "workspaces" and blobs.blob(name).last_used() >= day:
            return False
        with blobs.locked(name, Unusable) as file, refuse_os_errors(Unusable):
            blob = _stored(kind, file)
            if blob is None or not is_due(kind, blob, day):
                return False
            file.erase()
            return True


def _signature(status: os.stat_result, raw: bytes) -> Signature:
    return Signature(status.st_size, raw[:START_BYTES], status.st_ino, status.st_mtime_ns)


def _restore_backup(blob: BlobFile) -> bool:
    """Set the damaged file aside and put the newest good backup in its place; return False if there is none."""
    blob.set_aside(blob.latest)
    for age, path in enumerate(blob.backups, start=1):
        raw = blob.read(path)
        if raw is None:
            continue
        try:
            seal, _ = unseal(raw)
        except Broken:
            blob.set_aside(path)
            continue
        # A version that was not used yet, even if all states that came after the backup are lost.
        now = utc_now()
        note = replace(seal, version=seal.version + age + 1, written_at=now, restored=Restoration(seal.version, now))
        blob.replace(seal_body(note, body(raw)))
        blob.sync()
        return True
    blob.sync()
    return False


def _stored(kind: BlobKind, blob: BlobFile) -> StoredBlob | None:
    states = blob.states()
    return StoredBlob(tuple(states), blob.last_used() if kind == "workspaces" else None) if states else None
