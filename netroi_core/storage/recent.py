"""What was read lately, so that the same version is the same object to all who read it."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from netroi_core.storage import Saved
from netroi_core.storage.tables import Tables


class Signature(NamedTuple):
    """What tells one state of a file from every other: the start holds the checksum, so no clock is trusted."""

    inode: int
    size: int
    changed_at: int
    start: bytes


@dataclass(frozen=True, eq=False)
class Known:
    """A state of a file, and what it says; the tables share their records with the saved document."""

    signature: Signature
    saved: Saved
    tables: Tables


class Recent:
    """The states last read or written, up to so many bytes in all (each takes about eight times that in memory)."""

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._bytes = 0
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> Known | None:
        """What is known of a workspace."""
        with self._lock:
            known = self._known.get(name)
            if known is not None:
                self._known.move_to_end(name)
            return known

    def settled(self, name: str, seen: Known | None, read: Known) -> Known:
        """What a reader, who had seen that, is to take for what it read: another may have been faster."""
        with self._lock:
            latest = self._known.get(name)
            if latest is not None and latest.signature == read.signature:
                return latest
            if latest is seen:
                self._put(name, read)
            return read

    def put(self, name: str, written: Known) -> Known:
        """What to take for what was just written: a reader may have been faster."""
        with self._lock:
            latest = self._known.get(name)
            if latest is not None and latest.signature == written.signature:
                return latest
            self._put(name, written)
            return written

    def forget(self, name: str) -> None:
        """Drop a workspace."""
        with self._lock:
            self._drop(name)

    def _put(self, name: str, known: Known) -> None:
        self._drop(name)
        self._known[name] = known
        self._bytes += known.signature.size
        while self._bytes > self._capacity and len(self._known) > 1:
            self._drop(next(iter(self._known)))

    def _drop(self, name: str) -> None:
        known = self._known.pop(name, None)
        if known is not None:
            self._bytes -= known.signature.size
