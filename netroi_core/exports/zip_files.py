"""A workspace as a zip of CSV or Parquet files, one for each table.

CSV is written as spreadsheets of a locale expect: where the decimal mark is a comma, semicolons separate the cells.
Reading recognizes both.
"""

import io
from collections import UserString
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain, islice
from typing import Any, Final
from zipfile import ZIP_DEFLATED

import pyarrow as pa
import pyarrow.parquet as pq
from babel import Locale

from netroi_core.errors import NotReadable
from netroi_core.exports.schema import TABLES, Cell, CellKind
from netroi_core.exports.sheet_reading import LARGEST_UNPACKED, MOST_CELLS, RawRow, table_files, to_sheet
from netroi_core.exports.sheets import FIRST_LINE, Sheet
from netroi_core.importers.reading.files import decode_text, zip_of
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS, SEPARATORS, BrokenRow, read_rows
from netroi_core.workspace.csv_text import to_csv, unescape_formula

PARQUET: Final = ".parquet"
_CSV: Final = ".csv"
# Numbers outside are written with an exponent.
_SMALLEST_IN_FULL: Final = 1e-9
_LARGEST_IN_FULL: Final = 1e15

_PARQUET_TYPES: Final[Mapping[CellKind, pa.DataType]] = {
    "money": pa.decimal128(38, 9),
    "number": pa.float64(),
    "whole": pa.int64(),
    "day": pa.date32(),
    "flag": pa.bool_(),
}
# Few enough that even the longest texts take little memory.
_BATCH_ROWS: Final = 64


def write_csv(sheets: Mapping[str, Sheet], locale: str) -> bytes:
    """Return the sheets as a zip of CSV files for spreadsheets of this locale."""
    is_comma_decimal = Locale.parse(locale).number_symbols["latn"]["decimal"] == ","
    files = {f"{name}{_CSV}": _csv_file(sheet, is_comma_decimal) for name, sheet in sheets.items()}
    return zip_of(files, ZIP_DEFLATED)


def write_parquet(sheets: Mapping[str, Sheet]) -> bytes:
    """Return the sheets as a zip of Parquet files."""
    return zip_of({f"{name}{PARQUET}": _parquet_file(sheet) for name, sheet in sheets.items()}, ZIP_DEFLATED)


def read_csv(raw: bytes) -> dict[str, Sheet]:
    """Return the sheets in a zip of CSV files; Invalid, NotReadable or NotImportable where they can't be read."""
    files = table_files(raw, _CSV)
    return {name: _read_csv_file(name, decode_text(content, len(content))) for name, content in files.items()}


def read_parquet(raw: bytes) -> dict[str, Sheet]:
    """Return the sheets in a zip of Parquet files; Invalid, NotReadable or NotImportable where they can't be read."""
    return {name: _read_parquet_file(name, content) for name, content in table_files(raw, PARQUET).items()}


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
            # Not a str, which would be escaped as a formula if it is negative.
            return UserString(number.replace(".", ",") if is_comma_decimal else number)
    return cell


def _read_csv_file(name: str, content: str) -> Sheet:
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


def _parquet_file(sheet: Sheet) -> bytes:
    columns = {
        column.name: pa.array([row[index] for row in sheet.rows], _PARQUET_TYPES.get(column.kind, pa.string()))
        for index, column in enumerate(sheet.columns)
    }
    stream = io.BytesIO()
    # The archive compresses, the file doesn't: so its unpacked size is known before anything reads it.
    pq.write_table(pa.table(columns), stream, compression="none")
    return stream.getvalue()


def _read_parquet_file(name: str, raw: bytes) -> Sheet:
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        _check_size(name, file.metadata)
        header = [str(column) for column in file.schema_arrow.names]
        return to_sheet(name, header, _parquet_rows(name, file))
    except (pa.ArrowException, OSError):
        raise NotReadable(f"The table {name} is damaged. Export it again.") from None


def _check_size(name: str, metadata: Any) -> None:
    """Raise NotReadable if the metadata of a file says that it is too large, or compressed once more."""
    columns, rows = metadata.num_columns, metadata.num_rows
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise NotReadable(f"The table {name} has more rows or columns than a workspace can have.")
    for group in range(metadata.num_row_groups):
        for column in range(columns):
            if metadata.row_group(group).column(column).compression != "UNCOMPRESSED":
                raise NotReadable(f"The table {name} is compressed inside the archive. Save it without compression.")


def _parquet_rows(name: str, file: Any) -> Iterator[RawRow]:
    """Yield the rows, a batch at a time, within the limit of bytes."""
    line, size = FIRST_LINE, 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        size += batch.nbytes
        if size > LARGEST_UNPACKED:
            raise NotReadable(f"The table {name} has far more data than any workspace.")
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield line, row
            line += 1
