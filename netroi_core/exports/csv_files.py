"""A workspace as a zip of CSV files, one for each table, in the way of writing that spreadsheets of a locale expect.

Where the comma stands before the cents, semicolons part the cells. Both ways are known again by themselves.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from babel import Locale

from netroi_core.exports.cells import Cell
from netroi_core.exports.reading import RawRow, members, sheet
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheets import Sheet
from netroi_core.importers.reading.files import opened, text
from netroi_core.importers.reading.tables import SEPARATORS, Broken, read
from netroi_core.workspace.csv_text import file, unguarded

SUFFIX: Final = ".csv"
_SMALLEST_IN_FULL: Final = 1e-9
_LARGEST_IN_FULL: Final = 1e15


def written(sheets: Mapping[str, Sheet], locale: str) -> bytes:
    """The sheets as a zip of CSV files for spreadsheets of this locale."""
    is_comma_decimal = Locale.parse(locale).number_symbols["latn"]["decimal"] == ","
    return archive({f"{name}{SUFFIX}": _file(each, is_comma_decimal) for name, each in sheets.items()})


def archive(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip; the same files always give the same bytes."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            made.writestr(entry, content)
    return packed.getvalue()


def sheets(raw: bytes) -> dict[str, Sheet]:
    """The sheets in a zip of CSV files; Invalid or NotImportable where they can't be read."""
    with opened(raw) as packed:
        files = {name: each for name, each in members(packed, SUFFIX) if name in TABLES}
    return {name: _sheet(name, text(each, len(each))) for name, each in files.items()}


@dataclass(frozen=True)
class _Bare:
    """What is written as it is, beside texts that may need a guard: numbers."""

    written: str

    def __str__(self) -> str:
        return self.written


def _file(sheet: Sheet, is_comma_decimal: bool) -> bytes:
    header = [column.name for column in sheet.columns]
    rows = ([_written(cell, is_comma_decimal) for cell in row] for row in sheet.rows)
    return file(chain([header], rows), ";" if is_comma_decimal else ",")


def _written(cell: Cell, is_comma_decimal: bool) -> object:
    match cell:
        case bool():
            return str(cell).lower()
        case float() | Decimal():
            is_long = isinstance(cell, float) and cell and not _SMALLEST_IN_FULL <= abs(cell) < _LARGEST_IN_FULL
            number = repr(cell) if is_long else format(Decimal(str(cell)), "f")
            return _Bare(number.replace(".", ",") if is_comma_decimal else number)
    return cell


def _sheet(name: str, content: str) -> Sheet:
    """The sheet in the text of a CSV file: its cells are parted by what makes most of its header known names."""
    known = {column.name for column in TABLES[name].all_columns}

    def fitting(separator: str) -> int:
        return len(known.intersection(_header(content, separator)))

    separator = max(SEPARATORS, key=fitting)
    rows = islice(read(content, separator), 1, None)
    return sheet(name, _header(content, separator), map(_unguarded, rows), separator != ",")


def _header(content: str, separator: str) -> list[str]:
    first = next(read(content, separator), None)
    return [] if first is None or isinstance(first, Broken) else first[1]


def _unguarded(row: RawRow | Broken) -> RawRow | Broken:
    return row if isinstance(row, Broken) else (row[0], [unguarded(cell) for cell in row[1]])
