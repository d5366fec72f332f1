"""Export a workspace as JSON, Excel, CSV or Parquet, and restore it from any of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple, get_args

import orjson

from netroi_core.errors import NotReadable
from netroi_core.exports import workbook, zip_files
from netroi_core.exports.sheet_reading import LARGEST_EXPORT, read_workbook
from netroi_core.exports.sheets import Sheet, to_document, to_sheets
from netroi_core.importers.reading.files import is_office_document, is_zip, open_zip
from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter
from netroi_core.workspace.document import parse, validate
from netroi_core.workspace.workspace import Document, Workspace

FormatName = Literal["xlsx", "csv", "parquet", "json"]
FORMAT_NAMES: Final[tuple[FormatName, ...]] = get_args(FormatName)


class ExportFormat(NamedTuple):
    """A format of exports: its name and use, the suffix of its files, and their media type."""

    title: str
    sentence: str
    suffix: str
    mime: str


_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP: Final = "application/zip"
_FIGURES: Final = (
    "All records, with every figure as a live formula, and the advice. Change a number, and the results update."
)
_TABLES: Final = "A zip of tables for any spreadsheet, with numbers in your format."
_COLUMNS: Final = "A zip of tables for data tools such as pandas, polars or DuckDB."
_EVERYTHING: Final = "One plain file with everything. The command line reads it, too."
# Each holds the whole workspace and can be restored.
FORMATS: Final[Mapping[FormatName, ExportFormat]] = {
    "xlsx": ExportFormat("Excel", _FIGURES, ".xlsx", _EXCEL),
    "csv": ExportFormat("CSV", _TABLES, "-csv.zip", _ZIP),
    "parquet": ExportFormat("Parquet", _COLUMNS, "-parquet.zip", _ZIP),
    "json": ExportFormat("JSON", _EVERYTHING, ".json", "application/json"),
}


def export(
    document: Document,
    name: FormatName,
    window: Sequence[Quarter] | None = None,
    options: Options | None = None,
    today: date | None = None,
) -> bytes:
    """Return a validated document as a file; a workbook with the results of the window, or of all on record.

    ``today`` is the day of the advice in a workbook.
    """
    if name == "json":
        return orjson.dumps(document, option=orjson.OPT_INDENT_2)
    workspace, sheets = Workspace(document), to_sheets(document)
    if name == "csv":
        return zip_files.write_csv(sheets, workspace.profile.locale)
    if name == "parquet":
        return zip_files.write_parquet(sheets)
    ledger = Ledger(workspace)
    return workbook.write_workbook(
        ledger, sheets, window or ledger.quarters, options or Options(), today or date.today()
    )


def restore(raw: bytes) -> Document:
    """Return the validated document in a file of any format.

    Raises Invalid if it holds no workspace, NotReadable if it can't be read or is larger than any workspace, and
    NotImportable if it is an archive that can't be unpacked.
    """
    if not is_zip(raw):
        document = parse(raw)
        validate(document)
        return document
    if len(raw) > LARGEST_EXPORT:
        raise NotReadable(f"The file is larger than {LARGEST_EXPORT // 1024**2} MB, which is more than any workspace.")
    sheets = _reader(raw)(raw)
    if not sheets:
        raise NotReadable("The file has none of the tables of a NetROI export.")
    return to_document(sheets)


def _reader(raw: bytes) -> Callable[[bytes], dict[str, Sheet]]:
    with open_zip(raw) as archive:
        if is_office_document(archive):
            return read_workbook
        is_columnar = any(name.lower().endswith(zip_files.PARQUET) for name in archive.namelist())
        return zip_files.read_parquet if is_columnar else zip_files.read_csv
