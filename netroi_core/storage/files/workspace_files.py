"""Workspaces as files: each is a TinyDB database that stock TinyDB can open, replaced as a whole by every change.

A change holds the workspace's lock; it reads the file and checks its seal, edits and validates a copy, and replaces the
file, which becomes the newest backup. Readers take no lock. A file that others damaged is set aside, and the newest
good backup takes its place.
"""

import errno
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from filelock import Timeout

from netroi_core.errors import Busy, Damaged, NotSaved
from netroi_core.storage import Edit, NotErased, Principal, Restoration, Saved, Unavailable
from netroi_core.storage.changes import NewState, edit_state, read_state, utc_now
from netroi_core.storage.files.blob_files import BACKUPS, BlobFile, BlobFolder
from netroi_core.storage.files.disk import Disk, read_rest, refuse_os_errors
from netroi_core.storage.keys import Keyring
from netroi_core.storage.last_used import UseLog
from netroi_core.storage.seal import START_BYTES, Broken, body, claimed_version, seal_body, unseal, verify
from netroi_core.storage.state_cache import CachedState, StateCache


class FileSignature(NamedTuple):
    """A value that tells one state of a file from every other: the start holds the checksum, so no clock is trusted."""

    inode: int
    size: int
    modified_ns: int
    start: bytes


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
        self._cache: StateCache[FileSignature] = StateCache(recent_bytes)
        self._uses = UseLog()

    def read(self, principal: Principal) -> Saved | None:
        """Return the latest saved state, or None; wait (or raise Busy) only where a damaged file must be replaced."""
        with refuse_os_errors(Unavailable):
            name = self._keyring.name(principal)
            if name is None:
                return None
            blob = self._blobs.blob(name)
            try:
                state = self._latest(blob)
            except Broken:
                pass
            else:
                if state is not None:
                    self._record_use(blob)
                return _saved(state)
        with self._blobs.locked(name, Unavailable) as blob, refuse_os_errors(Unavailable):
            return _saved(self._intact(blob)[0])

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction and return what is stored now."""
        with refuse_os_errors(NotSaved):
            try:
                name = self._keyring.name_or_new_key(principal)
            except Timeout:
                raise Busy from None
        with self._blobs.locked(name, NotSaved) as blob:
            with refuse_os_errors(NotSaved):
                before, restored = self._intact(blob)
            after = edit_state(before, edit)
            return after if isinstance(after, Saved) else self._write(blob, principal, before, after, restored)

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

    def _latest(self, blob: BlobFile, *, verify_cached: bool = False) -> CachedState[FileSignature] | None:
        """Return the state of the file: the cached one, if the file is still the same; None if nothing is stored.

        Raises:
            Broken: The file is damaged, or missing although there are backups. A file that changed is always verified,
                one that did not only on request.
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
            signature = FileSignature(status.st_ino, status.st_size, status.st_mtime_ns, raw)
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

    def _intact(self, blob: BlobFile) -> tuple[CachedState[FileSignature] | None, Restoration | None]:
        """Return the latest state, read under the lock, and the restoration if a backup had to be restored for that."""
        try:
            return self._latest(blob, verify_cached=True), None
        except Broken:
            self._cache.forget(blob.name)
        if not _restore_backup(blob):
            raise Damaged
        state = self._latest(blob)
        return state, None if state is None else state.saved.restored

    def _write(
        self,
        blob: BlobFile,
        principal: Principal,
        before: CachedState[FileSignature] | None,
        after: NewState,
        restored: Restoration | None,
    ) -> Saved:
        with refuse_os_errors(NotSaved):
            backup = self._start(blob.backups[0])
        # Above every version that is known: somebody may have put an old copy of the file in its place.
        version = 1 + max(0 if before is None else before.saved.version, claimed_version(backup))
        raw, saved = after.seal(version, principal, restored)
        # After a change that failed, the latest state may be the newest backup already.
        status = blob.save(raw, keep_backup=before is not None and before.signature.start != backup)
        self._record_use(blob)
        signature = FileSignature(status.st_ino, status.st_size, status.st_mtime_ns, raw[:START_BYTES])
        return self._cache.add_written(blob.name, CachedState(signature, saved, after.tables)).saved

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


def _saved(state: CachedState[FileSignature] | None) -> Saved | None:
    return None if state is None else state.saved
