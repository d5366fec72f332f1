"""The table of an Excel workbook as CSV text, so that whatever reads CSV reads workbooks too."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from typing import Any, Final

from openpyxl import load_workbook

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS
from netroi_core.wording.wording import join_words

MOST_SHEETS: Final = 50
# The most lines of a sheet, blank ones included: a file may name a row far below the others.
_MOST_LINES: Final = 2 * MOST_ROWS
# Fewer filled cells in a row are a note, fewer rows a form.
_TABLE_WIDTH, _TABLE_ROWS = 3, 2
_DAMAGED: Final = "The workbook is damaged or protected. Save it again as .xlsx, or as CSV."

_Rows = list[list[str]]


def workbook_text(raw: bytes) -> str:
    """Return the rows of the only sheet with a table as CSV; raise NotImportable if there is none, or several.

    A line of the text is a row of the sheet. The caller has checked the size that the workbook unpacks to.
    """
    tables = {title: rows for title, rows in _sheets(raw) if _is_table(rows)}
    if not tables:
        raise NotImportable("The workbook has no sheet with a table of at least three columns.")
    if len(tables) > 1:
        names = join_words(list(tables))
        raise NotImportable(f"The workbook has tables in several sheets: {names}. Save each one as CSV.")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(next(iter(tables.values())))
    return text.getvalue()


def _sheets(raw: bytes) -> Iterator[tuple[str, _Rows]]:
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:MOST_SHEETS]:
            # What a file says of its own size may be wrong, and then rows are missing without a word.
            sheet.reset_dimensions()
            yield sheet.title, _rows(islice(sheet.iter_rows(values_only=True), _MOST_LINES))
    except NotImportable:
        raise
    except Exception:  # openpyxl raises exceptions of many kinds for a broken workbook
        raise NotImportable(_DAMAGED) from None


def _rows(lines: Iterable[Sequence[Any]]) -> _Rows:
    rows: _Rows = []
    filled = 0
    for line in lines:
        if len(line) > MOST_COLUMNS and any(cell is not None for cell in line[MOST_COLUMNS:]):
            raise NotImportable(f"The workbook has more than {MOST_COLUMNS} columns. Is it another kind of file?")
        rows.append([_text(cell) for cell in line[:MOST_COLUMNS]])
        filled += any(rows[-1])
        if filled > MOST_ROWS:
            raise NotImportable(f"The workbook has more than {MOST_ROWS:,} rows. Export a shorter period.")
    return rows


def _is_table(rows: _Rows) -> bool:
    return sum(sum(map(bool, row)) >= _TABLE_WIDTH for row in rows) >= _TABLE_ROWS


def _text(cell: Any) -> str:
    """Return a cell as CSV has it: days as 2026-07-14, numbers with a decimal point, text on one line."""
    match cell:
        case None:
            return ""
        case datetime():
            return str(cell.date() if cell.time() == time.min else cell.replace(microsecond=0))
        case date() | time():
            return cell.isoformat()
        case float():
            # Cents in binary are not exact: 1.1 + 2.2 is stored as 3.3000000000000003.
            return f"{cell:.15g}"
    return " ".join(str(cell).split())
