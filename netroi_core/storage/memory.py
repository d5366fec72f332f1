"""Workspaces that live as long as the process: for the example and for trying out, and a model of the other stores."""

from collections import OrderedDict
from datetime import date
from threading import Lock

import orjson

from netroi_core.storage import Edit, Principal, Saved
from netroi_core.storage.changes import apply_edit, refuse_growth
from netroi_core.storage.last_used import today


class MemoryStore:
    """A store in memory; of more than ``capacity`` workspaces, the least recently used is dropped."""

    def __init__(self, capacity: int = 256) -> None:
        self._capacity = capacity
        self._latest: OrderedDict[Principal, Saved] = OrderedDict()
        self._used: dict[Principal, date] = {}
        self._lock = Lock()
        self._changing = Lock()

    def read(self, principal: Principal) -> Saved | None:
        """Return the latest saved state, or None."""
        with self._lock:
            saved = self._latest.get(principal)
            if saved is not None:
                self._put(principal, saved)
            return saved

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction; one change at a time in the whole store."""
        with self._changing:
            before = self.read(principal)
            after, changed = apply_edit(None if before is None else before.document, edit)
            if before is not None and not changed:
                return before
            size = len(orjson.dumps(after))
            refuse_growth(0 if before is None else before.size_bytes, size)
            saved = Saved(after, 1 if before is None else before.version + 1, size)
            with self._lock:
                self._put(principal, saved)
                while len(self._latest) > self._capacity:
                    del self._used[self._latest.popitem(last=False)[0]]
            return saved

    def used(self, principal: Principal) -> date | None:
        """Return the day (UTC) of the last use."""
        return self._used.get(principal)

    def erase(self, principal: Principal) -> None:
        """Forget the workspace."""
        with self._changing, self._lock:
            self._latest.pop(principal, None)
            self._used.pop(principal, None)

    def _put(self, principal: Principal, saved: Saved) -> None:
        self._latest[principal] = saved
        self._latest.move_to_end(principal)
        self._used[principal] = today()
