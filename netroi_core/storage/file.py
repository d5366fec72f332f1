"""Workspaces as files: each a TinyDB database that any TinyDB can open, replaced as a whole by every change.

A change holds the workspace's lock (a thread's before the processes', so that threads don't poll against each other);
reads the file and checks its seal; edits, checks and seals a copy; writes that to a temporary file; keeps the old file
as a backup; renames the new one over it. So at every moment the file is the old state or the new one, and readers
need no lock. What was damaged by others is set aside, and the newest good backup takes its place.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic

import orjson
from filelock import FileLock, Timeout

from netroi_core.errors import Busy, Damaged, NetROIError, NotSaved, PerhapsSaved
from netroi_core.storage import Edit, NotErased, Principal, Restoration, Saved, Unavailable
from netroi_core.storage.changes import edited, refuse_growth
from netroi_core.storage.disk import Disk, explained, reason
from netroi_core.storage.keys import Keyring
from netroi_core.storage.place import Place
from netroi_core.storage.recent import Known, Recent, Signature
from netroi_core.storage.seal import Broken, Seal, sealed
from netroi_core.storage.tables import updated
from netroi_core.storage.turns import Turns
from netroi_core.storage.uses import Uses
from netroi_core.workspace.document import Document

Refusal = Callable[[str], NetROIError]


class FileStore:
    """A store in a folder, which is made on the first change; any number of processes may share it.

    patience: how many seconds a change waits for others before it is refused as Busy.
    recent_bytes: how much is kept in memory, counted in bytes of the files.
    """

    def __init__(
        self, folder: Path, *, disk: Disk | None = None, patience: float = 10, recent_bytes: int = 16 * 1024**2
    ) -> None:
        self._folder, self._disk, self._patience = folder, disk or Disk(), patience
        self._keyring = Keyring(folder, self._disk, patience)
        self._recent: Recent[Signature] = Recent(recent_bytes)
        self._turns, self._uses = Turns(), Uses()

    def read(self, principal: Principal) -> Saved | None:
        """The latest saved state, or None; waits only where a damaged file must be replaced (Busy)."""
        with explained(Unavailable):
            name = self._keyring.name(principal)
            if name is None:
                return None
            place = Place(self._folder, name, self._disk)
            try:
                found = self._latest(place)
            except Broken:
                pass
            else:
                if found is not None:
                    self._note_use(place)
                return _saved(found)
        with self._turn(place, Unavailable), explained(Unavailable):
            return _saved(self._sound(place)[0])

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction and return what is stored now."""
        with explained(NotSaved):
            try:
                place = Place(self._folder, self._keyring.made(principal), self._disk)
            except Timeout:
                raise Busy from None
        with self._turn(place, NotSaved):
            with explained(NotSaved):
                place.sweep()
                before, restored = self._sound(place)
            after, changed = edited(None if before is None else before.saved.document, edit)
            if before is not None and not changed:
                return before.saved
            return self._written(place, principal, before, after, changed, restored)

    def used(self, principal: Principal) -> date | None:
        """The day (UTC) of the last use."""
        with explained(Unavailable):
            name = self._keyring.name(principal)
            place = None if name is None else Place(self._folder, name, self._disk)
            return place.used() if place is not None and place.is_taken() else None

    def erase(self, principal: Principal) -> None:
        """Remove the workspace with its backups and what was set aside; NotErased if some may be left."""
        with explained(NotErased):
            name = self._keyring.name(principal)
            if name is None:
                return
            place = Place(self._folder, name, self._disk)
        with self._turn(place, NotErased):
            self._recent.forget(name)
            with explained(NotErased):
                place.erase()

    def _latest(self, place: Place, *, thoroughly: bool = False) -> Known[Signature] | None:
        seen = self._recent.get(place.name)
        found = place.latest(seen, thoroughly=thoroughly)
        return found if found is None else self._recent.settled(place.name, seen, found)

    def _sound(self, place: Place) -> tuple[Known[Signature] | None, Restoration | None]:
        """The latest state, read under the lock, and if it had to be restored for that, what the user is to know."""
        try:
            return self._latest(place, thoroughly=True), None
        except Broken:
            self._recent.forget(place.name)
        if not place.restore(_now()):
            raise Damaged
        found = self._latest(place)
        return found, None if found is None else found.saved.restored

    def _written(
        self,
        place: Place,
        principal: Principal,
        before: Known[Signature] | None,
        after: Document,
        changed: set[str],
        restored: Restoration | None,
    ) -> Saved:
        tables = updated({} if before is None else before.tables, after, changed)
        body = orjson.dumps(tables)
        refuse_growth(0 if before is None else before.saved.size_bytes, len(body))
        with explained(NotSaved):
            backup, backup_version = place.newest_backup()
            # Above all that we know of: somebody may have put an old copy of the file in its place.
            version = 1 + max(0 if before is None else before.saved.version, backup_version)
            raw = sealed(Seal(version, _now(), restored, principal.kind), body)
            signature = place.put(raw, keep=before is not None and before.signature.start != backup)
        try:
            place.confirm()
        except OSError as error:
            raise PerhapsSaved from error
        self._note_use(place)
        return self._recent.put(place.name, Known(signature, Saved(after, version, len(body), restored), tables)).saved

    @contextmanager
    def _turn(self, place: Place, refusal: Refusal) -> Iterator[None]:
        """Hold the lock of a workspace, whose file is removed with the workspace."""
        patient_until = monotonic() + self._patience
        with self._turns.of(place.name, self._patience):
            lock = FileLock(place.lock, mode=0o600, thread_local=False)
            try:
                lock.acquire(timeout=max(0.0, patient_until - monotonic()), poll_interval=0.002)
            except Timeout:
                raise Busy from None
            except OSError as error:
                raise refusal(reason(error)) from error
            try:
                yield
            finally:
                try:
                    place.leave()
                finally:
                    lock.release()

    def _note_use(self, place: Place) -> None:
        """Only for cleaning up after a year or more: where the disk refuses it, another day will do."""
        with suppress(OSError):
            self._uses.note(place.name, place.use)


def _saved(known: Known[Signature] | None) -> Saved | None:
    return None if known is None else known.saved


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
