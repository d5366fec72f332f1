"""A workspace as a zip of Parquet files, one for each table, for data tools."""

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from netroi_core.errors import NotReadable
from netroi_core.exports.cells import CellKind
from netroi_core.exports.csv_files import zip_files
from netroi_core.exports.sheet_reading import LARGEST_UNPACKED, MOST_CELLS, RawRow, table_files, to_sheet
from netroi_core.exports.sheets import FIRST_LINE, Sheet
from netroi_core.importers.reading.files import open_zip
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS

SUFFIX: Final = ".parquet"

_TYPES: Final[Mapping[CellKind, pa.DataType]] = {
    "money": pa.decimal128(38, 9),
    "number": pa.float64(),
    "whole": pa.int64(),
    "day": pa.date32(),
    "flag": pa.bool_(),
}
# Few enough that even the longest texts take little memory.
_BATCH_ROWS: Final = 64


def write_zip(sheets: Mapping[str, Sheet]) -> bytes:
    """Return the sheets as a zip of Parquet files."""
    return zip_files({f"{name}{SUFFIX}": _parquet_file(sheet) for name, sheet in sheets.items()})


def read_zip(raw: bytes) -> dict[str, Sheet]:
    """Return the sheets in a zip of Parquet files; Invalid, NotReadable or NotImportable where they can't be read."""
    with open_zip(raw) as archive:
        files = dict(table_files(archive, SUFFIX))
    return {name: _read_sheet(name, content) for name, content in files.items()}


def _parquet_file(sheet: Sheet) -> bytes:
    columns = {
        column.name: pa.array([row[index] for row in sheet.rows], _TYPES.get(column.kind, pa.string()))
        for index, column in enumerate(sheet.columns)
    }
    stream = io.BytesIO()
    # The archive compresses, the file doesn't: so its unpacked size is known before anything reads it.
    pq.write_table(pa.table(columns), stream, compression="none")
    return stream.getvalue()


def _read_sheet(name: str, raw: bytes) -> Sheet:
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        _check_size(name, file.metadata)
        header = [str(column) for column in file.schema_arrow.names]
        return to_sheet(name, header, _rows(name, file))
    except (pa.ArrowException, OSError):
        raise NotReadable(f"The table {name} is damaged; export it again.") from None


def _check_size(name: str, metadata: Any) -> None:
    """Raise NotReadable if the metadata of a file says that it is too large, or compressed once more."""
    columns, rows = metadata.num_columns, metadata.num_rows
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise NotReadable(f"The table {name} has more rows or columns than a workspace holds.")
    for group in range(metadata.num_row_groups):
        for column in range(columns):
            if metadata.row_group(group).column(column).compression != "UNCOMPRESSED":
                raise NotReadable(f"The table {name} is compressed within the archive; save it without compression.")


def _rows(name: str, file: Any) -> Iterator[RawRow]:
    """Yield the rows, a batch at a time, within the limit of bytes."""
    line, size = FIRST_LINE, 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS):
        size += batch.nbytes
        if size > LARGEST_UNPACKED:
            raise NotReadable(f"The table {name} holds far more than a workspace would.")
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield line, row
            line += 1
