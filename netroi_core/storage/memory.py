"""Workspaces that live as long as the process: for the example and for trying out, and the rule that others follow."""

from collections import OrderedDict
from threading import Lock

import orjson

from netroi_core.storage import Edit, Principal, Saved
from netroi_core.storage.changes import edited, refuse_growth


class MemoryStore:
    """A store in memory; of more than ``capacity`` workspaces, the one longest unused is dropped."""

    def __init__(self, capacity: int = 256) -> None:
        self._capacity = capacity
        self._latest: OrderedDict[Principal, Saved] = OrderedDict()
        self._order = Lock()
        self._changing = Lock()

    def read(self, principal: Principal) -> Saved | None:
        """The latest saved state, or None."""
        with self._order:
            saved = self._latest.get(principal)
            if saved is not None:
                self._latest.move_to_end(principal)
            return saved

    def change(self, principal: Principal, edit: Edit) -> Saved:
        """Apply an edit in one transaction; one change at a time in the whole store."""
        with self._changing:
            before = self.read(principal)
            after, changed = edited(None if before is None else before.document, edit)
            if before is not None and not changed:
                return before
            size = len(orjson.dumps(after))
            refuse_growth(0 if before is None else before.size_bytes, size)
            saved = Saved(after, 1 if before is None else before.version + 1, size)
            with self._order:
                self._latest[principal] = saved
                self._latest.move_to_end(principal)
                while len(self._latest) > self._capacity:
                    self._latest.popitem(last=False)
            return saved

    def erase(self, principal: Principal) -> None:
        """Forget the workspace."""
        with self._changing, self._order:
            self._latest.pop(principal, None)
