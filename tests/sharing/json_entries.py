"""Entries that live as long as a test, and the bytes that they come to."""

from collections.abc import Callable

import orjson

from netroi_core.access.credentials import Entry


class Kept:
    """Entries in memory; each is JSON, as where they are stored."""

    def __init__(self) -> None:
        self.raw: dict[str, bytes] = {}

    def read(self, name: str) -> Entry | None:
        return None if name not in self.raw else orjson.loads(self.raw[name])

    def change(self, name: str, edit: Callable[[Entry | None], Entry]) -> Entry:
        self.raw[name] = orjson.dumps(dict(edit(self.read(name))))
        return orjson.loads(self.raw[name])

    def erase(self, name: str) -> None:
        self.raw.pop(name, None)
