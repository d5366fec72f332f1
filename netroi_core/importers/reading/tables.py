"""Find the table in a text by the names of its columns, whatever its separator and the notes above its header.

A row that can't be read, for instance because a quote is never closed, is reported with its line; the rest is read.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.proposal import Draft, SourceLine
from netroi_core.importers.reading.values import clean_text, one_line
from netroi_core.wording.wording import join_words
from netroi_core.workspace.search import normalize_text

SEPARATORS: Final = (",", ";", "\t")
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
LARGEST_CELL: Final = 100_000
# With so many unreadable rows the file is probably something else.
MOST_UNREADABLE: Final = 100
# Exports put notes above the header, never this many.
HEADER_WITHIN: Final = 60

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


@dataclass(frozen=True)
class TextTable:
    """The table in a text.

    Attributes:
        signature: The signature by which its header was recognized.
        columns: The names in its header, as they stand there.
    """

    signature: Signature
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    broken: tuple[BrokenRow, ...] = ()

    def has(self, column: str) -> bool:
        """Return True if the header names this column."""
        return normalize_text(column) in {normalize_text(name) for name in self.columns}

    def reject_broken_rows(self, draft: Draft, file: str = "") -> None:
        """Report the broken rows in a draft."""
        for row in self.broken:
            draft.reject(SourceLine(row.line, file), row.reason)


def find_table(text: str, *signatures: Signature) -> TextTable:
    """Return the table whose header has all columns of a signature; of several signatures the first that fits.

    Names are compared ignoring case, spaces and accents.

    Raises:
        NoSuchTable: None of the first rows is such a header.
        NotImportable: The header names a column of the signature twice, or the table is too large.
    """
    for separator in SEPARATORS:
        for index, row in enumerate(islice(read_rows(text, separator), HEADER_WITHIN)):
            columns = () if isinstance(row, BrokenRow) else tuple(clean_text(cell) for cell in row[1])
            names = {normalize_text(column) for column in columns}
            for signature in signatures:
                if {normalize_text(column) for column in signature} <= names:
                    return _table(signature, columns, islice(read_rows(text, separator), index + 1, None))
    raise NoSuchTable(f"No line of the file names the columns {_alternatives(signatures)}; is it another kind of file?")


def find_signature(text: str, *signatures: Signature) -> Signature | None:
    """Return the first of the signatures of which a row of the text names all columns, or None."""
    headers = [
        {normalize_text(clean_text(cell)) for cell in row[1]}
        for separator in SEPARATORS
        for row in islice(read_rows(text, separator), HEADER_WITHIN)
        if not isinstance(row, BrokenRow)
    ]
    normalized = ((signature, {normalize_text(column) for column in signature}) for signature in signatures)
    return next((signature for signature, names in normalized if any(names <= header for header in headers)), None)


def read_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]] | BrokenRow]:
    """Yield the rows that aren't blank, each as the line where it begins and its raw cells."""
    lines = text.split("\n")
    start, unreadable = 0, 0
    while start < len(lines):
        # Unless strict, csv takes everything below a quote that is never closed for one cell, without an error.
        reader = csv.reader(_with_line_ends(lines, start), delimiter=separator, strict=True)
        row_start = start
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield row_start + 1, cells
                row_start = start + reader.line_num
            return
        except csv.Error as error:
            unreadable += 1
            if unreadable > MOST_UNREADABLE:
                raise NotImportable("Most rows of the file can't be read; is it another kind of file?") from None
            yield BrokenRow(row_start + 1, _reason(error))
            # A quote that is never closed swallows all lines below: go on with the line after the one that opens it.
            start = row_start + 1


def _with_line_ends(lines: Sequence[str], start: int) -> Iterator[str]:
    last = len(lines) - 1
    return (lines[index] + "\n" if index < last else lines[index] for index in range(start, len(lines)))


def _reason(error: csv.Error) -> str:
    if "limit" in str(error):
        return "A cell is longer than any text should be; shorten it, or close the quote that it begins with."
    return "A quote isn't closed, or stands inside a text; correct or delete the quote."


def _table(
    signature: Signature, columns: tuple[str, ...], below: Iterable[tuple[int, list[str]] | BrokenRow]
) -> TextTable:
    _check_header(columns, signature)
    positions: dict[str, int] = {}
    for position, column in enumerate(columns):
        positions.setdefault(normalize_text(column), position)  # of two columns with one name the first counts
    rows: list[TableRow] = []
    broken: list[BrokenRow] = []
    for raw_row in below:
        row = raw_row if isinstance(raw_row, BrokenRow) else _row(*raw_row, positions, len(columns))
        if isinstance(row, BrokenRow):
            broken.append(row)
        else:
            rows.append(row)
        if len(rows) + len(broken) > MOST_ROWS:
            raise NotImportable(f"The file has more than {MOST_ROWS:,} rows; export a shorter period.")
    return TextTable(signature, columns, tuple(rows), tuple(broken))


def _check_header(columns: Sequence[str], signature: Signature) -> None:
    if len(columns) > MOST_COLUMNS:
        raise NotImportable(f"The file has more than {MOST_COLUMNS} columns; is it another kind of file?")
    names = [normalize_text(column) for column in columns]
    for column in signature:
        if names.count(normalize_text(column)) > 1:
            raise NotImportable(f"The file names the column {column} twice; rename or delete one of them.")


def _row(line: int, cells: list[str], positions: Mapping[str, int], width: int) -> TableRow | BrokenRow:
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        reason = f"The row has {len(cells)} cells, the header {width}; a separator inside a text needs quotes."
        return BrokenRow(line, reason)
    if max(map(len, cells)) > LARGEST_CELL:
        return BrokenRow(line, f"A cell is longer than {LARGEST_CELL:,} characters; shorten it.")
    return TableRow(line, cells, positions)


@lru_cache(maxsize=1024)
def _normalized(column: str) -> str:
    # The same few names are looked up in every row.
    return normalize_text(column)


def _alternatives(signatures: Iterable[Signature]) -> str:
    return "; or ".join(join_words([one_line(column, 40) for column in signature]) for signature in signatures)
