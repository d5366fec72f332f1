"""What a file would change, to look at first: the very object that accepting applies.

A reader fills a Draft, line by line; what the draft holds at the end is the proposal. Nothing here changes a document.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Final

import orjson

from netroi_core.importers.progress import Progress
from netroi_core.importers.reading.values import line
from netroi_core.workspace.document import Document, problems_among
from netroi_core.workspace.edits import RecordDict
from netroi_core.workspace.fields import ImportKind

_ID_BYTES: Final = 8


@dataclass(frozen=True)
class Place:
    """A line of a file; ``file`` names it where several came in one archive."""

    line: int
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}" if self.file else f"line {self.line}"


@dataclass(frozen=True)
class Told:
    """What files call an activity: in a calendar or time sheet, and on a statement; ``why``: why it is suggested."""

    entry: str = ""
    merchant: str = ""
    why: str = ""


@dataclass(frozen=True)
class Item:
    """A record to be stored in the list ``name``, as it will be; ``before`` is None if it is new.

    label: in a few words, what it is, and of a change what differs. told: of an activity, what files say of it.
    """

    name: str
    record: RecordDict
    place: Place
    label: str
    before: RecordDict | None = None
    told: Told | None = None

    @property
    def key(self) -> str:
        """What names this item among all of its proposal."""
        return f"{self.name}/{self.record['id']}"


class LazyItem(Item):
    """A new record that is made when it is first looked at; of a large file most never are.

    key: as the item's will be; line: where it stands; make: makes the item, to the format, by ``at``.
    """

    name: str

    # Not as in its frozen parent, whose way of refusing to be changed takes most of the time of a large file.
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__

    def __init__(self, name: str, key: str, line: int, make: Callable[[int], Item], at: int) -> None:
        self.name, self._key, self.line, self._make, self._at = name, key, line, make, at

    @property
    def key(self) -> str:
        """The same, without making it."""
        return self._key

    @cached_property
    def _made(self) -> Item:
        return self._make(self._at)

    @property
    def record(self) -> RecordDict:
        """The record, made by now."""
        return self._made.record

    @property
    def place(self) -> Place:
        """Its line, and its file."""
        return self._made.place

    @property
    def label(self) -> str:
        """What it is, in a few words."""
        return self._made.label


@dataclass(frozen=True)
class Remark:
    """A line of which nothing is taken over, and why, in one sentence."""

    place: Place
    reason: str


@dataclass(frozen=True)
class Proposal:
    """What a file would add and update; what is skipped on purpose; what can't be read; notes on the whole.

    notes are sentences: how it was read, what was assumed, what was left out.
    """

    kind: ImportKind
    source_name: str
    added: tuple[Item, ...] = ()
    updated: tuple[Item, ...] = ()
    skipped: tuple[Remark, ...] = ()
    rejected: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All that there is to choose from."""
        return self.added + self.updated


Reader = Callable[[bytes, str, Document], Proposal]
"""Reads the bytes of a file of this name into a proposal for a checked document; NotImportable if it can't be."""


class Draft:
    """A proposal while its file is read.

    What would add a record whose id is stored already is skipped, so that the same file twice adds nothing; what would
    break the format is rejected, so that a proposal can always be accepted.
    """

    def __init__(
        self, kind: ImportKind, source_name: str, document: Document, progress: Progress | None = None
    ) -> None:
        self.progress = progress or Progress()
        self._document = document
        self._kind: ImportKind = kind
        self._source_name = line(source_name)
        self._known = {name: {row["id"]: row for row in rows} for name, rows in document.items() if _is_list(rows)}
        self._imports = document.get("imports", ())
        self._items: dict[str, Item] = {}
        self._unchecked: list[str] = []
        self._skipped: list[Remark] = []
        self._rejected: list[Remark] = []
        self._notes: dict[str, None] = {}

    def _check(self) -> None:
        """Reject what would break the format, of all that was proposed since the last time."""
        unchecked, self._unchecked = self._unchecked, []
        by_name: dict[str, list[Item]] = {}
        for key in dict.fromkeys(unchecked):
            item = self._items[key]
            by_name.setdefault(item.name, []).append(item)
        for name, items in by_name.items():
            for place, problem in problems_among(name, [item.record for item in items]).items():
                item = items[place]
                del self._items[item.key]
                self.reject(item.place, f"{item.label}: {problem.path.partition('.')[2]} {problem.message}.")

    def known(self, name: str, key: str) -> RecordDict | None:
        """The record with this id in a list, as it is stored or as proposed so far."""
        item = self._items.get(f"{name}/{key}")
        return item.record if item else self._known.get(name, {}).get(key)

    def foreseen(self) -> Document:
        """The document as it would be with all that was drafted so far."""
        self._check()
        rows: dict[str, dict[str, RecordDict]] = {}
        for item in self._items.values():
            rows.setdefault(item.name, dict(self._known.get(item.name, {})))[item.record["id"]] = item.record
        return {**self._document, **{name: list(each.values()) for name, each in rows.items()}}

    def add(self, name: str, record: RecordDict, place: Place, label: str, told: Told | None = None) -> None:
        """Propose a new record; skipped if its id is known, rejected if it breaks the format."""
        if self.known(name, record["id"]) is not None:
            self.skip(place, "It is known already.")
        else:
            self._propose(Item(name, record, place, label, told=told))

    def add_all(self, name: str, items: Iterable[LazyItem]) -> None:
        """Propose new records of one list, each as by add, but unmade and so unchecked."""
        stored = self._known.get(name)
        for item in items:
            key = item.key
            if key in self._items or (stored and key.removeprefix(f"{name}/") in stored):
                self.skip(item.place, "It is known already.")
            else:
                self._items[key] = item

    def update(self, name: str, record: RecordDict, place: Place, label: str, told: Told | None = None) -> None:
        """Propose how a known record changes; skipped if it does not, rejected if it would break the format."""
        key = record["id"]
        if record == self.known(name, key):
            self.skip(place, "It is known already.")
        else:
            self._propose(Item(name, record, place, label, self._known.get(name, {}).get(key), told))

    def refresh(self, name: str, record: RecordDict, place: Place, label: str) -> None:
        """Propose a record as a newer file has it; skipped if it was changed since an import left it."""
        stored = self._known.get(name, {}).get(record["id"])
        if stored is None:
            self.add(name, record, place, label)
        elif stored == record or self._is_untouched(name, stored):
            self.update(name, {**stored, **record}, place, label)
        else:
            self.skip(place, "You changed what an earlier import made of it, so it stays as it is.")

    def skip(self, place: Place, reason: str) -> None:
        """Leave a line out on purpose."""
        self._skipped.append(Remark(place, reason))

    def reject(self, place: Place, reason: str) -> None:
        """Say why a line can't be taken over: what, where, and how to mend it."""
        self._rejected.append(Remark(place, reason))

    def note(self, sentence: str) -> None:
        """Say something about the whole, once."""
        self._notes[sentence] = None

    def proposal(self) -> Proposal:
        """All that was drafted so far."""
        self._check()
        items = self._items.values()
        return Proposal(
            self._kind,
            self._source_name,
            tuple(item for item in items if item.before is None),
            tuple(item for item in items if item.before is not None),
            tuple(self._skipped),
            tuple(self._rejected),
            tuple(self._notes),
        )

    def _is_untouched(self, name: str, record: RecordDict) -> bool:
        digest, key = fingerprint(record), record["id"]
        added = (past.get("added", {}).get(name, {}).get(key) for past in self._imports)
        updated = (past.get("updated", {}).get(name, {}).get(key, {}).get("digest") for past in self._imports)
        return digest in (*added, *updated)

    def _propose(self, item: Item) -> None:
        self._items[item.key] = item
        self._unchecked.append(item.key)


class Occurrences:
    """Tells equal rows of one file apart: the first is 1, the next 2. So two equal charges are two in any file."""

    def __init__(self) -> None:
        self._seen: Counter[Hashable] = Counter()

    def count(self, row: Hashable) -> int:
        """How many times this row has come by now."""
        self._seen[row] += 1
        return self._seen[row]


def identifier(source: str, *parts: object) -> str:
    """The id of a record by the source's own key, so that it is the same whenever the file comes again."""
    return f"{source}-{fingerprint([str(part) for part in parts])}"


def fingerprint(value: object) -> str:
    """16 hexadecimal digits that differ wherever the JSON value does; the order of an object's keys is free."""
    raw = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return blake2b(raw, digest_size=_ID_BYTES).hexdigest()


def _is_list(rows: object) -> bool:
    return isinstance(rows, list)
