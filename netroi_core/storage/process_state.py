"""The state that each process keeps of a store: the states last used, a log of uses, and locks for its threads."""

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Lock
from typing import NamedTuple
from weakref import WeakValueDictionary

from netroi_core.errors import Busy
from netroi_core.storage import Saved
from netroi_core.storage.seal import Tables


class Signature(NamedTuple):
    """A value that tells one stored state from every other."""

    size: int
    stamp: bytes  # the start of a file, which holds its checksum, so that no clock is trusted; or the nonce of a row
    inode: int = 0
    modified_ns: int = 0


@dataclass(frozen=True, eq=False)
class CachedState:
    """A stored state with the document in it; the tables share their records with the document."""

    signature: Signature
    saved: Saved
    tables: Tables


class StateCache:
    """The states last used, up to so many bytes as stored (in memory, each takes about eight times that)."""

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._bytes = 0
        self._states: OrderedDict[str, CachedState] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> CachedState | None:
        """Return the cached state of a workspace."""
        with self._lock:
            state = self._states.get(name)
            if state is not None:
                self._states.move_to_end(name)
            return state

    def add_read(self, name: str, before: CachedState | None, state: CachedState) -> CachedState:
        """Cache a state that was read, unless another one was cached meanwhile; return the state to use."""
        return self._add(name, state, lambda latest: latest is before)

    def add_written(self, name: str, state: CachedState) -> CachedState:
        """Cache a state that was written; return the one to use, since a reader may have been faster."""
        return self._add(name, state, lambda _: True)

    def forget(self, name: str) -> None:
        """Drop the state of a workspace."""
        with self._lock:
            self._drop(name)

    def _add(self, name: str, state: CachedState, is_replaced: Callable[[CachedState | None], bool]) -> CachedState:
        with self._lock:
            latest = self._states.get(name)
            if latest is not None and latest.signature == state.signature:
                return latest
            if is_replaced(latest):
                self._drop(name)
                self._states[name] = state
                self._bytes += state.signature.size
                while self._bytes > self._capacity and len(self._states) > 1:
                    self._drop(next(iter(self._states)))
            return state

    def _drop(self, name: str) -> None:
        state = self._states.pop(name, None)
        if state is not None:
            self._bytes -= state.signature.size


class UseLog:
    """The names that this process has recorded as used today, so that unused guests can be purged."""

    def __init__(self) -> None:
        self._day = date.min
        self._names: set[str] = set()

    def record(self, name: str, write: Callable[[date], None]) -> None:
        """Call ``write`` with today's date (UTC), unless that was done for this name today."""
        day = today()
        if day != self._day:
            self._day, self._names = day, set()
        if name not in self._names:
            write(day)
            self._names.add(name)


class NamedLocks:
    """Locks by name for the threads of one process; each exists only while a thread holds it or waits for it."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
        self._registering = Lock()

    @contextmanager
    def hold(self, name: str, timeout: float) -> Iterator[None]:
        """Hold the lock of this name; raise Busy if it is not free within so many seconds."""
        with self._registering:
            lock = self._locks.setdefault(name, Lock())
        if not lock.acquire(timeout=timeout):
            raise Busy
        try:
            yield
        finally:
            lock.release()


def today() -> date:
    """Return today's date in UTC."""
    return datetime.now(UTC).date()
