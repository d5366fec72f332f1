"""A workspace as a zip of CSV files, one for each table, written as spreadsheets of a locale expect.

Where the decimal mark is a comma, semicolons separate the cells. Reading recognizes both.
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
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheet_reading import RawRow, table_files, to_sheet
from netroi_core.exports.sheets import Sheet
from netroi_core.importers.reading.files import decode_text, open_zip
from netroi_core.importers.reading.tables import SEPARATORS, BrokenRow, read_rows
from netroi_core.workspace.csv_text import to_csv, unescape_formula

SUFFIX: Final = ".csv"
_SMALLEST_IN_FULL: Final = 1e-9
_LARGEST_IN_FULL: Final = 1e15


def write_zip(sheets: Mapping[str, Sheet], locale: str) -> bytes:
    """Return the sheets as a zip of CSV files for spreadsheets of this locale."""
    is_comma_decimal = Locale.parse(locale).number_symbols["latn"]["decimal"] == ","
    return zip_files({f"{name}{SUFFIX}": _csv_file(sheet, is_comma_decimal) for name, sheet in sheets.items()})


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip; the same files always give the same bytes."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # ZipInfo by itself has a fixed date.
            entry = ZipInfo(name)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return stream.getvalue()


def read_zip(raw: bytes) -> dict[str, Sheet]:
    """Return the sheets in a zip of CSV files; Invalid, NotReadable or NotImportable where they can't be read."""
    with open_zip(raw) as archive:
        files = dict(table_files(archive, SUFFIX))
    return {name: _read_sheet(name, decode_text(content, len(content))) for name, content in files.items()}


@dataclass(frozen=True)
class _NumberText:
    """A formatted number: no text, so it is never escaped as a formula."""

    text: str

    def __str__(self) -> str:
        return self.text


def _csv_file(sheet: Sheet, is_comma_decimal: bool) -> bytes:
    header = [column.name for column in sheet.columns]
    rows = ([_formatted(cell, is_comma_decimal) for cell in row] for row in sheet.rows)
    return to_csv(chain([header], rows), ";" if is_comma_decimal else ",")


def _formatted(cell: Cell, is_comma_decimal: bool) -> object:
    match cell:
        case bool():
            return str(cell).lower()
        case float() | Decimal():
            is_long = isinstance(cell, float) and cell and not _SMALLEST_IN_FULL <= abs(cell) < _LARGEST_IN_FULL
            number = repr(cell) if is_long else format(Decimal(str(cell)), "f")
            return _NumberText(number.replace(".", ",") if is_comma_decimal else number)
    return cell


def _read_sheet(name: str, content: str) -> Sheet:
    # The right separator is the one that makes most known names of the header.
    column_names = {column.name for column in TABLES[name].all_columns}
    separator = max(SEPARATORS, key=lambda candidate: len(column_names.intersection(_header(content, candidate))))
    rows = islice(read_rows(content, separator), 1, None)
    return to_sheet(name, _header(content, separator), map(_unescaped, rows), separator != ",")


def _header(content: str, separator: str) -> list[str]:
    first = next(read_rows(content, separator), None)
    return [] if first is None or isinstance(first, BrokenRow) else first[1]


def _unescaped(row: RawRow | BrokenRow) -> RawRow | BrokenRow:
    return row if isinstance(row, BrokenRow) else (row[0], [unescape_formula(cell) for cell in row[1]])
