"""Read the sheets of an Excel workbook: its unpacked size is checked first, then it is read row by row."""

import io
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from netroi_core.errors import NotReadable
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheet_reading import LARGEST_UNPACKED, to_sheet
from netroi_core.exports.sheets import FIRST_LINE, Sheet
from netroi_core.importers.reading.files import open_zip, read_member
from netroi_core.importers.reading.tables import MOST_COLUMNS

# The most lines of a sheet, blank ones included.
_MOST_LINES: Final = 2**20
_DAMAGED: Final = "The workbook is damaged; export it again."


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
    return {name: _read_sheet(name, page) for name, page in pages.items() if name in TABLES}


def _read_sheet(name: str, page: Any) -> Sheet:
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
