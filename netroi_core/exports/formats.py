"""The files that a workspace can be taken out as, and back in from: JSON, Excel, CSV and Parquet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import orjson

from netroi_core.errors import NotReadable
from netroi_core.exports import assembly, csv_files, parquet_files, workbook, workbook_reading
from netroi_core.exports.reading import LARGEST_EXPORT
from netroi_core.exports.sheets import Sheet, sheets
from netroi_core.importers.reading.files import is_archive, is_office_document, open_zip
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace import document
from netroi_core.workspace.document import Document
from netroi_core.workspace.workspace import Workspace

FormatName = Literal["xlsx", "csv", "parquet", "json"]
FORMAT_NAMES: Final[tuple[FormatName, ...]] = get_args(FormatName)


@dataclass(frozen=True)
class Format:
    """A kind of file: how it is called and what it is good for, how the name of a file ends, and its media type."""

    title: str
    sentence: str
    suffix: str
    mime: str


FORMATS: Final[Mapping[FormatName, Format]] = {
    "xlsx": Format(
        "Excel",
        "Tables, and every figure as a formula over them: change a number, and the results follow.",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": Format(
        "CSV", "A zip of tables for any spreadsheet, with numbers as your language writes them.", "-csv.zip",
        "application/zip",
    ),
    "parquet": Format("Parquet", "A zip of tables for data tools such as pandas, polars or DuckDB.", "-parquet.zip",
                      "application/zip"),
    "json": Format("JSON", "One plain file with everything, which the command line reads.", ".json",
                   "application/json"),
}  # fmt: skip
"""Each holds everything, and each can be restored."""


def written(
    records: Document, name: FormatName, window: Sequence[Quarter] | None = None, options: Options | None = None
) -> bytes:
    """A checked document as a file. Of a workbook, ``window`` and ``options`` say what its results are about.

    Without a window, every quarter from the first record to the last counts.
    """
    if name == "json":
        return orjson.dumps(records, option=orjson.OPT_INDENT_2)
    tables = sheets(records)
    if name == "csv":
        return csv_files.written(tables, document.profile(records).locale)
    if name == "parquet":
        return parquet_files.written(tables)
    ledger = Ledger.of(Workspace(records))
    return workbook.written(records, tables, ledger, window or ledger.quarters, options or Options())


def restored(raw: bytes) -> Document:
    """The document in a file of any format, checked; Invalid, NotReadable or NotImportable if there is none."""
    if not is_archive(raw):
        records = document.parse(raw)
        document.validate(records)
        return records
    if len(raw) > LARGEST_EXPORT:
        raise NotReadable(f"The file is larger than {LARGEST_EXPORT // 1024**2} MB; a workspace is not.")
    tables = _reader(raw)(raw)
    if not tables:
        raise NotReadable("The file holds none of the tables that NetROI writes.")
    return assembly.document(tables)


def _reader(raw: bytes) -> Callable[[bytes], dict[str, Sheet]]:
    with open_zip(raw) as archive:
        if is_office_document(archive):
            return workbook_reading.sheets
        is_columnar = any(name.lower().endswith(parquet_files.SUFFIX) for name in archive.namelist())
        return parquet_files.sheets if is_columnar else csv_files.sheets
