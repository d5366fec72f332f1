"""The rows of a file as the sheet of a table: columns by their names, cells by their kinds, all of it within bounds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from zipfile import ZipFile

from netroi_core.errors import Invalid, NotReadable, Problem
from netroi_core.exports.cells import DIGITS, Cell, Kind
from netroi_core.exports.schema import EXACT, FIGURED, TABLES, Column
from netroi_core.exports.sheets import Sheet
from netroi_core.importers.reading.files import LARGEST_FILE, inflated
from netroi_core.importers.reading.tables import LARGEST_CELL, MOST_COLUMNS, MOST_ROWS, Broken
from netroi_core.importers.reading.values import day, line

LARGEST_EXPORT: Final = LARGEST_FILE
"""The most bytes of a file with a whole workspace."""
LARGEST_UNPACKED: Final = 128 * 1024**2
"""The most bytes that it may unpack to."""
MOST_CELLS: Final = 3_000_000
"""The most cells of a table."""

RawRow = tuple[int, Sequence[Any]]

_NUMBER: Final = re.compile(r"-?\d{1,40}([.,]\d{1,40})?(E[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
_FLAGS: Final = {"true": True, "wahr": True, "1": True, "false": False, "falsch": False, "0": False}


def members(archive: ZipFile, suffix: str) -> Iterator[tuple[str, bytes]]:
    """The files of an archive whose names end so, by the name of their table, as long as all stay within bounds."""
    left = LARGEST_UNPACKED
    for entry in archive.infolist():
        name = entry.filename.replace("\\", "/").rpartition("/")[2]
        if name.lower().endswith(suffix):
            unpacked = inflated(archive, entry, left)
            left -= len(unpacked)
            yield name[: -len(suffix)].lower(), unpacked


def sheet(name: str, header: Sequence[str], rows: Iterable[RawRow | Broken], is_comma_decimal: bool = False) -> Sheet:
    """The sheet of a table; Invalid, with row and column of every problem, where it can't be read.

    Columns that are figured from others are passed over, and so are blank rows. ``is_comma_decimal``: whether 1,5 in a
    text is a number; 1.5 always is.
    """
    table = TABLES[name]
    kept = _columns(name, header)
    columns = tuple(column for _, column in kept)
    cells: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for row in rows:
        if isinstance(row, Broken):
            problems.append(Problem(f"{name}, row {row.line}", _inside(row.reason)))
            continue
        read: list[Cell] = []
        for place, column in kept:
            raw = row[1][place] if place < len(row[1]) else None
            try:
                read.append(_cell(column.kind, raw, is_comma_decimal))
            except ValueError as error:
                problems.append(Problem(f"{name}, row {row[0]}, column {column.name}", str(error)))
                read.append(None)
        if any(cell is not None for cell in read):
            cells.append(tuple(read))
            lines.append(row[0])
        if len(cells) > MOST_ROWS or len(cells) * len(columns) > MOST_CELLS:
            raise NotReadable(f"The table {name} has more rows than a workspace holds.")
    if problems:
        raise Invalid(problems)
    return Sheet(table, columns, tuple(cells), tuple(lines))


def _columns(name: str, header: Sequence[str]) -> list[tuple[int, Column]]:
    """The columns to read, each with its place."""
    if len(header) > MOST_COLUMNS:
        raise NotReadable(f"The table {name} has more than {MOST_COLUMNS} columns; is it an export of NetROI?")
    known = {column.name: column for column in TABLES[name].all_columns}
    kept: list[tuple[int, Column]] = []
    for place, cell in enumerate(header):
        title = str(cell if cell is not None else "").strip()
        if not title or title.endswith(FIGURED):
            continue
        column = Column(title, "text") if title.split()[0] == EXACT else known.get(title)
        if column is None:
            raise Invalid(
                [Problem(f"{name}, column {line(title, 40)}", "is none that NetROI knows; delete the column")]
            )
        if any(column.name == each.name for _, each in kept):
            raise Invalid([Problem(f"{name}, column {title}", "is there twice; delete one of them")])
        kept.append((place, column))
    return kept


def _cell(kind: Kind, raw: Any, is_comma_decimal: bool) -> Cell:
    """A cell of a file by the kind of its column; ValueError, with a sentence, if it can't be read so."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and len(raw) > LARGEST_CELL:
        raise ValueError(f"is longer than {LARGEST_CELL:,} characters; shorten it")
    match kind:
        case "text" | "list" | "any":
            return _text(raw)
        case "day":
            return _day(raw)
        case "flag":
            return _flag(raw)
    number = _number(raw, is_comma_decimal)
    if kind == "money":
        return number
    if kind == "number":
        return float(number)
    if number != number.to_integral_value():
        raise ValueError(f"must be a whole number, and {number:f} is none")
    return int(number)


def _text(raw: Any) -> str:
    """What a spreadsheet made of a text, as a text again."""
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
        raise ValueError(f"“{line(text, 40)}” can't be read as a number; write it like 1234.50")
    return Decimal(text.replace(",", "."))


def _day(raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = str(raw).strip()
    if "/" in text:  # 03/04/2026 may be in March or in April
        raise ValueError(f"“{line(text, 40)}” can't be read as a day for sure; write it like 2026-07-14")
    try:
        return day(text)
    except ValueError as error:
        raise ValueError(str(error).rstrip(".")) from None


def _flag(raw: Any) -> bool:
    flag = _FLAGS.get(_text(raw).strip().lower())
    if flag is None:
        raise ValueError(f"“{line(_text(raw), 40)}” must be true or false")
    return flag


def _inside(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
