"""Turn the rows of a file into a sheet: columns by name, cells by kind, all within limits; read Excel workbooks."""

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from netroi_core.errors import Invalid, NotReadable, Problem
from netroi_core.exports.schema import (
    COMPUTED_SUFFIX,
    DIGITS,
    EXACT,
    FORMER_SUFFIX,
    TABLES,
    Cell,
    CellKind,
    TableColumn,
)
from netroi_core.exports.sheets import FIRST_LINE, Sheet
from netroi_core.importers.reading.files import LARGEST_FILE, open_zip, read_member
from netroi_core.importers.reading.tables import LARGEST_CELL, MOST_COLUMNS, MOST_ROWS, BrokenRow
from netroi_core.importers.reading.values import one_line, parse_date

# The most bytes of a file with a whole workspace.
LARGEST_EXPORT: Final = LARGEST_FILE
# The most bytes that it may unpack to.
LARGEST_UNPACKED: Final = 128 * 1024**2
# The most cells of a table.
MOST_CELLS: Final = 3_000_000

# The most lines of a workbook's sheet, blank ones included.
_MOST_LINES: Final = 2**20
_DAMAGED: Final = "The workbook is damaged. Export it again."

# The line of a row and its cells, as a file has them.
RawRow = tuple[int, Sequence[Any]]
_Positions = Sequence[tuple[TableColumn, int]]

_NUMBER: Final = re.compile(r"-?\d{1,40}([.,]\d{1,40})?(E[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_FLAGS: Final = {"true": True, "wahr": True, "1": True, "false": False, "falsch": False, "0": False}


def table_files(raw: bytes, suffix: str) -> dict[str, bytes]:
    """Return the files of an archive with this suffix, by the names of their tables, within the limit of bytes."""
    files, remaining = {}, LARGEST_UNPACKED
    with open_zip(raw) as archive:
        for entry in archive.infolist():
            name = entry.filename.replace("\\", "/").rpartition("/")[2].lower()
            if name.endswith(suffix):
                content = read_member(archive, entry, remaining)
                remaining -= len(content)
                files[name.removesuffix(suffix)] = content
    return {name: content for name, content in files.items() if name in TABLES}


def to_sheet(
    name: str, header: Sequence[str], rows: Iterable[RawRow | BrokenRow], is_comma_decimal: bool = False
) -> Sheet:
    """Return the sheet of a table, without computed columns and blank rows.

    1.5 in a text is a number, 1,5 only if ``is_comma_decimal``. Raises Invalid with row and column of every problem,
    and NotReadable if the table has more rows or columns than a workspace.
    """
    positions = _columns(name, header)
    cells: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for row in rows:
        if isinstance(row, BrokenRow):
            problems.append(Problem(f"{name}, row {row.line}", row.reason[:1].lower() + row.reason[1:].rstrip(".")))
            continue
        row_cells = _row_cells(name, row, positions, is_comma_decimal, problems)
        if any(cell is not None for cell in row_cells):
            cells.append(row_cells)
            lines.append(row[0])
        if len(cells) > MOST_ROWS or len(cells) * len(positions) > MOST_CELLS:
            raise NotReadable(f"The table {name} has more rows than a workspace can have.")
    if problems:
        raise Invalid(problems)
    return Sheet(TABLES[name], tuple(column for column, _ in positions), tuple(cells), tuple(lines))


def read_workbook(raw: bytes) -> dict[str, Sheet]:
    """Return the sheets of a workbook that are tables; Invalid, NotReadable or NotImportable if one can't be read."""
    remaining = LARGEST_UNPACKED
    with open_zip(raw) as archive:
        for entry in archive.infolist():
            remaining -= len(read_member(archive, entry, remaining))
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl raises exceptions of many kinds for a broken workbook
        raise NotReadable(_DAMAGED) from None
    pages = {page.title.lower().replace(" ", "_"): page for page in book.worksheets}
    return {name: _read_page(name, page) for name, page in pages.items() if name in TABLES}


def _read_page(name: str, page: Any) -> Sheet:
    try:
        first = next(page.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1, values_only=True), ())
        header = [str(cell) if cell is not None else "" for cell in first]
        while header and not header[-1]:
            header.pop()
        rows = page.iter_rows(min_row=FIRST_LINE, max_row=_MOST_LINES, max_col=max(len(header), 1), values_only=True)
        filled = (row for row in enumerate(rows, FIRST_LINE) if any(cell is not None for cell in row[1]))
        return to_sheet(name, header, filled)
    except (ParseError, KeyError, TypeError, IndexError):
        raise NotReadable(_DAMAGED) from None


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
        raise NotReadable(f"The table {name} has more than {MOST_COLUMNS} columns. Is it a NetROI export?")
    columns = {column.name: column for column in TABLES[name].all_columns}
    positions: dict[str, tuple[TableColumn, int]] = {}
    for position, cell in enumerate(header):
        title = str(cell if cell is not None else "").strip()
        if not title or title.endswith((COMPUTED_SUFFIX, FORMER_SUFFIX)):
            continue
        column = TableColumn(title, "text") if title.split()[0] == EXACT else columns.get(title)
        if column is None:
            origin = f"{name}, column {one_line(title, 40)}"
            raise Invalid([Problem(origin, "isn’t a column that NetROI knows; delete it")])
        if title in positions:
            raise Invalid([Problem(f"{name}, column {title}", "is there twice; delete one of them")])
        positions[title] = column, position
    return tuple(positions.values())


def _to_cell(kind: CellKind, raw: Any, is_comma_decimal: bool) -> Cell:
    """Return a cell by the kind of its column; raise ValueError, with a sentence, if it can't be read."""
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
        raise ValueError(f"must be a whole number, and {number:f} isn’t one")
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
        raise ValueError(f"“{one_line(text, 40)}” isn’t a number; write it like 1234.50")
    return Decimal(text.replace(",", "."))


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    if "/" in text:  # 03/04/2026 may be in March or in April
        raise ValueError(f"“{one_line(text, 40)}” isn’t a clear date; write it like 2026-07-14")
    try:
        return parse_date(text)
    except ValueError as error:
        raise ValueError(str(error).rstrip(".")) from None


def _flag(raw: Any) -> bool:
    flag = _FLAGS.get(_text(raw).strip().lower())
    if flag is None:
        raise ValueError(f"“{one_line(_text(raw), 40)}” must be true or false")
    return flag


_READERS: Final[Mapping[CellKind, Callable[[Any], Cell]]] = {
    "text": _text,
    "list": _text,
    "any": _text,
    "day": _day,
    "flag": _flag,
}
