"""Turn the rows of a file into a sheet: columns by name, cells by kind, all within limits."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zipfile import ZipFile

from netroi_core.errors import Invalid, NotReadable, Problem
from netroi_core.exports.cells import DIGITS, Cell, CellKind
from netroi_core.exports.schema import COMPUTED_SUFFIX, EXACT, TABLES, TableColumn
from netroi_core.exports.sheets import Sheet
from netroi_core.importers.reading.files import LARGEST_FILE, read_member
from netroi_core.importers.reading.tables import LARGEST_CELL, MOST_COLUMNS, MOST_ROWS, BrokenRow
from netroi_core.importers.reading.values import one_line, parse_date

# The most bytes of a file with a whole workspace.
LARGEST_EXPORT: Final = LARGEST_FILE
# The most bytes that it may unpack to.
LARGEST_UNPACKED: Final = 128 * 1024**2
# The most cells of a table.
MOST_CELLS: Final = 3_000_000

# The line of a row and its cells, as a file has them.
RawRow = tuple[int, Sequence[Any]]

_NUMBER: Final = re.compile(r"-?\d{1,40}([.,]\d{1,40})?(E[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_FLAGS: Final = {"true": True, "wahr": True, "1": True, "false": False, "falsch": False, "0": False}


def table_files(archive: ZipFile, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive with this suffix, each with the name of its table, within the limit of bytes."""
    remaining = LARGEST_UNPACKED
    for entry in archive.infolist():
        name = entry.filename.replace("\\", "/").rpartition("/")[2]
        if name.lower().endswith(suffix):
            content = read_member(archive, entry, remaining)
            remaining -= len(content)
            table = name[: -len(suffix)].lower()
            if table in TABLES:
                yield table, content


def to_sheet(
    name: str, header: Sequence[str], rows: Iterable[RawRow | BrokenRow], is_comma_decimal: bool = False
) -> Sheet:
    """Return the sheet of a table, without computed columns and blank rows.

    Args:
        name: The table.
        header: The names of the columns.
        rows: The rows below the header.
        is_comma_decimal: True if 1,5 in a text is a number; 1.5 always is.

    Raises:
        Invalid: With row and column of every problem.
        NotReadable: If the table has more rows or columns than a workspace.
    """
    positions = _columns(name, header)
    cells: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for row in rows:
        if isinstance(row, BrokenRow):
            problems.append(Problem(f"{name}, row {row.line}", _as_message(row.reason)))
            continue
        row_cells = _row_cells(name, row, positions, is_comma_decimal, problems)
        if any(cell is not None for cell in row_cells):
            cells.append(row_cells)
            lines.append(row[0])
        if len(cells) > MOST_ROWS or len(cells) * len(positions) > MOST_CELLS:
            raise NotReadable(f"The table {name} has more rows than a workspace holds.")
    if problems:
        raise Invalid(problems)
    return Sheet(TABLES[name], tuple(column for column, _ in positions), tuple(cells), tuple(lines))


_Positions = Sequence[tuple[TableColumn, int]]


def _row_cells(
    name: str, row: RawRow, positions: _Positions, is_comma_decimal: bool, problems: list[Problem]
) -> tuple[Cell, ...]:
    """Return the cells of a row; where one can't be read it is blank, and a problem is added."""
    line, raw_cells = row
    cells: list[Cell] = []
    for column, position in positions:
        raw = raw_cells[position] if position < len(raw_cells) else None
        try:
            cells.append(_to_cell(column.kind, raw, is_comma_decimal))
        except ValueError as error:
            problems.append(Problem(f"{name}, row {line}, column {column.name}", str(error)))
            cells.append(None)
    return tuple(cells)


def _columns(name: str, header: Sequence[str]) -> _Positions:
    """Return the columns to read, each with its position; a column must be known and unique."""
    if len(header) > MOST_COLUMNS:
        raise NotReadable(f"The table {name} has more than {MOST_COLUMNS} columns; is it an export of NetROI?")
    columns = {column.name: column for column in TABLES[name].all_columns}
    positions: dict[str, tuple[TableColumn, int]] = {}
    for position, cell in enumerate(header):
        title = str(cell if cell is not None else "").strip()
        if not title or title.endswith(COMPUTED_SUFFIX):
            continue
        column = TableColumn(title, "text") if title.split()[0] == EXACT else columns.get(title)
        if column is None:
            origin = f"{name}, column {one_line(title, 40)}"
            raise Invalid([Problem(origin, "is none that NetROI knows; delete the column")])
        if title in positions:
            raise Invalid([Problem(f"{name}, column {title}", "is there twice; delete one of them")])
        positions[title] = column, position
    return tuple(positions.values())


def _to_cell(kind: CellKind, raw: Any, is_comma_decimal: bool) -> Cell:
    """Return a cell by the kind of its column; ValueError, with a sentence, if it can't be read."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and len(raw) > LARGEST_CELL:
        raise ValueError(f"is longer than {LARGEST_CELL:,} characters; shorten it")
    if kind in _READERS:
        return _READERS[kind](raw)
    number = _number(raw, is_comma_decimal)
    if kind == "money":
        return number
    if kind == "number":
        return float(number)
    if number != number.to_integral_value():
        raise ValueError(f"must be a whole number, and {number:f} is none")
    return int(number)


def _text(raw: Any) -> str:
    """Return a text that a spreadsheet may have turned into a number, a flag or a day."""
    if isinstance(raw, bool):
        return str(raw).lower()
    if isinstance(raw, float) and raw.is_integer():
        return f"{raw:.0f}"
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    return str(raw)


def _number(raw: Any, is_comma_decimal: bool) -> Decimal:
    if isinstance(raw, bool):
        raise ValueError("must be a number")
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float):
        number = Decimal(f"{raw:.17g}" if float(f"{raw:.{DIGITS}g}") != raw else f"{raw:.{DIGITS}g}")
        if number.is_finite():
            return number
        raise ValueError("must be a finite number")
    text = str(raw).strip()
    if not _NUMBER.fullmatch(text) or ("," in text and not is_comma_decimal):
        raise ValueError(f"“{one_line(text, 40)}” can't be read as a number; write it like 1234.50")
    return Decimal(text.replace(",", "."))


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    if "/" in text:  # 03/04/2026 may be in March or in April
        raise ValueError(f"“{one_line(text, 40)}” can't be read as a day for sure; write it like 2026-07-14")
    try:
        return parse_date(text)
    except ValueError as error:
        raise ValueError(str(error).rstrip(".")) from None


def _flag(raw: Any) -> bool:
    flag = _FLAGS.get(_text(raw).strip().lower())
    if flag is None:
        raise ValueError(f"“{one_line(_text(raw), 40)}” must be true or false")
    return flag


def _as_message(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")


_READERS: Final[Mapping[CellKind, Callable[[Any], Cell]]] = {
    "text": _text,
    "list": _text,
    "any": _text,
    "day": _day,
    "flag": _flag,
}
