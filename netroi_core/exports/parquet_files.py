"""A workspace as a zip of Parquet files, one for each table, for data tools.

The archive is compressed, the files in it are not: so what a file unpacks to is known before anything reads it.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from netroi_core.errors import NotReadable
from netroi_core.exports.cells import Kind
from netroi_core.exports.csv_files import archive
from netroi_core.exports.reading import LARGEST_UNPACKED, MOST_CELLS, RawRow, members, sheet
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheets import FIRST_LINE, Sheet
from netroi_core.importers.reading.files import opened
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS

SUFFIX: Final = ".parquet"

_TYPES: Final[Mapping[Kind, pa.DataType]] = {
    "money": pa.decimal128(38, 9),
    "number": pa.float64(),
    "whole": pa.int64(),
    "day": pa.date32(),
    "flag": pa.bool_(),
}
_ROWS_AT_ONCE: Final = 64
"""Few enough that even the longest texts stay small in memory."""


def written(sheets: Mapping[str, Sheet]) -> bytes:
    """The sheets as a zip of Parquet files."""
    return archive({f"{name}{SUFFIX}": _file(each) for name, each in sheets.items()})


def sheets(raw: bytes) -> dict[str, Sheet]:
    """The sheets in a zip of Parquet files; Invalid, NotReadable or NotImportable where they can't be read."""
    with opened(raw) as packed:
        files = {name: each for name, each in members(packed, SUFFIX) if name in TABLES}
    return {name: _sheet(name, each) for name, each in files.items()}


def _file(sheet: Sheet) -> bytes:
    columns = {
        column.name: pa.array([row[place] for row in sheet.rows], _TYPES.get(column.kind, pa.string()))
        for place, column in enumerate(sheet.columns)
    }
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, compression="none")
    return stream.getvalue()


def _sheet(name: str, raw: bytes) -> Sheet:
    try:
        file = pq.ParquetFile(io.BytesIO(raw))
        _check(name, file.metadata)
        header = [str(column) for column in file.schema_arrow.names]
        return sheet(name, header, _rows(name, file))
    except (pa.ArrowException, OSError):
        raise NotReadable(f"The table {name} is damaged; export it again.") from None


def _check(name: str, metadata: Any) -> None:
    """NotReadable if a file says of itself that it is larger than a workspace, or is compressed once more."""
    columns, rows = metadata.num_columns, metadata.num_rows
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise NotReadable(f"The table {name} has more rows or columns than a workspace holds.")
    for group in range(metadata.num_row_groups):
        for column in range(columns):
            if metadata.row_group(group).column(column).compression != "UNCOMPRESSED":
                raise NotReadable(f"The table {name} is compressed within the archive; save it without compression.")


def _rows(name: str, file: Any) -> Iterator[RawRow]:
    """The rows, a few at a time, as long as what they hold stays within bounds."""
    number, held = FIRST_LINE, 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        held += batch.nbytes
        if held > LARGEST_UNPACKED:
            raise NotReadable(f"The table {name} holds far more than a workspace would.")
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield number, row
            number += 1
