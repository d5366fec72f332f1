"""What was read lately, so that the same version is the same object to all who read it."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Generic, NamedTuple, Protocol, TypeVar

from netroi_core.storage import Saved
from netroi_core.storage.tables import Tables


class Mark(Protocol):
    """What tells one stored state from every other, however a store does so."""

    @property
    def size(self) -> int:
        """How much is stored, in bytes."""


M = TypeVar("M", bound=Mark)


class Signature(NamedTuple):
    """What tells one state of a file from every other: the start holds the checksum, so no clock is trusted."""

    inode: int
    size: int
    changed_at: int
    start: bytes


@dataclass(frozen=True, eq=False)
class Known(Generic[M]):
    """A stored state, and what it says; the tables share their records with the saved document."""

    signature: M
    saved: Saved
    tables: Tables


class Recent(Generic[M]):
    """The states last read or written, up to so many bytes in all (each takes about eight times that in memory)."""

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._bytes = 0
        self._known: OrderedDict[str, Known[M]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> Known[M] | None:
        """What is known of a workspace."""
        with self._lock:
            known = self._known.get(name)
            if known is not None:
                self._known.move_to_end(name)
            return known

    def settled(self, name: str, seen: Known[M] | None, read: Known[M]) -> Known[M]:
        """What a reader, who had seen that, is to take for what it read: another may have been faster."""
        with self._lock:
            latest = self._known.get(name)
            if latest is not None and latest.signature == read.signature:
                return latest
            if latest is seen:
                self._put(name, read)
            return read

    def put(self, name: str, written: Known[M]) -> Known[M]:
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

    def _put(self, name: str, known: Known[M]) -> None:
        self._drop(name)
        self._known[name] = known
        self._bytes += known.signature.size
        while self._bytes > self._capacity and len(self._known) > 1:
            self._drop(next(iter(self._known)))

    def _drop(self, name: str) -> None:
        known = self._known.pop(name, None)
        if known is not None:
            self._bytes -= known.signature.size
