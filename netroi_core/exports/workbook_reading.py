"""The sheets in an Excel workbook: looked at for traps first, then read row by row."""

import io
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import ZipFile

from openpyxl import load_workbook

from netroi_core.errors import NotReadable
from netroi_core.exports.reading import LARGEST_UNPACKED, sheet
from netroi_core.exports.schema import TABLES
from netroi_core.exports.sheets import FIRST_LINE, Sheet
from netroi_core.importers.reading.files import inflated, opened
from netroi_core.importers.reading.tables import MOST_COLUMNS

_MOST_LINES: Final = 2**20
"""Of a sheet, blank ones included."""
_DAMAGED: Final = "The workbook is damaged; export it again."


def sheets(raw: bytes) -> dict[str, Sheet]:
    """The sheets of a workbook that are tables; Invalid, NotReadable or NotImportable where they can't be read."""
    with opened(raw) as archive:
        _check(archive)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except Exception:  # whatever a broken workbook makes the reader stumble over
        raise NotReadable(_DAMAGED) from None
    pages = {page.title.lower().replace(" ", "_"): page for page in book.worksheets}
    return {name: _sheet(name, page) for name, page in pages.items() if name in TABLES}


def _check(archive: ZipFile) -> None:
    """Whatever a workbook unpacks to must stay within bounds."""
    left = LARGEST_UNPACKED
    for entry in archive.infolist():
        left -= len(inflated(archive, entry, left))


def _sheet(name: str, page: Any) -> Sheet:
    try:
        first = next(page.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1, values_only=True), ())
        header = [str(cell) if cell is not None else "" for cell in first]
        while header and not header[-1]:
            header.pop()
        rows = page.iter_rows(min_row=FIRST_LINE, max_row=_MOST_LINES, max_col=max(len(header), 1), values_only=True)
        filled = (line for line in enumerate(rows, FIRST_LINE) if any(cell is not None for cell in line[1]))
        return sheet(name, header, filled)
    except (ParseError, KeyError, TypeError, IndexError):
        raise NotReadable(_DAMAGED) from None
