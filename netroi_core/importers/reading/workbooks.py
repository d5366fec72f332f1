"""The sheets of an Excel workbook as rows of texts, and its table as CSV, for the readers of CSV.

Only cells that a sheet has are read: a row may name its last possible column, and a sheet its last possible row.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from openpyxl import load_workbook

# The public reader makes a tuple of each row that is as long as its last column, 16,384 at most: a workbook of 0.3 MB
# with empty cells there took 47 seconds.
from openpyxl.worksheet._reader import WorkSheetParser

from netroi_core.errors import NotImportable
from netroi_core.importers.reading.tables import MOST_COLUMNS, MOST_ROWS
from netroi_core.wording.wording import join_words

MOST_SHEETS: Final = 50
MOST_CELLS: Final = 1_000_000
# More lines than rows, since some are blank.
MOST_LINES: Final = 2 * MOST_ROWS
# Of texts in the whole workbook, and of its other elements than cells: formats, merged cells, rules.
_MOST_TEXTS, _MOST_OTHERS = 500_000, 300_000
_TEXT: Final = re.compile(rb"<(?:\w{1,20}:)?si[\s/>]")
_OTHER: Final = re.compile(rb"<(?!(?:\w{1,20}:)?(?:c|v|t|si|is|r|row|f)[\s/>])[A-Za-z]")
# Fewer filled cells in a row are a note, fewer rows a form.
_TABLE_WIDTH, _TABLE_ROWS = 3, 2
_DAMAGED: Final = "The workbook is damaged or protected. Save it again as .xlsx, or as CSV."

Rows = list[list[str]]


def check_members(members: Iterable[bytes]) -> None:
    """Raise NotImportable if the unpacked files of a workbook hold more texts or formats than any export does."""
    texts = others = 0
    for contents in members:
        texts, others = texts + _count(_TEXT, contents), others + _count(_OTHER, contents)
    if texts > _MOST_TEXTS or others > _MOST_OTHERS:
        raise NotImportable("The workbook has more texts or formats than any export. Save its table as CSV.")


def workbook_text(raw: bytes) -> str:
    """Return the rows of the only sheet with a table as CSV; raise NotImportable if there is none, or several.

    A line of the text is a row of the sheet. The caller has checked the size that the workbook unpacks to.
    """
    tables = {title: rows for title, rows in sheets(raw) if is_table(rows)}
    if not tables:
        raise NotImportable("The workbook has no sheet with a table of at least three columns.")
    if len(tables) > 1:
        names = join_words(list(tables))
        raise NotImportable(f"The workbook has tables in several sheets: {names}. Save each one as CSV.")
    return as_csv(next(iter(tables.values())))


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV, one on each line."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def sheets(raw: bytes) -> Iterator[tuple[str, Rows]]:
    """Yield the sheets of a workbook: their titles and rows."""
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise NotImportable(f"The workbook has more than {MOST_SHEETS} sheets. Save those that you need as CSV.")
        cell_count = 0
        for sheet in book.worksheets:
            with sheet._get_source() as source:
                rows = _rows(_parser(book, sheet, source), cell_count)
            cell_count += sum(map(len, rows))
            yield sheet.title, rows
    except NotImportable:
        raise
    except Exception:  # openpyxl raises exceptions of many kinds for a broken workbook
        raise NotImportable(_DAMAGED) from None


def is_table(rows: Rows) -> bool:
    """Return True if several rows have cells enough for a table."""
    return sum(sum(map(bool, row)) >= _TABLE_WIDTH for row in rows) >= _TABLE_ROWS


def _parser(book: Any, sheet: Any, source: Any) -> WorkSheetParser:
    return WorkSheetParser(
        source,
        sheet._shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _rows(parser: WorkSheetParser, cell_count: int) -> Rows:
    """Return the rows of a sheet, each on the line that it has there; ``cell_count`` is that of the sheets before."""
    rows: Rows = []
    filled = 0
    for number, cells in parser.parse():
        values = {cell["column"]: cell["value"] for cell in cells if cell["value"] is not None}
        cell_count += len(cells)
        if cell_count > MOST_CELLS:
            raise NotImportable(f"The workbook has more than {MOST_CELLS:,} cells. Export a shorter period.")
        if not values:
            continue
        filled += 1
        if max(values) > MOST_COLUMNS:
            raise NotImportable(f"The workbook has more than {MOST_COLUMNS} columns. Is it another kind of file?")
        if filled > MOST_ROWS:
            raise NotImportable(f"The workbook has more than {MOST_ROWS:,} rows. Export a shorter period.")
        if number > MOST_LINES:
            raise NotImportable(f"The workbook has cells below row {MOST_LINES:,}. Delete them, or save it as CSV.")
        # Rows are in order, unless somebody made the file by hand.
        rows += [[]] * (number - 1 - len(rows))
        rows.append([_text(values.get(column)) for column in range(1, max(values) + 1)])
    return rows


def _count(pattern: re.Pattern[bytes], contents: bytes) -> int:
    return sum(1 for _ in pattern.finditer(contents))


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
