"""A cache of the states last read or written, so that one version is one object for all who read it."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Generic, Protocol, TypeVar

from netroi_core.storage import Saved
from netroi_core.storage.tables import Tables


class Signature(Protocol):
    """A value that tells one stored state from every other."""

    @property
    def size(self) -> int:
        """The size of the stored state in bytes."""


S = TypeVar("S", bound=Signature)


@dataclass(frozen=True, eq=False)
class CachedState(Generic[S]):
    """A stored state with the document in it; the tables share their records with the document."""

    signature: S
    saved: Saved
    tables: Tables


class StateCache(Generic[S]):
    """The states last used, up to so many bytes as stored (in memory, each takes about eight times that)."""

    def __init__(self, capacity_bytes: int) -> None:
        self._capacity = capacity_bytes
        self._bytes = 0
        self._states: OrderedDict[str, CachedState[S]] = OrderedDict()
        self._lock = Lock()

    def get(self, name: str) -> CachedState[S] | None:
        """Return the cached state of a workspace."""
        with self._lock:
            state = self._states.get(name)
            if state is not None:
                self._states.move_to_end(name)
            return state

    def add_read(self, name: str, before: CachedState[S] | None, state: CachedState[S]) -> CachedState[S]:
        """Cache a state that was read, unless another one was cached meanwhile; return the state to use."""
        with self._lock:
            latest = self._states.get(name)
            if latest is not None and latest.signature == state.signature:
                return latest
            if latest is before:
                self._put(name, state)
            return state

    def add_written(self, name: str, state: CachedState[S]) -> CachedState[S]:
        """Cache a state that was written; return the one to use, since a reader may have been faster."""
        with self._lock:
            latest = self._states.get(name)
            if latest is not None and latest.signature == state.signature:
                return latest
            self._put(name, state)
            return state

    def forget(self, name: str) -> None:
        """Drop the state of a workspace."""
        with self._lock:
            self._drop(name)

    def _put(self, name: str, state: CachedState[S]) -> None:
        self._drop(name)
        self._states[name] = state
        self._bytes += state.signature.size
        while self._bytes > self._capacity and len(self._states) > 1:
            self._drop(next(iter(self._states)))

    def _drop(self, name: str) -> None:
        state = self._states.pop(name, None)
        if state is not None:
            self._bytes -= state.signature.size
