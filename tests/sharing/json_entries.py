"""Entries in memory that keep each object as JSON bytes, which tests may look into."""

import orjson

from netroi_core.storage.entries import Entry, EntryEdit


class JsonEntries:
    """Entries that live as long as a test."""

    def __init__(self) -> None:
        self.raw: dict[str, bytes] = {}

    def read(self, name: str) -> Entry | None:
        return None if name not in self.raw else orjson.loads(self.raw[name])

    def change(self, name: str, edit: EntryEdit) -> Entry:
        self.raw[name] = orjson.dumps(dict(edit(self.read(name))))
        return orjson.loads(self.raw[name])

    def erase(self, name: str) -> None:
        self.raw.pop(name, None)
