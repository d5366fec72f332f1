"""The files of one workspace, all with fixed names, so that nothing is ever searched for or left behind.

    NAME.json               the latest state
    NAME.backup-1.json      the states before it, the newest first; under hard links, so that they cost no writing
    quarantine/NAME-1.json  damaged files that were set aside
    NAME.tmp, NAME.backup.tmp
    NAME.lock               held by whoever writes
    NAME.used               empty; its time is the day of the last use

Whoever writes holds the workspace's lock; so what a temporary file holds was left by a writer that died.
"""

import errno
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from netroi_core.storage import Restoration, Saved, seal
from netroi_core.storage.disk import Disk, contents, make_folder, remove, rest, sync_folder, write
from netroi_core.storage.recent import Known, Signature
from netroi_core.storage.tables import whole

BACKUPS: Final = 3
SET_ASIDE: Final = 10  # of each workspace; when there are more, only the last of them gives way to the next


class Place:
    """Where one workspace lies."""

    def __init__(self, folder: Path, name: str, disk: Disk) -> None:
        self.name = name
        self.lock = folder / f"{name}.lock"
        self._folder, self._disk = folder, disk
        self._file = folder / f"{name}.json"
        self._used = folder / f"{name}.used"
        self._new = folder / f"{name}.tmp"
        self._new_backup = folder / f"{name}.backup.tmp"
        self._backups = [folder / f"{name}.backup-{age}.json" for age in range(1, BACKUPS + 1)]

    def latest(self, seen: Known[Signature] | None, *, thoroughly: bool = False) -> Known[Signature] | None:
        """The state stored here: what was seen before, if that still stands, or None if there is none.

        Broken if the file is damaged, or gone although there are backups. What has changed is always checked whole;
        what was seen is so only on request.
        """
        try:
            descriptor = self._disk.look(self._file)
        except FileNotFoundError:
            if any(map(self._disk.exists, self._backups)):
                raise seal.Broken from None
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:  # somebody put a link there
                raise seal.Broken from None
            raise
        try:
            status = self._disk.status(descriptor)
            raw = self._disk.read(descriptor, seal.START_BYTES)
            signature = Signature(status.st_ino, status.st_size, status.st_mtime_ns, raw)
            is_seen = seen is not None and seen.signature == signature
            if is_seen and not thoroughly:
                return seen
            raw += rest(self._disk, descriptor, status.st_size)
        finally:
            self._disk.close(descriptor)
        if is_seen:
            seal.check(raw)
            return seen
        return _known(signature, raw)

    def newest_backup(self) -> tuple[bytes, int]:
        """The start of the newest backup (nothing if there is none) and the version that it claims to be."""
        try:
            descriptor = self._disk.look(self._backups[0])
        except OSError:
            return b"", 0
        try:
            start = self._disk.read(descriptor, seal.START_BYTES)
        finally:
            self._disk.close(descriptor)
        return start, seal.claimed_version(start)

    def put(self, raw: bytes, *, keep: bool) -> Signature:
        """Store these bytes, and keep what they replace as the newest backup. OSError: nothing has changed.

        Only after confirm() it is safe from a power cut.
        """
        status = write(self._disk, self._new, raw)
        try:
            if keep:
                self._keep()
            self._disk.replace(self._new, self._file)
        except OSError:
            with suppress(OSError):
                self.sweep()
            raise
        return Signature(status.st_ino, status.st_size, status.st_mtime_ns, raw[: seal.START_BYTES])

    def confirm(self) -> None:
        """Wait until what was put here is safe from a power cut."""
        sync_folder(self._disk, self._folder)

    def sweep(self) -> None:
        """Remove what a writer left that died."""
        remove(self._disk, self._new)
        remove(self._disk, self._new_backup)

    def restore(self, at: str) -> bool:
        """Set the damaged file aside and put the newest good backup in its place; False if there is none."""
        self.sweep()
        self._set_aside(self._file)
        for age, backup in enumerate(self._backups, start=1):
            raw = contents(self._disk, backup)
            if raw is None:
                continue
            try:
                good = seal.unsealed(raw)[0]
            except seal.Broken:
                self._set_aside(backup)
                continue
            # A version that was not yet used, even if all states that came after the backup are lost.
            note = seal.Seal(good.version + age + 1, at, Restoration(good.version, at), good.kind)
            self.put(seal.sealed(note, seal.body(raw)), keep=False)
            self.confirm()
            return True
        self.confirm()
        return False

    def states(self) -> list[bytes]:
        """What is stored here and its backups, the newest first, unchecked; a latest state that is gone is empty."""
        backups = [raw for backup in self._backups if (raw := contents(self._disk, backup)) is not None]
        latest = contents(self._disk, self._file)
        return [latest or b"", *backups] if backups or latest is not None else []

    def take_over(self, states: Sequence[bytes]) -> None:
        """Store these states as they are, the newest first; until the last step there is no latest state here."""
        self.sweep()
        for path, raw in zip(self._backups, states[1:], strict=False):
            write(self._disk, self._new_backup, raw)
            self._disk.replace(self._new_backup, path)
        self.put(states[0], keep=False)
        self.confirm()

    def use(self, day: date) -> None:
        """Note the day on which the workspace was used, unless a later one is noted."""
        moment = datetime.combine(day, time(), UTC).timestamp()
        if (self._disk.touched(self._used) or 0) < moment:
            self._disk.touch(self._used, moment)

    def is_taken(self) -> bool:
        """Whether a workspace is stored here."""
        return self._disk.exists(self._file)

    def used(self) -> date:
        """The day (UTC) of the last use; where none was noted, that on which it was last written."""
        moments = (self._disk.touched(path) for path in (self._used, self._file))
        return datetime.fromtimestamp(next((moment for moment in moments if moment is not None), 0), UTC).date()

    def erase(self) -> None:
        """Remove all of it, the latest state last: what is interrupted has not happened."""
        for path in (self._new, self._new_backup, self._used, *self._aside(), *self._backups):
            remove(self._disk, path)
        self.confirm()
        if remove(self._disk, self._file):
            self.confirm()

    def leave(self) -> None:
        """Where nothing is stored, remove the lock file, while holding it: who waited for it sees that it is gone."""
        with suppress(OSError):
            if not self._disk.exists(self._file):
                self._disk.unlink(self.lock)

    def _keep(self) -> None:
        there = [self._disk.exists(backup) for backup in self._backups[:-1]]
        gap = there.index(False) if False in there else BACKUPS - 1
        for age in range(gap, 0, -1):
            self._disk.replace(self._backups[age - 1], self._backups[age])
        try:
            self._disk.link(self._file, self._backups[0])
        except OSError:  # a file system without hard links
            write(self._disk, self._new_backup, contents(self._disk, self._file) or b"")
            self._disk.replace(self._new_backup, self._backups[0])

    def _set_aside(self, path: Path) -> None:
        if not self._disk.exists(path):
            return
        places = self._aside()
        make_folder(self._disk, places[0].parent)
        sync_folder(self._disk, places[0].parent)  # refuses if that is a link, which may lead anywhere
        free = (place for place in places if not self._disk.exists(place))
        self._disk.replace(path, next(free, places[-1]))
        sync_folder(self._disk, places[0].parent)

    def _aside(self) -> list[Path]:
        return [self._folder / "quarantine" / f"{self.name}-{number}.json" for number in range(1, SET_ASIDE + 1)]


def _known(signature: Signature, raw: bytes) -> Known[Signature]:
    kept, tables = seal.unsealed(raw)
    return Known(signature, Saved(whole(tables), kept.version, seal.body_bytes(raw), kept.restored), tables)
