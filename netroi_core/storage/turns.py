"""Turns: of the threads that want to change one workspace, one at a time, so that they don't compete elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakValueDictionary

from netroi_core.errors import Busy


class Turns:
    """A lock for each workspace that somebody wants to change now."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
        self._choosing = Lock()

    def __len__(self) -> int:
        return len(self._locks)

    @contextmanager
    def of(self, name: str, patience: float) -> Iterator[None]:
        """Hold the turn of a workspace; Busy after so many seconds."""
        with self._choosing:
            lock = self._locks.setdefault(name, Lock())
        if not lock.acquire(timeout=patience):
            raise Busy
        try:
            yield
        finally:
            lock.release()
