"""Export a workspace as JSON, Excel, CSV or Parquet, and restore it from any of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import orjson

from netroi_core.errors import NotReadable
from netroi_core.exports import csv_files, parquet_files, workbook, workbook_reading
from netroi_core.exports.restoring import to_document
from netroi_core.exports.sheet_reading import LARGEST_EXPORT
from netroi_core.exports.sheets import Sheet, to_sheets
from netroi_core.importers.reading.files import is_archive, is_office_document, open_zip
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import Document, parse, validate
from netroi_core.workspace.workspace import Workspace

FormatName = Literal["xlsx", "csv", "parquet", "json"]
FORMAT_NAMES: Final[tuple[FormatName, ...]] = get_args(FormatName)


@dataclass(frozen=True)
class ExportFormat:
    """A format of exports: its name and use, the suffix of its files, and their media type."""

    title: str
    sentence: str
    suffix: str
    mime: str


_ZIP: Final = "application/zip"
# Each holds the whole workspace and can be restored.
FORMATS: Final[Mapping[FormatName, ExportFormat]] = {
    "xlsx": ExportFormat(
        "Excel",
        "Tables, and every figure as a formula over them: change a number, and the results follow.",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": ExportFormat(
        "CSV", "A zip of tables for any spreadsheet, with numbers as your language writes them.", "-csv.zip", _ZIP
    ),
    "parquet": ExportFormat(
        "Parquet", "A zip of tables for data tools such as pandas, polars or DuckDB.", "-parquet.zip", _ZIP
    ),
    "json": ExportFormat(
        "JSON", "One plain file with everything, which the command line reads.", ".json", "application/json"
    ),
}


def export(
    document: Document, name: FormatName, window: Sequence[Quarter] | None = None, options: Options | None = None
) -> bytes:
    """Return a validated document as a file.

    Args:
        document: The document.
        name: The format.
        window: The quarters of a workbook's results: all on record if None.
        options: The options of a workbook's results.
    """
    if name == "json":
        return orjson.dumps(document, option=orjson.OPT_INDENT_2)
    workspace, sheets = Workspace(document), to_sheets(document)
    if name == "csv":
        return csv_files.write_zip(sheets, workspace.profile.locale)
    if name == "parquet":
        return parquet_files.write_zip(sheets)
    ledger = Ledger(workspace)
    return workbook.write_workbook(ledger, sheets, window or ledger.quarters, options or Options())


def restore(raw: bytes) -> Document:
    """Return the validated document in a file of any format.

    Raises:
        Invalid: If what the file holds is no workspace.
        NotReadable: If it can't be read, or is larger than any workspace.
        NotImportable: If it is an archive that can't be unpacked.
    """
    if not is_archive(raw):
        document = parse(raw)
        validate(document)
        return document
    if len(raw) > LARGEST_EXPORT:
        raise NotReadable(f"The file is larger than {LARGEST_EXPORT // 1024**2} MB; a workspace is not.")
    sheets = _reader(raw)(raw)
    if not sheets:
        raise NotReadable("The file holds none of the tables that NetROI writes.")
    return to_document(sheets)


def _reader(raw: bytes) -> Callable[[bytes], dict[str, Sheet]]:
    with open_zip(raw) as archive:
        if is_office_document(archive):
            return workbook_reading.read_workbook
        is_columnar = any(name.lower().endswith(parquet_files.SUFFIX) for name in archive.namelist())
        return parquet_files.read_zip if is_columnar else csv_files.read_zip
