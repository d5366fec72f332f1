"""A proposal: the records that a file would add and change, for the person to review before accepting it.

A reader fills a `Draft` line by line; the finished draft is the proposal. Nothing here changes a document.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any, Final, TypeVar, cast

import orjson
from pydantic import ValidationError

from netroi_core.errors import Problem
from netroi_core.importers.reading.tables import BrokenRow, RecordTable, TableRow
from netroi_core.importers.reading.values import one_line
from netroi_core.wording.wording import join_words
from netroi_core.workspace.document import record_problems
from netroi_core.workspace.edits import RecordDict, as_row, list_of
from netroi_core.workspace.fields import ImportKind
from netroi_core.workspace.records import Activity, Contact, Exchange, Outcome, Venue
from netroi_core.workspace.workspace import Workspace

ImportedRecord = Venue | Activity | Outcome | Contact | Exchange
R = TypeVar("R", bound=ImportedRecord)
T = TypeVar("T")

_KNOWN: Final = "It was already imported."
_MOST_NAMED: Final = 3
# A progress bar need not move more smoothly, and each report is a message to the browser.
_MOST_REPORTS: Final = 40


@dataclass(frozen=True)
class SourceLine:
    """A line of a file, numbered from 1; ``file`` is its name where several files are read together."""

    number: int
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}, line {self.number}" if self.file else f"line {self.number}"


@dataclass(frozen=True)
class SourceText:
    """The names that files give to an activity, and the reason why it is suggested.

    ``entry`` is its title in a calendar or time sheet, ``merchant`` the name on a statement.
    """

    entry: str = ""
    merchant: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Item:
    """A record as accepting the proposal would store it.

    ``label`` is the record in a few words, or the difference; ``before`` the stored record, None if it is new.
    ``overlap`` says where it is counted already; if anywhere, it is left out unless it is chosen.
    """

    record: ImportedRecord
    source_line: SourceLine
    label: str
    before: ImportedRecord | None = None
    source_text: SourceText | None = None
    overlap: str = ""

    @property
    def name(self) -> str:
        """The list of the document that the record belongs to."""
        return list_of(type(self.record))

    @property
    def key(self) -> str:
        """A key that is unique within the proposal: the list and the id."""
        return f"{self.name}/{self.record.id}"


@dataclass(frozen=True)
class UnusedLine:
    """A line that adds nothing, with the reason in one sentence."""

    source_line: SourceLine
    reason: str


@dataclass(frozen=True)
class Proposal:
    """Everything that a file would change; the lines skipped on purpose, and those rejected because of an error.

    ``notes`` are sentences about the file as a whole: how it was read, what was assumed.
    """

    kind: ImportKind
    source_name: str
    added: tuple[Item, ...] = ()
    updated: tuple[Item, ...] = ()
    skipped: tuple[UnusedLine, ...] = ()
    rejected: tuple[UnusedLine, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that can be accepted: added and updated ones."""
        return self.added + self.updated

    @property
    def suggested_keys(self) -> frozenset[str]:
        """The keys of the items that are accepted unless something else is chosen."""
        return frozenset(item.key for item in self.items if not item.overlap)


@dataclass(frozen=True)
class FileContents:
    """The contents of one file: how many records of each list are in it, and how many lines add nothing."""

    counts: Mapping[str, int]
    skipped: int
    rejected: int


class Progress:
    """A part of the whole progress, from one share to another. Without a listener nothing is reported."""

    def __init__(self, listener: Callable[[float], None] | None = None, begin: float = 0, end: float = 1) -> None:
        self._listener, self._begin, self._end = listener, begin, end

    def part(self, begin: float, end: float) -> "Progress":
        """Return a part of this part, by shares of it."""
        length = self._end - self._begin
        return Progress(self._listener, self._begin + begin * length, self._begin + end * length)

    def through(self, items: Sequence[T]) -> Iterator[T]:
        """Yield the items, reporting the share that is done."""
        step = max(len(items) // _MOST_REPORTS, 1)
        for begin in range(0, len(items), step):
            self.report(begin / len(items))
            yield from items[begin : begin + step]
        self.report(1)

    def report(self, share: float) -> None:
        """Report that this share of the part is done."""
        if self._listener is not None:
            self._listener(self._begin + share * (self._end - self._begin))


class Draft:
    """A proposal in the making.

    A record whose id is stored already is skipped, so that importing a file twice adds nothing. A record that would
    break the format is rejected, so that every proposal can be accepted. ``stored`` is the workspace without anything
    drafted, ``progress`` the part of the progress bar that belongs to the current file. ``file`` is its name where
    several are read together, and empty otherwise.
    """

    def __init__(self, kind: ImportKind, source_name: str, stored: Workspace) -> None:
        self.progress = Progress()
        self.file = ""
        self.stored = stored
        self._kind: ImportKind = kind
        self._source_name = one_line(source_name)
        self._stored_by_id: dict[str, dict[str, Any]] = {}
        self._items: dict[tuple[type[Any], str], Item] = {}
        self._skipped: list[UnusedLine] = []
        self._rejected: list[UnusedLine] = []
        self._notes: dict[str, dict[str, None]] = {}  # the files of each

    @property
    def workspace(self) -> Workspace:
        """The workspace as it would be with everything drafted so far."""
        document = self.stored.document
        rows: dict[str, dict[str, RecordDict]] = {}
        for item in self._items.values():
            if item.name not in rows:
                rows[item.name] = {row["id"]: row for row in document.get(item.name, ())}
            rows[item.name][item.record.id] = as_row(item.record)
        changed = {name: list(by_id.values()) for name, by_id in rows.items()}
        return Workspace({**document, **changed}) if rows else self.stored

    def find(self, record_type: type[R], key: str) -> R | None:
        """Return the record with this id as drafted so far, else as stored, or None."""
        item = self._items.get((record_type, key))
        return cast("R", item.record) if item else self._find_stored(record_type, key)

    def add(
        self,
        record_type: type[R],
        row: RecordDict,
        source_line: SourceLine,
        label: str,
        source_text: SourceText | None = None,
        overlap: str = "",
    ) -> R | None:
        """Propose a record; skip it if its id is known. Return it, or None if it was rejected: it breaks the format."""
        record = self._validated(record_type, row, source_line, label)
        if record is not None and self.find(record_type, record.id) is not None:
            self.skip(source_line, _KNOWN)
        elif isinstance(record, Activity | Outcome) and self._is_archived(record.date):
            self.skip(source_line, "It is from a year that you archived.")
        elif record is not None:
            self._items[record_type, record.id] = Item(record, source_line, label, None, source_text, overlap)
        return record

    def update(
        self, record: ImportedRecord, source_line: SourceLine, label: str, source_text: SourceText | None = None
    ) -> None:
        """Propose a changed copy of a record; skip it if nothing differs, reject it if it would break the format."""
        record_type = type(record)
        if record == self.find(record_type, record.id):
            self.skip(source_line, _KNOWN)
        # pydantic does not validate copies.
        elif (valid := self._validated(record_type, as_row(record), source_line, label)) is not None:
            before = self._find_stored(record_type, record.id)
            self._items[record_type, record.id] = Item(valid, source_line, label, before, source_text)

    def refresh(self, record_type: type[R], row: RecordDict, source_line: SourceLine, label: str) -> None:
        """Propose a record as a newer file has it; skip it if the person edited what an import wrote."""
        stored = self._find_stored(record_type, row["id"])
        if stored is None:
            self.add(record_type, row, source_line, label)
        elif (fresh := self._validated(record_type, {**as_row(stored), **row}, source_line, label)) is None:
            return
        # What the person edited wins over a newer file.
        elif stored == fresh or self._is_untouched(stored):
            self.update(fresh, source_line, label)
        else:
            self.skip(source_line, "You edited it after an earlier import, so it stays as it is.")

    def skip(self, source_line: SourceLine, reason: str) -> None:
        """Leave a line out on purpose."""
        self._skipped.append(UnusedLine(source_line, reason))

    def reject(self, source_line: SourceLine, reason: str) -> None:
        """Leave a line out because of an error in it; the reason says what is wrong and how to fix it."""
        self._rejected.append(UnusedLine(source_line, reason))

    @contextmanager
    def rejecting(self, source_line: SourceLine) -> Iterator[None]:
        """Reject a line if reading it, in the body of the ``with``, raises ValueError, which says why."""
        try:
            yield
        except ValueError as error:
            self.reject(source_line, str(error))

    def reject_broken(self, rows: Iterable[BrokenRow], file: str) -> None:
        """Leave out the rows of a table that can't be read."""
        for row in rows:
            self.reject(SourceLine(row.line, file), row.reason)

    def records(self, table: RecordTable, file: str) -> list[TableRow]:
        """Return the rows of a table of records; reject the broken ones, and skip notes and totals."""
        self.reject_broken(table.table.broken, file)
        rows = []
        for row in table.table.rows:
            if table.is_note(row):
                self.skip(SourceLine(row.line, file), "It is a note or a total.")
            else:
                rows.append(row)
        return rows

    def note(self, sentence: str) -> None:
        """Add a sentence about the current file as a whole, unless it was added before."""
        self._notes.setdefault(sentence, {})[self.file] = None

    def proposal(self) -> Proposal:
        """Return everything drafted so far."""
        items = self._items.values()
        return Proposal(
            self._kind,
            self._source_name,
            tuple(item for item in items if item.before is None),
            tuple(item for item in items if item.before is not None),
            tuple(self._skipped),
            tuple(self._rejected),
            tuple(f"{_named(files)}{sentence}" for sentence, files in self._notes.items()),
        )

    def _find_stored(self, record_type: type[R], key: str) -> R | None:
        name = list_of(record_type)
        if name not in self._stored_by_id:
            self._stored_by_id[name] = {record.id: record for record in getattr(self.stored, name)}
        record: R | None = self._stored_by_id[name].get(key)
        return record

    def _validated(self, record_type: type[R], row: RecordDict, source_line: SourceLine, label: str) -> R | None:
        # One by one: a list of 30,000 contacts takes as long through a TypeAdapter (0.5 s), and has no single errors.
        try:
            return cast("R", record_type.model_validate_json(orjson.dumps(row)))
        except ValidationError:
            problem = record_problems(list_of(record_type), row)[0]
            self.reject(source_line, f"{label}: {Problem(problem.path.partition('.')[2], problem.message).sentence}")
            return None

    def _is_archived(self, day: date) -> bool:
        before = self.stored.profile.archived_before
        return before is not None and day < before

    def _is_untouched(self, record: ImportedRecord) -> bool:
        name: Any = list_of(type(record))
        digest = fingerprint(as_row(record))
        added = (past.added.get(name, {}).get(record.id) for past in self.stored.imports)
        changes = (past.updated.get(name, {}).get(record.id) for past in self.stored.imports)
        return digest in (*added, *(change.digest for change in changes if change))


class RowCounter:
    """Numbers equal rows of one file, which are two charges; the same row in two files is one."""

    def __init__(self) -> None:
        self._counts: Counter[Hashable] = Counter()

    def count(self, row: Hashable) -> int:
        """Return how many times this row was counted, this time included."""
        self._counts[row] += 1
        return self._counts[row]


def identifier(source: str, *parts: object) -> str:
    """Return a record's id by the source's own key, the same each time that the file is imported."""
    return f"{source}-{fingerprint([str(part) for part in parts])}"


def fingerprint(value: object) -> str:
    """Return 16 hexadecimal digits that identify a JSON value, whatever the order of its objects' keys.

    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    True
    """
    raw = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return blake2b(raw, digest_size=8).hexdigest()


def _named(files: Iterable[str]) -> str:
    """Return the names of files with a colon, or their number if they are many; empty if they have no names."""
    names = list(filter(None, files))
    if not names:
        return ""
    return f"{join_words(names) if len(names) <= _MOST_NAMED else f'{len(names)} files'}: "
