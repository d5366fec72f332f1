"""Find the table in a text by the names of its columns, whatever its separator and the notes above its header.

A row that can't be read, for instance because a quote is never closed, is reported with its line; the rest is read.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.reading.values import clean_text, one_line
from netroi_core.wording.wording import join_words
from netroi_core.workspace.fields import normalize_text

SEPARATORS: Final = (",", ";", "\t", "|")
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
LARGEST_CELL: Final = 100_000
# With so many unreadable rows the file is probably something else.
MOST_UNREADABLE: Final = 100
# Exports put notes above the header, never this many.
HEADER_WITHIN: Final = 60
_TOO_LONG: Final = "A cell is too long. Shorten it, or close the quote at its start."
_OPEN_QUOTE: Final = "A quote isn’t closed, or is inside a text. Correct or delete the quote."

# Column names that identify a kind of table.
Signature = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; ``line`` is where it begins, from 1."""

    line: int
    _cells: Sequence[str]
    _positions: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        """Return the clean text of a cell; empty if the table has no such column or the row ends before it."""
        position = self._positions.get(_normalized(column))
        return clean_text(self._cells[position]) if position is not None and position < len(self._cells) else ""

    @property
    def cells(self) -> dict[str, str]:
        """The clean text of all cells by the normalized names of their columns."""
        return {column: self[column] for column in self._positions}


@dataclass(frozen=True)
class BrokenRow:
    """A row that can't be read, and the reason as a sentence."""

    line: int
    reason: str


class RawRow(NamedTuple):
    """A row as it stands in the file: the line where it begins, from 1, and its cells."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class TextTable:
    """The table in a text, and the signature by which its header was recognized."""

    signature: Signature
    rows: tuple[TableRow, ...]
    broken: tuple[BrokenRow, ...]
    _positions: Mapping[str, int]

    def has(self, column: str) -> bool:
        """Return True if the header names this column."""
        return normalize_text(column) in self._positions


def find_table(text: str, *signatures: Signature, aliases: Mapping[str, str] | None = None) -> TextTable:
    """Return the table whose header has all columns of a signature; of several signatures the first that fits.

    Names are compared ignoring case, spaces and accents. ``aliases`` are other names of columns, normalized, such as
    those in other languages. NoSuchTable is raised if none of the first rows is such a header, NotImportable if it
    names a column of the signature twice, or the table is too large.
    """
    if header := _find_header(text, signatures, aliases or {}):
        signature, columns, below = header
        return make_table(columns, below, signature)
    names = "; or ".join(join_words([one_line(column, 40) for column in signature]) for signature in signatures)
    raise NoSuchTable(f"No line of the file has the columns {names}. Is it another kind of file?")


def find_signature(
    text: str, *signatures: Signature, aliases: Mapping[str, str] | None = None
) -> Signature | None:  # fmt: skip
    """Return the signature of the table that `find_table` finds, None if there is none."""
    header = _find_header(text, signatures, aliases or {})
    return header[0] if header else None


def possible_headers(text: str) -> Iterator[tuple[tuple[str, ...], Iterator[RawRow | BrokenRow]]]:
    """Yield the clean cells of each row that may be the header, by each separator, with the rows below it."""
    for separator in SEPARATORS:
        rows = read_rows(text, separator)
        for row in islice(rows, HEADER_WITHIN):
            if not isinstance(row, BrokenRow):
                yield tuple(map(clean_text, row.cells)), rows


def read_rows(text: str, separator: str) -> Iterator[RawRow | BrokenRow]:
    """Yield the rows that aren't blank."""
    lines = io.StringIO(text, newline="\n").readlines()
    start, unreadable = 0, 0
    while start < len(lines):
        # Unless strict, csv takes everything below a quote that is never closed for one cell, without an error.
        reader = csv.reader(islice(lines, start, None), delimiter=separator, strict=True)
        row_start = start
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield RawRow(row_start + 1, cells)
                row_start = start + reader.line_num
            return
        except csv.Error as error:
            unreadable += 1
            if unreadable > MOST_UNREADABLE:
                raise NotImportable("Most rows of the file can’t be read. Is it another kind of file?") from None
            yield BrokenRow(row_start + 1, _TOO_LONG if "limit" in str(error) else _OPEN_QUOTE)
            # A quote that is never closed swallows all lines below: go on with the line after the one that opens it.
            start = row_start + 1


def _find_header(
    text: str, signatures: Sequence[Signature], aliases: Mapping[str, str]
) -> tuple[Signature, tuple[str, ...], Iterator[RawRow | BrokenRow]] | None:
    for cells, below in possible_headers(text):
        columns = tuple(aliases.get(normalize_text(cell), cell) for cell in cells) if aliases else cells
        names = set(map(normalize_text, columns))
        for signature in signatures:
            if names.issuperset(map(normalize_text, signature)):
                return signature, columns, below
    return None


def make_table(columns: tuple[str, ...], below: Iterable[RawRow | BrokenRow], signature: Signature = ()) -> TextTable:
    """Return the table of the rows below a header; of two columns with one name the first counts."""
    names = [normalize_text(column) for column in columns]
    _check_header(names, signature)
    positions = {name: names.index(name) for name in names if name}
    rows = [
        row if isinstance(row, BrokenRow) else _row(*row, positions, len(columns))
        for row in islice(below, MOST_ROWS + 1)
    ]
    if len(rows) > MOST_ROWS:
        raise NotImportable(f"The file has more than {MOST_ROWS:,} rows. Export a shorter period.")
    readable = tuple(row for row in rows if isinstance(row, TableRow))
    return TextTable(signature, readable, tuple(row for row in rows if isinstance(row, BrokenRow)), positions)


def _check_header(names: Sequence[str], signature: Signature) -> None:
    if len(names) > MOST_COLUMNS:
        raise NotImportable(f"The file has more than {MOST_COLUMNS} columns. Is it another kind of file?")
    for column in signature:
        if names.count(normalize_text(column)) > 1:
            raise NotImportable(f"The file has two columns named {column}. Rename or delete one of them.")


def _row(line: int, cells: Sequence[str], positions: Mapping[str, int], width: int) -> TableRow | BrokenRow:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        reason = f"The row has {len(cells)} cells, the header {width}. Put text that contains a separator in quotes."
        return BrokenRow(line, reason)
    if max(map(len, cells)) > LARGEST_CELL:
        return BrokenRow(line, f"A cell is longer than {LARGEST_CELL:,} characters. Shorten it.")
    return TableRow(line, cells, positions)


@lru_cache(maxsize=1024)
def _normalized(column: str) -> str:
    # The same few names are looked up in every row.
    return normalize_text(column)
