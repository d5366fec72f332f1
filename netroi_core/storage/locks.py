"""Locks by name for the threads of one process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from weakref import WeakValueDictionary

from netroi_core.errors import Busy


class NamedLocks:
    """A lock by name for the threads of one process, which exists only while a thread holds it or waits for it."""

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
