"""Find the table of a statement by the look of its rows: a line has a day, an amount, and words.

The names of its columns are unique: the second of two gets a number, and one without a name is Column 3.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import dropwhile, islice
from typing import Final

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import (
    HEADER_WITHIN,
    SEPARATORS,
    BrokenRow,
    RawRow,
    TableRow,
    TextTable,
    make_table,
    read_rows,
)
from netroi_core.importers.reading.values import clean_text, find_currency, one_line, parse_date
from netroi_core.importers.statements import vocabulary
from netroi_core.importers.statements.amounts import is_money
from netroi_core.importers.statements.lines import PENDING
from netroi_core.importers.statements.vocabulary import fold
from netroi_core.workspace.fields import normalize_text

_SAMPLE_ROWS: Final = 200
_LONGEST_NAME: Final = 80
_FEWEST_COLUMNS: Final = 3
# Of those that statements use, in a row of names.
_FEWEST_NAMES: Final = 2
_LONGEST_TITLE: Final = 3
_OTHER_TABLE: Final = "Another table begins above this line. Import it in a file of its own."
_OTHER_CURRENCY: Final = "Another currency is named above this line. Import it in a file of its own."
_NAMES: Final = (
    *(vocabulary.VALUE_DATE, vocabulary.PURCHASE_DATE, vocabulary.BOOKING_DATE, vocabulary.ANY_DATE),
    *(vocabulary.DEBIT, vocabulary.CREDIT, vocabulary.AMOUNT, vocabulary.BALANCE, vocabulary.CURRENCY),
    *vocabulary.TITLES,
)
_NO_TABLE: Final = "The file isn’t a table with a date, a description and an amount. Export it as CSV."


@dataclass(frozen=True)
class Grid:
    """The table of a statement, the names of its columns, and the cells of the rows above it."""

    columns: tuple[str, ...]
    has_header: bool
    table: TextTable
    notes: tuple[tuple[str, ...], ...]

    def sample(self, column: str) -> list[str]:
        """Return the cells of the first lines in a column."""
        return [row[column] for row in self.rows]

    @cached_property
    def rows(self) -> tuple[TableRow, ...]:
        """The first rows that are lines: with a day in the column where most have one, an amount, and no total."""
        rows = self.table.rows[:_SAMPLE_ROWS]
        days = Counter(column for row in rows for column in self.columns if is_day(row[column]))
        main_column = max(self.columns, key=lambda column: days[column])
        lines = (row for row in rows if is_day(row[main_column]) and not is_total(row))
        return tuple(row for row in lines if any(is_money(row[column]) for column in self.columns))


def find_grid(text: str, has_header: bool | None = None) -> Grid:
    """Return the table of a statement; raise NotImportable if no rows of the text look like a statement's.

    Args:
        text: The contents of the file.
        has_header: True if the table has a row of names, False if it has none; None: found by looking at the rows.
    """
    separator = max(SEPARATORS, key=lambda candidate: _count_lines(_first_rows(text, candidate)))
    first_rows = _first_rows(text, separator)
    start = _first_line(first_rows)
    if start is None:
        raise NotImportable(_NO_TABLE)
    header = None if has_header is False else _header_index(first_rows, start)
    if has_header and header is None:
        header = max(start - 1, 0)
    begin = start if header is None else header + 1
    columns = _column_names(first_rows, header, begin)
    if len(columns) < _FEWEST_COLUMNS:
        raise NotImportable(_NO_TABLE)
    notes = tuple(tuple(cells) for _, cells in first_rows[: begin if header is None else header])
    first_line = first_rows[begin].line if begin < len(first_rows) else 0
    rows = dropwhile(lambda row: row.line < first_line, read_rows(text, separator))
    table = make_table(columns, rows if header is None else _of_one_table(rows, first_rows[header].cells, notes))
    return Grid(columns, header is not None, table, notes)


def is_total(row: TableRow) -> bool:
    """Return True if the first filled cell of a row names a total or a balance."""
    first = next((cell for cell in row.cells.values() if cell), "")
    return vocabulary.TOTALS.match(fold(first)) is not None


def _first_rows(text: str, separator: str) -> list[RawRow]:
    rows = islice(read_rows(text, separator), HEADER_WITHIN + _SAMPLE_ROWS)
    return [
        RawRow(row.line, [clean_text(cell) for cell in row.cells]) for row in rows if not isinstance(row, BrokenRow)
    ]


def _of_one_table(
    rows: Iterable[RawRow | BrokenRow], header: Sequence[str], notes: Sequence[Sequence[str]]
) -> Iterator[RawRow | BrokenRow]:
    """Yield the rows of a table, without its header where it is repeated.

    Rows below another header, or below a note that names another currency, are of another table: they are broken. So
    are those below a title that says that they are pending.
    """
    names = _names(header)
    currency = _currency_of([cell for cells in notes for cell in cells])
    problem = _problem_of_section(notes[-1], "") if notes else ""
    for row in rows:
        if isinstance(row, BrokenRow):
            yield row
            continue
        cells = [clean_text(cell) for cell in row.cells]
        if _names(cells) == names:
            problem = "" if problem == _OTHER_TABLE else problem
        elif _may_be_header(cells) and _count_names(cells) >= _FEWEST_NAMES:
            problem = _OTHER_TABLE
        elif problem:
            yield BrokenRow(row.line, problem)
        else:
            yield row
        problem = _problem_of_section(cells, problem)
        if len([cell for cell in cells if cell]) < _FEWEST_COLUMNS and (named := _currency_of(cells)):
            currency = currency or named
            problem = _OTHER_CURRENCY if named != currency else "" if problem == _OTHER_CURRENCY else problem


def _problem_of_section(cells: Sequence[str], problem: str) -> str:
    """Return the problem of the rows below a row: that they are pending, if it is such a title; else as before."""
    filled = [cell for cell in cells if cell]
    if len(filled) != 1 or len(filled[0].split()) > _LONGEST_TITLE:
        return problem
    if vocabulary.PENDING.search(fold(filled[0])):
        return PENDING
    return "" if problem == PENDING else problem


def _names(cells: Sequence[str]) -> list[str]:
    return [fold(cell) for cell in cells if cell]


def _currency_of(cells: Iterable[str]) -> str:
    return next(filter(None, map(find_currency, cells)), "")


def _first_line(rows: Sequence[RawRow]) -> int | None:
    """Return the index of the first line, None if no row is one. Lines have their days at the same place."""
    lines = [(index, cells) for index, (_, cells) in enumerate(rows) if _is_line(cells)]
    places = Counter(place for _, cells in lines for place, cell in enumerate(cells) if is_day(cell))
    if not places:
        return None
    main_place = max(places, key=lambda place: (places[place], -place))
    return next(index for index, cells in lines if main_place < len(cells) and is_day(cells[main_place]))


def _count_lines(rows: Sequence[RawRow]) -> int:
    return sum(_is_line(cells) for _, cells in rows)


def _is_line(cells: Sequence[str]) -> bool:
    """Return True if a row has a day, an amount beside it, and another cell."""
    filled = [cell for cell in cells if cell]
    if len(filled) < _FEWEST_COLUMNS:
        return False
    days = [is_day(cell) for cell in filled]
    return any(days) and any(is_money(cell) for cell, is_day_ in zip(filled, days, strict=True) if not is_day_)


@lru_cache(maxsize=4096)
def is_day(cell: str) -> bool:
    """Return True if a cell can be read as a day, in either order."""
    for order in ("day_first", "month_first"):
        try:
            parse_date(cell, order)
        except ValueError:
            continue
        return True
    return False


def _header_index(rows: Sequence[RawRow], start: int) -> int | None:
    """Return the index of the row with the names of columns, None if there is none.

    It is the row with the most names that statements use, or else the last full row above the first line.
    """
    width = len([cell for cell in rows[start].cells if cell])
    candidates = [
        (_count_names(cells), len([cell for cell in cells if cell]), index)
        for index, (_, cells) in enumerate(rows[:HEADER_WITHIN])
        if _may_be_header(cells)
    ]
    # Of two tables with equal names the first counts, and the other is a part of it.
    names, _, index = max(candidates, key=lambda candidate: (*candidate[:2], -candidate[2]), default=(0, 0, 0))
    if names >= _FEWEST_NAMES:
        return index
    above = [index for _, filled, index in candidates if index < start and filled * 4 >= width * 3]
    return above[-1] if above else None


def _may_be_header(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) >= _FEWEST_COLUMNS and not any(
        len(cell) > _LONGEST_NAME or is_day(cell) or is_money(cell) for cell in filled
    )


def _count_names(cells: Sequence[str]) -> int:
    folded = [fold(cell) for cell in cells if cell]
    return sum(any(pattern.search(name) for pattern in _NAMES) for name in folded)


def _column_names(rows: Sequence[RawRow], header: int | None, begin: int) -> tuple[str, ...]:
    widths = Counter(_width(cells) for _, cells in rows[begin:] if _is_line(cells))
    names = list(rows[header].cells) if header is not None else []
    # One separator at the end of a header ends it; after several, its table has more columns than names.
    named = _width(names) if len(names) - _width(names) < 2 else len(names)
    width = max(named, max(widths, default=0, key=lambda width: widths[width]))
    names = (names + [""] * width)[:width]
    counts = Counter[str]()
    columns = []
    for number, cell in enumerate(names, 1):
        name = one_line(cell, _LONGEST_NAME) or f"Column {number}"
        counts[normalize_text(name)] += 1
        count = counts[normalize_text(name)]
        columns.append(name if count == 1 else f"{name} ({count})")
    return tuple(columns)


def _width(cells: Sequence[str]) -> int:
    return max((number for number, cell in enumerate(cells, 1) if cell), default=0)
