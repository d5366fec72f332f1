"""Workspaces that live as long as the process: a model of the other stores, for tests and for trying out."""

from collections import OrderedDict
from datetime import date
from threading import RLock
from typing import Final

from netroi_core.storage import Edit, Principal, Saved
from netroi_core.storage.changes import changed_in_memory
from netroi_core.storage.process_state import today

_CAPACITY: Final = 256


class MemoryStore:
    """A store in memory; when there are too many workspaces, the least recently used is dropped."""

    def __init__(self) -> None:
        self._latest: OrderedDict[Principal, tuple[Saved, date]] = OrderedDict()
        self._lock = RLock()

    def read(self, principal: Principal, *, is_use: bool = True) -> Saved | None:
        """Return the latest saved state, or None."""
        with self._lock:
            saved, _ = self._latest.get(principal, (None, None))
            return saved if saved is None or not is_use else self._put(principal, saved)

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction; one change at a time in the whole store."""
        with self._lock:
            return self._put(principal, changed_in_memory(self.read(principal), edit))

    def used(self, principal: Principal) -> date | None:
        """Return the day (UTC) of the last use."""
        _, day = self._latest.get(principal, (None, None))
        return day

    def erase(self, principal: Principal) -> None:
        """Forget the workspace."""
        with self._lock:
            self._latest.pop(principal, None)

    def _put(self, principal: Principal, saved: Saved) -> Saved:
        self._latest[principal] = saved, today()
        self._latest.move_to_end(principal)
        if len(self._latest) > _CAPACITY:
            self._latest.popitem(last=False)
        return saved
