"""A text as a table: its separator and its header are found by the names of columns, never by counting lines.

A row that can't be read (a quote that is never closed, too many cells) is reported with its line; the rest is read.
An even table, in which every line is a row and nothing is unusual, is read as a frame, and its rows are made on demand.
"""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

import polars as pl

from netroi_core.errors import NoSuchTable, NotImportable
from netroi_core.importers.proposal import Draft, Place
from netroi_core.importers.reading.values import clean, line
from netroi_core.wording.wording import listed
from netroi_core.workspace.search import bare

SEPARATORS: Final = (",", ";", "\t")
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 300
LARGEST_CELL: Final = 100_000
MOST_UNREADABLE: Final = 100
"""So many rows that can't be read at all say that the file is something else."""
_HEADER_WITHIN: Final = 60
"""The header is looked for in so many rows; what stands above it are notes."""
WIDEST_EVEN: Final = 40
"""Of more columns than this, the pattern of a row grows too large."""
_UNUSUAL: Final = r"\x00-\x1f\x{feff}"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the place of each column in it by its bare name; ``line`` is where it begins, from 1."""

    line: int
    _cells: Sequence[str]
    _places: Mapping[str, int]

    def __getitem__(self, column: str) -> str:
        """The clean text of a cell; empty where the file has no such column, or the row ends before it."""
        place = self._places.get(_bare(column))
        return clean(self._cells[place]) if place is not None and place < len(self._cells) else ""

    @property
    def cells(self) -> dict[str, str]:
        """All its cells by the bare names of their columns."""
        return {column: self[column] for column in self._places}


@dataclass(frozen=True)
class Broken:
    """A row that can't be read, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Table:
    """The rows below a header. layout: the names that the header was found by; columns: its names as they stand.

    read: the rows, or, of an even table, a frame: ``line``, then the cells of each column under its number from 0.
    above: the rows over the header.
    """

    layout: Collection[str]
    columns: tuple[str, ...]
    read: tuple[Row, ...] | pl.DataFrame
    broken: tuple[Broken, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self.read if isinstance(self.read, tuple) else self.rows_of(self.read)

    def rows_of(self, frame: pl.DataFrame) -> tuple[Row, ...]:
        """The rows of some lines of the frame that this table was read as."""
        places = _places(self.columns)
        return tuple(Row(line, cells, places) for line, *cells in frame.iter_rows())

    def cells(self, column: str) -> pl.Expr:
        """The cells of a column as they stand in the frame, which the header must name."""
        return pl.col(str(_places(self.columns)[bare(column)]))

    def has(self, column: str) -> bool:
        """Whether the header names this column."""
        return bare(column) in {bare(each) for each in self.columns}

    def report(self, draft: Draft, file: str = "") -> None:
        """Reject the broken rows in a draft."""
        for row in self.broken:
            draft.reject(Place(row.line, file), row.reason)


def table(text: str, *layouts: Collection[str]) -> Table:
    """The table in a text whose header names all columns of a layout; of several the first that fits.

    Names are compared without case, spaces and accents. NoSuchTable if no row of the first 60 is such a header;
    NotImportable if it names a column of the layout twice, or if the table is too large.
    """
    for separator in SEPARATORS:
        rows = []
        for row in islice(read(text, separator), _HEADER_WITHIN):
            rows.append(row)
            names = set() if isinstance(row, Broken) else {bare(clean(cell)) for cell in row[1]}
            for layout in layouts:
                if not isinstance(row, Broken) and {bare(column) for column in layout} <= names:
                    return _below(row, layout, rows, text, separator)
    raise NoSuchTable(f"No line of the file names the columns {_choices(layouts)}; is it another kind of file?")


def layout_of(text: str, *layouts: Collection[str]) -> Collection[str] | None:
    """The first of the layouts that a row of the text names all columns of; None if no row does."""
    headers = [
        {bare(clean(cell)) for cell in row[1]}
        for separator in SEPARATORS
        for row in islice(read(text, separator), _HEADER_WITHIN)
        if not isinstance(row, Broken)
    ]
    wanted = ((layout, {bare(column) for column in layout}) for layout in layouts)
    return next((layout for layout, names in wanted if any(names <= header for header in headers)), None)


def read(text: str, separator: str) -> Iterator[tuple[int, list[str]] | Broken]:
    """The rows of a text as they stand, each with the line where it begins; blank ones are left out.

    After a quote that is never closed, reading goes on with the next line.
    """
    lines = text.split("\n")
    start, unreadable = 0, 0
    while start < len(lines):
        reader = csv.reader(_ended(lines, start), delimiter=separator, strict=True)
        begin = start
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield begin + 1, cells
                begin = start + reader.line_num
            return
        except csv.Error as error:
            unreadable += 1
            if unreadable > MOST_UNREADABLE:
                raise NotImportable("Most rows of the file can't be read; is it another kind of file?") from None
            yield Broken(begin + 1, _why(error))
            start = begin + 1


def _ended(lines: Sequence[str], start: int) -> Iterator[str]:
    last = len(lines) - 1
    return (lines[place] + "\n" if place < last else lines[place] for place in range(start, len(lines)))


def _why(error: csv.Error) -> str:
    if "limit" in str(error):
        return "A cell is longer than any text should be; shorten it, or close the quote that it begins with."
    return "A quote is opened and not closed as it should be; mend or delete the quote."


def _below(
    header: tuple[int, list[str]],
    layout: Collection[str],
    above: Sequence[tuple[int, list[str]] | Broken],
    text: str,
    separator: str,
) -> Table:
    columns = tuple(clean(cell) for cell in header[1])
    _check_header(columns, layout)
    notes = tuple(tuple(clean(cell) for cell in row[1]) for row in above[:-1] if not isinstance(row, Broken))
    if (frame := _even(text, separator, *header)) is not None:
        return Table(layout, columns, frame, above=notes)
    return Table(layout, columns, *_uneven(islice(read(text, separator), len(above), None), columns), notes)


def _even(text: str, separator: str, line_number: int, header: list[str]) -> pl.DataFrame | None:
    """The rows below a header as a frame, if each line is a row of as many cells, of which nothing can be misread."""
    width = len(header)
    if "\n" in "".join(header) or not 1 < width <= WIDEST_EVEN:
        return None
    below = text.split("\n", line_number)[line_number:]
    cell = rf'(?:[^"{separator}{_UNUSUAL}]*|"(?:[^"{_UNUSUAL}]|"")*")'
    row = f"{cell}(?:{separator}{cell}){{{width - 1}}}"
    try:
        is_even = pl.Series(below, dtype=pl.String).str.contains(rf"\A{row}(?:\n{row})*\n?\z").all()
    except UnicodeEncodeError:
        return None
    if not below or not is_even:
        return None
    numbers = separator.join(map(str, range(width)))  # before what might look like the start of a compressed file
    frame = pl.read_csv(
        f"{numbers}\n{below[0]}".encode(),
        infer_schema=False,
        separator=separator,
        empty_string_is_null=False,
        row_index_name="line",
        row_index_offset=line_number + 1,
    )
    cells = pl.exclude("line").str
    if frame.height > MOST_ROWS or frame.select(pl.max_horizontal(cells.len_bytes().max())).item() > LARGEST_CELL:
        return None
    may_hold_blank_rows = (frame["0"].str.strip_chars() == "").any()
    return frame.filter(pl.any_horizontal(cells.strip_chars() != "")) if may_hold_blank_rows else frame


def _uneven(
    rows: Iterable[tuple[int, list[str]] | Broken], columns: Sequence[str]
) -> tuple[tuple[Row, ...], tuple[Broken, ...]]:
    places = _places(columns)
    good: list[Row] = []
    broken: list[Broken] = []
    for row in rows:
        made = row if isinstance(row, Broken) else _row(*row, places, len(columns))
        if isinstance(made, Broken):
            broken.append(made)
        else:
            good.append(made)
        if len(good) + len(broken) > MOST_ROWS:
            raise NotImportable(f"The file has more than {MOST_ROWS:,} rows; export a shorter period.")
    return tuple(good), tuple(broken)


def _places(columns: Sequence[str]) -> dict[str, int]:
    """The place of each column by its bare name; of two of one name the first."""
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(bare(column), place)
    return places


def _check_header(columns: Sequence[str], layout: Collection[str]) -> None:
    if len(columns) > MOST_COLUMNS:
        raise NotImportable(f"The file has more than {MOST_COLUMNS} columns; is it another kind of file?")
    names = [bare(column) for column in columns]
    for column in layout:
        if names.count(bare(column)) > 1:
            raise NotImportable(f"The file names the column {column} twice; rename or delete one of them.")


def _row(line_number: int, cells: list[str], places: Mapping[str, int], width: int) -> Row | Broken:
    """A row by its columns; cells that are missing at its end are empty, blank ones beyond its end are dropped."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        reason = f"The row has {len(cells)} cells, the header {width}; a separator inside a text needs quotes."
        return Broken(line_number, reason)
    if max(map(len, cells)) > LARGEST_CELL:
        return Broken(line_number, f"A cell is longer than {LARGEST_CELL:,} characters; shorten it.")
    return Row(line_number, cells, places)


@lru_cache(maxsize=1024)
def _bare(column: str) -> str:
    """The bare name of a column; the same few are asked for in every row."""
    return bare(column)


def _choices(layouts: Iterable[Collection[str]]) -> str:
    return "; or ".join(listed([line(column, 40) for column in layout]) for layout in layouts)
